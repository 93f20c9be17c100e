"""Every line that the command line can print has a Chinese text, with the same values."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import codematch
from codematch.cli import app
from codematch.cli.translation import choose, help_pages
from codematch.cli.translation.columns import width_of
from codematch.cli.translation.lines import _catalogue, translate
from tests.cli.printed_lines import printed_lines, steps

WORDS_OF_THE_LIBRARY = {
    "Usage:",
    "Options",
    "Commands",
    "Arguments",
    "Show this message and exit.",
    "default",
    "required",
}
LINES = sorted(set(printed_lines(Path(codematch.__file__).parent)))
CODE = re.compile(
    r"codematch (?:[a-z-]+ )*[a-z-]+|'[^']*'|`[^`]*`|"
    r"\"[^\"]*\"|\[[^\]]*\]|--[\w-]+|[\w*]*[./_:=⟨⟩][\w./*_:=-]*|[A-Z]\w*"
)


def english_of(text: str) -> str:
    """What is English in a text: two words in a row that are no code."""
    found = re.search(r"(?<![\w.-])[a-z]{2,} [a-z]{2,}(?![\w.-])", CODE.sub(" | ", text))
    return found[0] if found else ""


@pytest.mark.parametrize(("text", "place"), LINES, ids=[place for _, place in LINES])
def test_a_line_has_a_chinese_text(text: str, place: str) -> None:
    chinese = translate(text)
    assert not english_of(chinese), f"{place}: {chinese}"
    assert sorted(re.findall("⟨\\d+⟩", chinese)) == sorted(re.findall("⟨\\d+⟩", text)), f"{place}: {chinese}"


def test_every_step_of_a_run_has_a_chinese_text() -> None:
    found = dict(steps(Path(codematch.__file__).parent))
    assert {"read known", "read questioned", "read shared material", "read agreed exclusions", "parse"} <= set(found)
    assert {text: place for text, place in found.items() if not re.match("[\u4e00-\u9fff]", translate(text))} == {}


def test_names_in_a_row_are_separated_as_in_chinese() -> None:
    assert translate("choose from auto, index, models") == "可选\uff1aauto、index、models"
    assert (
        translate("wrote run.json, exhibits/ (2 files) to out") == "已将run.json、exhibits/\uff082个文件\uff09写入out"
    )
    assert translate("use one of a b, c") == "可用\uff1aa b, c"


_SIDE = re.compile(r"[A-Z]\d*\uff1a(?=[A-Z0-9\uff09])")
"""A colon of full width behind the letter of a work or a number of an exhibit, where a user types another one."""


def test_what_a_user_types_has_the_colon_of_the_keyboard() -> None:
    said = {**help_pages._catalogue(), **_catalogue()[0], **{one.chinese: one.chinese for one in _catalogue()[1]}}
    assert [chinese for chinese in said.values() if _SIDE.search(chinese)] == []
    assert _SIDE.search("样本\uff08K\uff1a\uff09")


def test_the_notes_of_the_library_are_written_as_ours() -> None:
    assert help_pages._translated("The output format. [default: terminal]") == "输出格式。[默认\uff1aterminal]"


def test_doctor_does_not_translate_names(codematch: Any) -> None:
    rows = [line.split(maxsplit=1)[1] for line in codematch("--lang", "zh", "doctor").out.splitlines() if ": " in line]
    names = [row.partition(": ")[0] for row in rows]
    assert {"index", "models", "必需"} <= set(names)
    assert "未满足" not in names


def test_the_catalogue_fills_in_only_values_of_the_line() -> None:
    exact, templates = _catalogue()
    for template in templates:
        used = {int(number) for number in re.findall(r"\{(\d+)(?::said|:list)?\}", template.chinese)}
        assert used == set(range(template.pattern.groups)), template
    assert all(re.search("[\u4e00-\u9fff]", chinese) for chinese in exact.values())


def help_texts(command: Any) -> Iterator[str]:
    """Every paragraph of a help page that is no example, and of those below it."""
    epilog = [line for part in (command.epilog or "").split("\n\n") for line in part.splitlines()]
    yield from (line for line in epilog if line == line.strip("\b ") and line)
    for text in (command.help, *(getattr(parameter, "help", "") for parameter in command.params)):
        yield from (" ".join(paragraph.split()) for paragraph in (text or "").split("\n\n") if paragraph)
    for inner in getattr(command, "commands", {}).values():
        yield from help_texts(inner)


def test_every_help_text_is_in_chinese() -> None:
    command = typer.main.get_command(app)
    help_pages.prepare(command)
    texts = set(help_texts(command))
    assert len(texts) > 250
    assert [text for text in sorted(texts) if text not in help_pages._catalogue()] == []
    assert [text for text in help_pages._catalogue() if text not in texts | WORDS_OF_THE_LIBRARY] == []


@pytest.mark.parametrize("arguments", [(), ("compare",), ("case", "verify"), ("index",), ("batch",)])
def test_a_help_page_is_in_chinese_and_fits_the_terminal(codematch: Any, arguments: tuple[str, ...]) -> None:
    found = codematch("--lang", "zh", *arguments, "--help")
    assert (found.code, found.err) == (0, "")
    prose = [line for line in found.out.splitlines() if not line.startswith("    ") or "  " not in line.strip()]
    assert found.out.startswith("用法\uff1a")
    assert [line for line in prose if english_of(line) and not line.strip().startswith("codematch ")] == []
    rows = found.out.partition("示例")[0].splitlines()
    assert max(map(width_of, rows)) <= 100


def numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("works")
    code = "def gauge(readings, limit):\n    total = 0\n    for one in readings:\n        if one > limit:\n"
    code += "            total += one * 3 - limit // 7\n    return total ^ 0x51C3\n"
    for name in ("known", "questioned"):
        (folder / name).mkdir()
        (folder / name / "gauge.py").write_text(code)
    (folder / "empty").mkdir()
    (folder / "bad.toml").write_text("[known]\npath = 3\nnix = 1\n")
    (folder / "rows.csv").write_text("known,questioned\nnone,nothing\n")
    return folder


COMMANDS = [
    ("compare", "known", "nothing"),
    ("compare", "known"),
    ("compare", "known", "empty"),
    ("compare", "--case", "bad.toml"),
    ("compare", "known", "questioned", "--set", "weighing.min_wieght=3"),
    ("compare", "known", "questioned", "--set", "weighing.min_weight=-3"),
    ("compare", "known", "questioned", "--language", "pyhton"),
    ("compare", "known", "questioned", "--format", "docs"),
    ("compare", "known", "questioned", "--fail-on-new"),
    ("compare", "known", "questioned", "--encoding", "x"),
    ("compare", "known", "questioned", "--jobs", "0"),
    ("compare", "known", "questioned", "--jobs", "many"),
    ("compare", "known", "questioned", "--progress", "much"),
    ("compare", "known", "questioned", "--outt", "x"),
    ("compare", "known", "questioned", "--config"),
    ("compare", "known", "questioned", "more"),
    ("compare", "known", "questioned", "--out", "known/x"),
    ("cmopare",),
    ("case",),
    ("case", "verify", "nothing"),
    ("case", "verify", "known"),
    ("case", "new", "new-case"),
    ("custody", "add", "log.csv", "--item", "K1", "--action", "received", "--person", "A", "--time", "2026-03-05"),
    ("custody", "add", "log.csv", "--item", "K1", "--action", "=1", "--person", "A"),
    ("doctor",),
    ("config", "compare"),
    ("config", "scan"),
    ("config", "batch"),
    ("settings",),
    ("self-test",),
    ("batch", "rows.csv", "--out", "night"),
    ("artefacts", "known", "questioned"),
    ("manifest", "known", "--also", "crc"),
    ("library", "list"),
    ("index", "info", "nothing"),
    ("report", "nothing"),
    ("rebut", "nothing", "--out", "x"),
    ("explain", "nothing", "a.py"),
    ("evaluate", "rows.csv"),
    ("search", "known"),
    ("scan", "known"),
    ("rules", "nothing"),
    ("rules",),
    ("rules", "renames"),
]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_what_a_command_prints_is_chinese_with_the_same_numbers(
    codematch: Any, works: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(works)
    for made in ("new-case", "log.csv", "log.csv.head"):
        shutil.rmtree(made, ignore_errors=True) if Path(made).is_dir() else Path(made).unlink(missing_ok=True)
    english = codematch(*arguments, "--lang", "en")
    shutil.rmtree("new-case", ignore_errors=True)
    chinese = codematch(*arguments, "--lang", "zh")
    assert english.code == chinese.code
    assert [line for line in (chinese.out + chinese.err).splitlines() if english_of(line)] == []
    assert numbers(english.err) == numbers(chinese.err)
    assert re.search("[\u4e00-\u9fff]", chinese.out + chinese.err)


def test_a_finished_run_speaks_chinese(codematch: Any, works: Path, tmp_path: Path) -> None:
    given = (works / "known", works / "questioned", "--out")
    written = codematch("compare", *given, tmp_path / "a", "--progress", "plain", "--lang", "zh")
    assert "已将" in written.err.splitlines()[-1]
    assert "读取样本\uff1a" in written.err
    assert [line for line in written.err.splitlines() if english_of(line)] == []
    verified = codematch("--lang", "zh", "case", "verify", tmp_path / "a", "--known", works / "known")
    assert "未被改动" in verified.out.splitlines()[-1]
    assert [line for line in verified.out.splitlines() if english_of(line)] == []
    report = next(path for path in (tmp_path / "a").iterdir() if path.name.startswith("report."))
    report.write_bytes(report.read_bytes() + b" ")
    broken = codematch("--lang", "zh", "case", "verify", tmp_path / "a")
    assert broken.code == 5
    assert "核验未通过" in broken.err
    assert [line for line in (broken.out + broken.err).splitlines() if english_of(line)] == []


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LC_MESSAGES": "zh_CN"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "CODEMATCH_LANG": "en"}, "en"),
        ([], {"CODEMATCH_LANG": "zh"}, "zh"),
        (["compare", "--lang", "en"], {"CODEMATCH_LANG": "zh"}, "en"),
        (["compare", "--lang=zh"], {}, "zh"),
        (["compare", "--lang", "both"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["compare", "--", "--lang", "zh"], {"LANG": "C"}, "en"),
    ],
)
def test_which_language_is_spoken(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert choose(arguments, {"LANG": "", "LC_ALL": environment.get("LC_ALL", ""), **environment}) == language


def test_results_for_machines_are_the_same_in_any_locale(
    codematch: Any, works: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for language in ("en", "zh"):
        monkeypatch.setenv("CODEMATCH_LANG", language)
        folder = tmp_path / language
        codematch("compare", works / "known", works / "questioned", "--out", folder, "--format", "csv", "-q")
        parts = [path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".html")]
        made.append([*parts, codematch("manifest", works / "known").out, codematch("doctor", "-f", "json").out])
        made[-1].append(codematch("report", folder, "--format", "sarif").out)
    assert made[0] == made[1]
