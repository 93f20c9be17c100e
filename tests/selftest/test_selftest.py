"""The self-test: it passes here, says the same every time, and finds every kind of damage.

What it expects is recorded on purpose by `python -m tests.selftest.record`, never by these tests. When a model, a
language folder, a grammar or the method has changed on purpose, record, read the difference, and commit it:

    .venv/bin/python -m tests.selftest.record
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from codematch import selftest
from codematch.errors import StoreError
from codematch.model.match import MatchClass
from codematch.model.shape import CHANNELS
from codematch.models.null_model.set_aside import SET_ASIDE_NAME
from codematch.selftest import expectations, known_answer
from codematch.selftest.data_files import check_files, check_models, data_digests
from codematch.selftest.outcome import Check, SelfTest
from codematch.selftest.vectors import check_vectors
from codematch.settings import grammars_folder
from codematch.version import VERSION
from codematch.weight.background import CARD_NAME, MODEL_NAME
from tests.selftest import record

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = expectations.read_expectations(expectations.EXPECTED_NAME)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data of two languages, to be damaged."""
    for name in ("lua", "ruby"):
        shutil.copytree(grammars_folder() / name, tmp_path / name)
    (tmp_path / "README.md").write_text("no data")
    return tmp_path


def failures(checks: tuple[Check, ...]) -> list[tuple[str, str, str]]:
    return [(check.name, check.expected, check.found) for check in checks if not check.passed]


def test_this_installation_passes_and_says_the_same_every_time() -> None:
    outcome = selftest.run()
    assert failures(outcome.checks) == []
    assert outcome.passed
    assert outcome.version == VERSION
    assert outcome == selftest.run(jobs=2)
    names = [(check.group, check.name) for check in outcome.checks]
    assert len(names) == len(set(names))
    assert list(dict.fromkeys(group for group, _ in names)) == ["hashes", "language data", "models", "known answer"]


def test_every_data_file_is_listed_with_the_digest_of_its_bytes() -> None:
    recorded = expectations.read_expectations(expectations.DIGESTS_NAME)
    files = {path.relative_to(grammars_folder()).as_posix(): path for path in grammars_folder().glob("*/*")}
    data = {name: path for name, path in files.items() if path.suffix in {".toml", ".scm", ".bin", ".json"}}
    data = {name: path for name, path in data.items() if path.name != SET_ASIDE_NAME}  # its content stands in null.json
    assert recorded == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in data.items()}


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda folder: flip(folder / "lua" / MODEL_NAME), ("lua/background.bin", "", "")),
        (lambda folder: flip(folder / "ruby" / "queries.scm"), ("ruby/queries.scm", "", "")),
        (lambda folder: (folder / "lua" / CARD_NAME).unlink(), ("lua/background.json", "", "no such file")),
        (lambda folder: (folder / "lua" / "null.json").write_text("{}"), ("lua/null.json", "not listed", "")),
        (lambda folder: shutil.copytree(folder / "lua", folder / "lua2"), ("lua2/language.toml", "not listed", "")),
    ],
    ids=["changed-model", "changed-query", "missing", "unlisted", "unlisted-language"],
)
def test_a_changed_missing_or_unlisted_file_is_named(
    folder: Path, damage: Callable[[Path], object], found: tuple[str, str, str]
) -> None:
    before = data_digests(folder)
    assert failures(check_files(folder, before)) == []
    for language in ("lua", "ruby"):
        (folder / language / "null.json").unlink(missing_ok=True)
    before = data_digests(folder)
    damage(folder)
    failed = failures(check_files(folder, before))
    name, expected, actual = next(row for row in failed if row[0] == found[0])
    assert expected == (found[1] or before.get(name))
    assert actual == (found[2] or hashlib.sha256((folder / name).read_bytes()).hexdigest())
    assert len(failed) == (4 if found[0].startswith("lua2") else 1)


def test_what_no_run_reads_is_not_looked_at(folder: Path) -> None:
    before = data_digests(folder)
    (folder / "lua" / "notes.txt").write_text("mine")
    (folder / "lua" / ".DS_Store").write_bytes(b"\0")
    assert data_digests(folder) == before
    assert not any(name.startswith("README") for name in before)


def forge(folder: Path, content: bytes) -> None:
    """A model that is none, with a card that says that it is what it should be."""
    card = json.loads((folder / CARD_NAME).read_text(encoding="utf-8"))
    (folder / MODEL_NAME).write_bytes(content)
    (folder / CARD_NAME).write_text(json.dumps({**card, "digest": hashlib.sha256(content).hexdigest()}))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda lua: flip(lua / MODEL_NAME), "is damaged"),
        (lambda lua: (lua / MODEL_NAME).unlink(), "cannot be read"),
        (lambda lua: (lua / CARD_NAME).unlink(), "cannot be read"),
        (lambda lua: (lua / CARD_NAME).write_text("{"), "is damaged"),
        (lambda lua: forge(lua, b"codematch background 1\n"), "no model (error: "),
        (lambda lua: forge(lua, b"codematch background 1\n" + b"\x10" + bytes(40)), "no model (error: "),
        (lambda lua: (lua / "null.json").write_text("{}"), "null model of lua is damaged"),
    ],
    ids=["changed", "no-model", "no-card", "broken-card", "empty", "garbage", "reference-set"],
)
def test_a_damaged_model_is_found_by_loading_it(folder: Path, damage: Callable[[Path], object], words: str) -> None:
    assert failures(check_models(folder)) == []
    damage(folder / "lua")
    ((name, expected, found),) = failures(check_models(folder))
    assert name.startswith("lua/")
    assert expected == "loads"
    assert words in found


def test_with_a_damaged_model_nothing_is_compared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flip(folder / "lua" / MODEL_NAME)
    monkeypatch.setattr(selftest, "grammars_folder", lambda: folder)
    outcome = selftest.run()
    assert not outcome.passed
    answer = tuple(check for check in outcome.checks if check.group == known_answer.GROUP)
    assert failures(answer) == [("comparison", "made", "not made: a model does not load")]


def test_the_works_show_what_they_should() -> None:
    places = {name: text for name, text in EXPECTED.items() if name.endswith(": place")}
    assert {text.partition(",")[0] for text in places.values()} == set(MatchClass)
    for name in places:
        bits = [float(part.split()[1]) for part in EXPECTED[name.replace("place", "bits")].split(", ")]
        assert len(bits) == len(CHANNELS)
        assert sum(bits) > 100
    assert EXPECTED["known files without a region"] == "core/bands.c"
    assert EXPECTED["questioned files without a region"] == "lib/recipes.pyw"


def test_one_changed_byte_of_a_work_changes_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(known_answer.KNOWN, tmp_path / "known")
    file = tmp_path / "known" / "core" / "ring.c"
    file.write_bytes(file.read_bytes().replace(b"251", b"253", 1))
    monkeypatch.setattr(known_answer, "KNOWN", tmp_path / "known")
    failed = {name for name, _, _ in failures(known_answer.check_answer(EXPECTED))}
    assert failed == {"known work", "region 3: bits", "region 3: edits"}


def test_an_observation_that_is_missing_or_new_fails() -> None:
    changed = {("another name" if name == "known work" else name): text for name, text in EXPECTED.items()}
    failed = failures(known_answer.check_answer(changed))
    assert failed == [
        ("another name", EXPECTED["known work"], "nothing"),
        ("known work", "nothing", EXPECTED["known work"]),
    ]


def test_a_comparison_that_cannot_be_made_is_one_failed_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_answer, "KNOWN", tmp_path / "none")
    ((name, expected, found),) = failures(known_answer.check_answer(EXPECTED))
    assert (name, expected) == ("comparison", "made")
    assert found.startswith("failed: ")


def test_wrong_arithmetic_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failures(check_vectors()) == []
    monkeypatch.setattr("codematch.selftest.vectors.text_hash", lambda data: 1)
    ((name, _, found),) = failures(check_vectors())
    assert (name, found) == ('token hash of "abc"', "0x0000000000000001")


@pytest.mark.parametrize("content", [None, b"{", b"\xff", b"[]", b'{"a": 1}'])
def test_expectations_that_cannot_be_read_are_an_error(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expectations, "FOLDER", tmp_path)
    if content is not None:
        (tmp_path / "expected.json").write_bytes(content)
    with pytest.raises(StoreError, match="reinstall codematch"):
        expectations.read_expectations("expected.json")


def test_a_self_test_without_checks_has_not_passed() -> None:
    check = Check(group="g", name="n", passed=True, expected="a", found="a")
    assert SelfTest(version="1", checks=(check,)).passed
    assert not SelfTest(version="1", checks=()).passed
    assert not SelfTest(version="1", checks=(check, replace(check, passed=False))).passed


def test_recording_writes_what_is_there_and_never_a_damaged_model(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "package"
    target.mkdir()
    monkeypatch.setattr(expectations, "FOLDER", target)
    assert record.record([]) == 0
    for name in (expectations.EXPECTED_NAME, expectations.DIGESTS_NAME):
        assert (target / name).read_bytes() == (ROOT / "codematch" / "selftest" / name).read_bytes()
        (target / name).unlink()
    assert record.record(["--digests"]) == 0
    assert [path.name for path in target.iterdir()] == [expectations.DIGESTS_NAME]
    assert record.record(["--all"]) == 2
    (target / expectations.DIGESTS_NAME).unlink()
    flip(folder / "lua" / MODEL_NAME)
    monkeypatch.setattr(record, "grammars_folder", lambda: folder)
    capsys.readouterr()
    assert record.record([]) == 5
    assert "lua/background.bin: the background model of lua is damaged" in capsys.readouterr().err
    assert list(target.iterdir()) == []
