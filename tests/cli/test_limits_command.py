"""`codematch limits`: the whole register, readable and as JSON."""

import json
from dataclasses import asdict

import pytest

from codematch.cli.translation import translate
from codematch.cli.translation.columns import width_of
from codematch.limits import in_chinese, load_limits


def test_the_register_is_printed_in_80_columns_and_whole(codematch):
    run = codematch("limits")

    assert (run.code, run.err) == (0, "")
    assert [line for line in run.out.splitlines() if len(line) > 80 and not line.strip().startswith("test_")] == []
    printed = " ".join(run.out.split())
    for limit in load_limits():
        file, function = limit.test.split("::")
        effect = ", ".join(limit.effect)
        entry = (
            f"{limit.id} {limit.title} Effect: {effect} What goes wrong: {limit.failure} Mitigation: {limit.mitigation}"
        )
        assert entry in printed
        assert f"{file}::{function}" in printed.replace(":: ", "::")


def test_json_holds_every_field(codematch):
    run = codematch("limits", "--format", "json")

    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == json.loads(json.dumps([asdict(limit) for limit in load_limits()]))


def test_the_register_is_printed_in_chinese(codematch):
    run = codematch("--lang", "zh", "limits")

    assert (run.code, run.err) == (0, "")
    rows = [line for line in run.out.splitlines() if not line.strip().startswith("test_")]
    assert max(map(width_of, rows)) <= 80
    assert [line for line in rows if line.strip()[0:1] in "，。、；：）”" and line.strip()] == []
    printed = "".join(run.out.split())
    for limit in in_chinese(load_limits()):
        effect = "、".join(translate(effect) for effect in limit.effect)
        entry = (
            f"{limit.id}{limit.title}影响：{effect}问题：{limit.failure}应对措施：{limit.mitigation}测试：{limit.test}"
        )
        assert entry.replace(" ", "") in printed


@pytest.mark.parametrize("arguments", [(), ("--lang", "en"), ("--lang", "zh")])
def test_json_has_the_same_keys_and_codes_in_any_language(codematch, monkeypatch, arguments):
    monkeypatch.setenv("CODEMATCH_LANG", "zh")
    register = in_chinese(load_limits()) if "zh" in arguments else load_limits()

    run = codematch("limits", "--format", "json", *arguments)

    assert json.loads(run.out) == json.loads(json.dumps([asdict(limit) for limit in register]))


def test_another_format_is_refused(codematch):
    assert codematch("limits", "--format", "html").refused(2, "'html' is not one of 'terminal', 'json'")


@pytest.mark.parametrize("name", ["L07", "l07"])
def test_one_entry_is_printed(codematch, name):
    whole, one = codematch("limits").out, codematch("limits", name)

    assert (one.code, one.err) == (0, "")
    assert one.out.startswith("L07  ")
    assert one.out.rstrip("\n") in whole
    assert one.out.count("Mitigation") == 1
    assert json.loads(codematch("limits", name, "--format", "json").out)["id"] == "L07"
    assert codematch("limits", name, "--lang", "zh").out.startswith("L07  ")


def test_an_entry_that_does_not_exist_is_refused(codematch):
    assert codematch("limits", "L999").refused(2, "L999: there is no such limitation; codematch limits lists them")
    assert codematch("limits", "L7").refused(2, "L7: there is no such limitation; did you mean L")
