"""`codematch limits`: the whole register, readable and as JSON."""

import json
from dataclasses import asdict

from codematch.limits import load_limits


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


def test_another_format_is_refused(codematch):
    assert codematch("limits", "--format", "html").refused(2, "'html' is not one of 'terminal', 'json'")
