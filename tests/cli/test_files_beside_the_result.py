"""MinHash signatures are kept beside `report.json`: recorded by digest, checked on reading, and named when missing."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import codematch as library
from codematch.cli import main
from codematch.errors import StoreError
from codematch.fingerprints.minhash import resemblance
from codematch.model.document import to_document, without_tables
from codematch.model.tokens import Sketch
from tests.comparison.works import LEDGER, TRIANGLE, renamed

MISSING = "minhash.bin: is missing, so there are no MinHash signatures"
CHANGED = "minhash.bin: differs from the file whose SHA-256 report.json records"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    for side, text in (("known", LEDGER), ("questioned", renamed(LEDGER))):
        (folder / side).mkdir()
        (folder / side / "a.py").write_text(text)
        (folder / side / "same.py").write_text(TRIANGLE)
    works = str(folder / "known"), str(folder / "questioned")
    with pytest.raises(SystemExit) as stop:
        main(["compare", *works, "--format", "json", "--out", str(folder / "out"), "-j", "1", "-q"])
    assert stop.value.code == 0
    return folder


@pytest.fixture
def saved(made, tmp_path) -> Path:
    """A result that a test may change."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out"


def test_the_file_is_named_with_its_digest(saved):
    (pair,) = json.loads((saved / "report.json").read_bytes())["pairs"]
    content = (saved / "minhash.bin").read_bytes()
    said = pair["sketches"]
    assert said == {
        "file": "minhash.bin", "sha256": hashlib.sha256(content).hexdigest(), "count": said["count"],
        "permutations": 128,
    }  # fmt: skip
    assert len(content) == said["count"] * 128 * 4
    for name in ("run.json", "SHA256SUMS"):
        assert said["sha256"] in (saved / name).read_text()


def test_the_signatures_come_back_and_equal_ones_are_there_once(saved):
    pair = library.read_result(saved).pairs[0]
    files = {(role, file.path): file for role in ("known", "questioned") for file in getattr(pair, role).files}
    assert files["known", "same.py"].sketch == files["questioned", "same.py"].sketch
    renamed_pair = [files[role, "a.py"] for role in ("known", "questioned")]
    values = [pair.sketches[file.sketch] for file in renamed_pair]
    assert all(one.shape == (128,) and one.dtype == np.uint32 for one in values)
    (listed,) = [one for one in pair.file_pairs if one.known_path == "a.py"]
    assert resemblance(*(Sketch(values=one, cardinality=9) for one in values)) == pytest.approx(
        listed.resemblance, abs=1e-6
    )
    numbers = {one.sketch for file in files.values() for one in (file, *file.units)}
    assert numbers == set(range(pair.sketches.count))
    with pytest.raises(IndexError):
        pair.sketches[pair.sketches.count]


def test_without_the_file_everything_else_is_there(codematch, saved, tmp_path):
    whole = library.read_result(saved)
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(saved / "report.json", alone / "report.json")

    result = library.read_result(alone)
    assert to_document(result) == to_document(whole)
    assert result.pairs[0].sketches.is_missing
    with pytest.raises(IndexError):
        result.pairs[0].sketches[0]

    run = codematch("report", alone, "--format", "json")
    assert json.loads(run.out) == without_tables(json.loads((saved / "report.json").read_bytes()))
    assert run.err.count("\n") == 3  # the third says that no sums were there to check it by
    assert MISSING in run.err
    assert "sources.jsonl: is missing, so there are no whole files side by side" in run.err
    for command in (["rebut", alone, "--out", tmp_path / "answers"], ["explain", alone, "K:a.py:3"]):
        run = codematch(*command)
        assert run.code == 0, run
        assert MISSING in run.err


def test_changed_texts_are_refused(codematch, saved):
    (saved / "SHA256SUMS").unlink()
    (saved / "sources.jsonl").write_bytes((saved / "sources.jsonl").read_bytes().replace(b"def", b"fed", 1))
    assert codematch("report", saved).refused(5, "sources.jsonl: differs from the file")


def test_a_changed_file_is_refused_in_one_line(codematch, saved):
    content = bytearray((saved / "minhash.bin").read_bytes())
    content[7] ^= 1
    (saved / "minhash.bin").write_bytes(content)
    commands = (["report", saved], ["explain", saved, "K:a.py:3"], ["report", saved / "report.json"])
    for command in commands:
        assert codematch(*command).refused(5, "minhash.bin was changed since it was written")
    (saved / "SHA256SUMS").unlink()
    for command in commands:
        assert codematch(*command).refused(5, CHANGED)
    with pytest.raises(StoreError, match="differs from the file"):
        library.read_result(saved)


@pytest.mark.parametrize(("change", "said"), [
    (lambda file: file.unlink(), "minhash.bin: is missing"),
    (lambda file: file.write_bytes(b"\0" * 512), "minhash.bin: was changed"),
])  # fmt: skip
def test_verify_names_the_file(codematch, saved, tmp_path, change, said):
    works = ("--known", tmp_path / "known", "--questioned", tmp_path / "questioned")
    assert codematch("case", "verify", saved, *works).code == 0
    change(saved / "minhash.bin")
    run = codematch("case", "verify", saved, *works)
    assert run.code == 5
    assert said in run.out + run.err
    assert "the works: minhash.bin is missing or was changed" in run.out + run.err


def test_a_rendered_result_has_the_file_too(codematch, saved, tmp_path):
    assert codematch("report", saved, "--format", "json", "--out", tmp_path / "again").code == 0
    for name in ("report.json", "minhash.bin"):
        assert (tmp_path / "again" / name).read_bytes() == (saved / name).read_bytes()


@pytest.mark.parametrize("name", ["../minhash.bin", "/etc/passwd", "minhash.bin/..", "other.bin", ""])
def test_no_other_file_is_read(saved, name):
    document = json.loads((saved / "report.json").read_bytes())
    document["pairs"][0]["sketches"]["file"] = name
    (saved / "report.json").write_text(json.dumps(document))
    with pytest.raises(StoreError, match="no name of a file of signatures"):
        library.read_result(saved)
