"""CONTRIBUTING.md says where each kind of thing is entered: a dummy of each, entered there alone, works."""

import shutil
import sys
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

import codematch.evidence
import codematch.filtration
from codematch.cli import app
from codematch.cli.compare_options import CompareArguments
from codematch.cli.declarations import option, with_options
from codematch.comparison import channels, filtering
from codematch.evidence import DETECTORS
from codematch.evidence.detector_input import DetectorResult
from codematch.evidence.rule import Detector
from codematch.filtration import FILTERS
from codematch.filtration.rule import Filter
from codematch.languages import load_languages, tokenize
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.filtration import Mark, ReasonCode
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.pipeline import compare_prepared, make_tools
from codematch.report import formats
from codematch.report.documents import documents, render
from codematch.report.formats import Format, Kind
from codematch.settings import Parsing, Settings, grammars_folder
from tests.comparison.works import LEDGER, prepared_pair, work
from tests.report.sample_result import sample_result

DOCS = "Every token of a file.\n\nWhy: To see it run.\n\nNot covered: Anything else.\n\nExample: This one."


@pytest.fixture
def listed(monkeypatch):
    """Enter a filter and a detector in the two tuples; modules that imported one see the new one too."""

    def enter(name: str, rules: tuple) -> None:
        for module in (codematch.filtration, codematch.evidence, filtering, channels):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, rules)

    return enter


def compared():
    tools = make_tools(Settings())
    works = prepared_pair(
        work("known", {"a.py": LEDGER}), work("questioned", {"b.py": LEDGER + "\nextra = 1\n"}), tools
    )
    return compare_prepared(*works, tools)


def test_a_filter_is_one_file_and_one_entry(listed):
    basis = Message.of("import")
    dummy = Filter(
        id="dummy",
        docs=DOCS,
        codes=(ReasonCode.DATA,),
        messages=("import",),
        check=lambda file, settings: [Mark(0, len(file.stream), ReasonCode.DATA, basis)],
    )
    listed("FILTERS", (dummy, *FILTERS))
    pair = compared()

    assert pair.ledger.rows[0].filter == "dummy"
    assert pair.ledger.rows[0].matched.known > 0
    assert ("dummy", basis) in {(label.filter, label.basis) for region in pair.regions for label in region.labels}
    assert pair.regions[0].residual_tokens == 0
    assert "dummy" in CliRunner().invoke(app, ["rules"]).output


def test_a_detector_is_one_file_and_one_entry(listed):
    def check(case):
        place = [Place(path=side.files[0].record.path, line=1) for side in case.works]
        finding = Finding(
            channel=Channel.NAMES, kind="name", text="dummy", known=place[0], questioned=place[1], count=Both(1, 1)
        )
        return DetectorResult(figures={"dummies": 1}, findings=[finding])

    dummy = Detector(id="dummy", docs=DOCS, channel=Channel.NAMES, check=check, kinds=("name",))
    listed("DETECTORS", (*DETECTORS, dummy, replace(dummy, id="dummy-of-regions", needs_regions=True)))
    names = next(channel for channel in compared().evidence if channel.channel is Channel.NAMES)

    assert names.figures["dummies"] == 1
    assert [finding.text for finding in names.findings].count("dummy") == 2
    output = CliRunner().invoke(app, ["rules", "dummy"]).output
    assert "dummy (detector: names)" in output
    assert "Why: To see it run." in output


def test_a_language_is_one_folder(tmp_path):
    folder = tmp_path / "grammars"
    shutil.copytree(grammars_folder(), folder, ignore=shutil.ignore_patterns("background.*", "null.json"))
    dummy = folder / "dummy"
    shutil.copytree(folder / "go", dummy)
    text = (dummy / "language.toml").read_text(encoding="utf-8")
    head = 'name = "dummy"\ntitle = "Dummy"\nextensions = [".dummy"]\n'
    (dummy / "language.toml").write_text(head + "[parser]" + text.partition("[parser]")[2], encoding="utf-8")
    languages = load_languages(folder)

    assert languages.identify("pump.dummy", GO).language == "dummy"
    stream = tokenize("pump.dummy", GO, "dummy", languages, Parsing())
    assert [unit.name for unit in stream.units] == ["lift"]


GO = b"package pump\n\nfunc lift(level int) int {\n\treturn level + 3\n}\n"


def test_a_report_format_is_one_module_and_one_entry(monkeypatch):
    module = ModuleType("codematch.report.formats.to_dummy")
    vars(module)["render"] = lambda result, options: f"{len(result.pairs[0].regions)} regions\n".encode()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(formats.FORMATS, "dummy", Format(file_name="report.dummy", module="to_dummy", kind=Kind.DATA))
    result = sample_result()
    expected = f"{len(result.pairs[0].regions)} regions\n".encode()

    assert render(result, "dummy") == expected
    assert documents(result, "dummy", ["en", "zh"]) == {"report.dummy": expected}


def test_a_command_line_option_is_one_declaration():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class WithDummy(CompareArguments):
        dummy: Annotated[int, option("--dummy", "N", "An option that does nothing.")] = 3

    given: list[WithDummy] = []
    app = typer.Typer(rich_markup_mode=None)
    app.command()(with_options(WithDummy)(given.append))

    assert "An option that does nothing." in CliRunner().invoke(app, ["--help"]).output
    assert CliRunner().invoke(app, ["known/", "questioned/", "--dummy", "7"]).exit_code == 0
    assert (given[0].known, given[0].dummy) == ("known/", 7)
