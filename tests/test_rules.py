"""Filters and detectors: documentation, settings and messages are declared where the check is, and complete."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codematch.cli import app
from codematch.comparison import channels
from codematch.evidence import DETECTORS
from codematch.evidence.detector_input import DetectorInput, DetectorResult
from codematch.evidence.rule import Detector
from codematch.filtration import FILTERS
from codematch.filtration.file_view import FileView
from codematch.filtration.rule import Filter
from codematch.model.filtration import Mark
from codematch.model.message import Message
from codematch.model.rule import Rule
from codematch.report.text.wording import LANGUAGES, texts
from codematch.settings import Filtration, Settings, describe
from codematch.settings.detectors import Listing
from codematch.settings.filters import Labels
from tests.evidence import labelled as evidence
from tests.filtration import labelled as filtration
from tests.report.test_vocabulary import _WORDS
from tests.report.test_wording import _PATTERN

PACKAGE = Path(__file__).resolve().parents[1] / "codematch"
FILES = [path for group in ("filtration", "evidence") for path in sorted((PACKAGE / group).glob("*.py"))]
RULES: tuple[Rule, ...] = (*FILTERS, *DETECTORS)
IDS = [rule.id for rule in RULES]
every_rule = pytest.mark.parametrize("rule", RULES, ids=IDS)


def source_of(rule: Rule) -> Path:
    """The file of a rule: the one whose docstring is its documentation."""
    (file,) = (path for path in (PACKAGE / rule.group).glob("*.py") if docstring(path) == rule.docs)
    return file


def docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")), clean=False)


def test_every_id_names_one_rule_and_its_file():
    assert len(set(IDS)) == len(IDS)
    assert {rule.id: source_of(rule).stem.replace("_", "-") for rule in RULES} == dict(zip(IDS, IDS, strict=True))


def test_every_file_with_a_rule_is_listed():
    listed = {source_of(rule) for rule in RULES}
    found = {path for path in FILES if "\nRULE = " in path.read_text(encoding="utf-8")}

    assert found == listed


@every_rule
def test_the_documentation_says_what_why_what_not_and_gives_an_example(rule):
    summary, *rest = rule.paragraphs

    assert summary.endswith(".")
    assert len(summary) <= 120
    for beginning in ("Why: ", "Not covered: ", "Example: "):
        assert sum(paragraph.startswith(beginning) for paragraph in rest) == 1, beginning


@every_rule
def test_the_documentation_is_in_the_words_of_the_field_and_draws_no_conclusion(rule):
    text = " ".join(rule.paragraphs)

    assert _WORDS.search(text) is None
    assert _PATTERN.search(text) is None


@every_rule
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_rule_is_in_every_language(rule, language):
    assert [key for key in rule.text_keys if not texts(language).get(key)] == []


@every_rule
def test_every_message_that_the_file_of_a_rule_writes_is_declared(rule):
    tree = ast.parse(source_of(rule).read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Message.of")
    literal = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}

    assert literal <= set(rule.messages)


def keys_of(message: Message | None) -> set[str]:
    """The keys of a message and of those that it names."""
    if message is None:
        return set()
    rows = (value if isinstance(value, tuple) else (value,) for _, value in message.values)
    return {message.key}.union(*(keys_of(item) for row in rows for item in row if isinstance(item, Message)))


@pytest.fixture(scope="module")
def written() -> dict[str, tuple[set[str], set[str]]]:
    """The keys of messages, and the kinds or codes, that every rule gives on the labelled works and files."""
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))

    def note(rule: Rule, messages: Iterable[Message | None], kinds: Iterable[str]) -> None:
        found[rule.id][0].update(*map(keys_of, messages))
        found[rule.id][1].update(kinds)

    def recorded_detector(rule: Detector) -> Detector:
        def check(case: DetectorInput) -> DetectorResult:
            result = rule.check(case)
            messages = [
                message for item in result.findings for message in (item.note, item.rarity and item.rarity.corpus)
            ]
            note(rule, messages, [item.kind for item in result.findings])
            return result

        return replace(rule, check=check)

    def recorded_filter(rule: Filter) -> Filter:
        def check(file: FileView, settings: Filtration) -> Iterable[Mark]:
            assert rule.check is not None
            marks = list(rule.check(file, settings))
            note(rule, [mark.basis for mark in marks], [mark.code for mark in marks])
            return marks

        return replace(rule, check=check)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channels, "DETECTORS", tuple(map(recorded_detector, DETECTORS)))
        patch.setattr(filtration, "TESTED", tuple(recorded_filter(rule) for rule in FILTERS if rule.check is not None))
        for outcome in (*evidence.fresh_outcomes(), *filtration.outcomes()):
            assert outcome
    return found


@every_rule
def test_a_rule_writes_nothing_that_it_does_not_declare(rule, written):
    messages, kinds = written[rule.id]

    assert messages <= set(rule.messages)
    assert kinds <= set(rule.kinds if isinstance(rule, Detector) else rule.codes)


def test_every_filter_and_detector_writes_something_on_the_labelled_works(written):
    silent = {rule.id for rule in RULES if not written[rule.id][1]}

    assert silent == {"agreed", "common", "library", "line-counts"}


def test_every_declared_message_and_kind_belongs_to_a_rule():
    declared = {key for rule in RULES for key in rule.text_keys}
    titles = {key for key in texts("en") if key.startswith(("filter.", "finding.", "else."))}
    notes = {key.removesuffix(".one") for key in texts("en") if key.startswith("message.note-")}

    assert titles | notes <= declared


@every_rule
def test_the_file_of_a_rule_reads_no_setting_that_it_does_not_declare(rule):
    own = {item.name for item in fields(rule.settings)} if rule.settings else set()
    text = source_of(rule).read_text(encoding="utf-8")
    read = set(re.findall(r"\bsettings\.([a-z][a-z_]*)\b(?!\.| import)", text)) - {"filters", "detectors"}

    assert read - own <= {item.name for item in fields(Listing)}


def test_every_setting_of_filters_and_detectors_belongs_to_a_rule_or_to_all():
    ruled = {name for rule in RULES for name in rule.setting_names}
    general = {f"filtration.{item.name}" for item in fields(Labels)} | {
        f"evidence.{item.name}" for item in fields(Listing)
    }
    groups = {name for name, _, _ in describe(Settings()) if name.startswith(("filtration.", "evidence."))}

    assert ruled | general == groups
    assert ruled & general == set()


def test_no_threshold_is_hidden_in_a_module():
    """Numbers that modules of rules name: none decides on a result."""
    found = {}
    for path in FILES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and any(type(value) in (int, float) for value in numbers_of(node.value)):
                found[path.stem] = [ast.unparse(target) for target in node.targets]
    assert found == {
        "authorship_marks": ["_FIRST_BEYOND_ASCII"],  # the size of ASCII
        "data_class_lines": ["_LIKELY_OTHER"],  # speed only
        "shared_lines": ["_LATIN"],  # a character
    }


def numbers_of(node: ast.expr) -> Iterator[object]:
    """The numbers that a constant is, or consists of."""
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Tuple):
        for item in node.elts:
            yield from numbers_of(item)


def test_the_method_has_the_table_that_the_program_prints():
    output = CliRunner().invoke(app, ["rules", "--format", "markdown"]).output

    assert f"\n{output}\n" in (PACKAGE / "README.md").read_text(encoding="utf-8")
