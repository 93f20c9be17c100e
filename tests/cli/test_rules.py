"""`codematch rules`: the list, one rule, its languages, and what is said of an unknown one."""

import json
import re

import pytest

from codematch.cli import main
from codematch.cli.translation.columns import width_of
from codematch.evidence import DETECTORS
from codematch.filtration import FILTERS
from codematch.report.text.wording import texts
from tests.cli.test_messages_in_chinese import english_of

IDS = [rule.id for rule in (*FILTERS, *DETECTORS)]


def answer(capsys, *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["rules", *arguments])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_every_rule_is_listed_in_its_order(capsys):
    listed = [line.split()[0] for line in answer(capsys).splitlines()[1:] if not line.startswith(" ")]

    assert listed == IDS


def test_a_rule_is_explained_with_its_settings_and_messages(capsys):
    text = answer(capsys, "generated")

    assert "generated (filter)" in text
    assert "Why: " in text
    assert "filtration.minified_line_bytes = 300 bytes   (10 to 1000000)" in text
    assert texts("en")["message.parser-table"] in text


def test_a_rule_is_explained_in_chinese_in_80_columns(capsys):
    text = answer(capsys, "misspellings", "--lang", "zh")

    assert text.startswith("misspellings（检测器：遗留痕迹）\n\n双方作品共有的拼写错误的词。\n")
    assert texts("zh")["finding.misspelling"] in text
    assert "项目比例" in text
    assert "\n参数：\n" in text
    assert "关闭同类的全部规则" in text
    assert max(map(width_of, text.splitlines())) <= 80


@pytest.mark.parametrize("rule", IDS)
def test_no_english_is_left_in_a_rule_in_chinese(rule, capsys):
    text = answer(capsys, rule, "--lang", "zh")

    documentation = re.sub("`[^`]*`", " | ", "".join(text.partition("\n参数")[0].splitlines()))
    assert english_of(documentation) == ""


def test_the_list_is_in_the_language_of_messages_and_fits_the_terminal(capsys, monkeypatch):
    monkeypatch.setenv("CODEMATCH_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "80")
    text = answer(capsys)

    assert [line.split()[0] for line in text.splitlines()[1:] if not line.startswith(" ")] == IDS
    assert "由工具写出的文件，以及压缩文件" in text
    assert "原文逐行比对" in text
    assert max(map(width_of, text.splitlines())) <= 80


def test_the_list_for_programs_is_chinese_only_where_that_is_asked_for(capsys, monkeypatch):
    monkeypatch.setenv("CODEMATCH_LANG", "zh")
    english, chinese = (
        json.loads(answer(capsys, "licences", "--format", "json", *more)) for more in ((), ("--lang", "zh"))
    )

    assert list(english) == list(chinese)
    assert {name for name in english if english[name] != chinese[name]} == {
        "summary",
        "documentation",
        "settings",
        "messages",
    }
    assert chinese["summary"] == "注释中的许可证文本和版权声明"
    assert answer(capsys, "--format", "markdown", "--lang", "zh").startswith(
        "| 规则 | 类型 | 检测或标记的内容 | 参数 |\n"
    )


@pytest.mark.parametrize("rule", IDS)
def test_every_rule_can_be_explained(rule, capsys):
    document = json.loads(answer(capsys, rule, "--format", "json"))

    assert document["id"] == rule
    assert all(document["messages"].values())
    assert answer(capsys, rule).startswith(rule)


def test_the_list_for_programs_has_every_rule(capsys):
    assert [row["id"] for row in json.loads(answer(capsys, "--format", "json"))] == IDS


def test_an_unknown_id_is_one_line_with_the_nearest_one(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["rules", "misspelings"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == "codematch: misspelings: there is no such rule; did you mean misspellings?\n"
