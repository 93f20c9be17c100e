"""Lists, keys, indexes and fingerprint files that are pipes were waited for; changed ones were compared as text."""

import os
import sys

import pytest

from codematch import saved_files
from codematch.batch.finished import note_of, read_note
from codematch.batch.keys import row_key
from codematch.batch.work_list import Row, read_list
from codematch.cli import main
from codematch.errors import InputError, StoreError, UsageError
from codematch.evaluation.pairs import read_pairs
from codematch.exchange import file_format
from codematch.exchange.keys import read_key
from codematch.model.engagement import Role
from codematch.model.sources import SourceTexts, packed
from codematch.model.versions import AttestedKind, Verification
from codematch.revisions.attested import Attestation, examine_attestations
from codematch.revisions.dated import read_table
from codematch.settings import Intake
from codematch.store import manifest
from codematch.store.records import read_limitations, read_origin, read_record

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
PIPE = "a pipe, not a regular file"


@posix
@pytest.mark.parametrize(
    ("read", "name", "error"),
    [
        (lambda path: read_list(path, {}), "list.toml", InputError),
        (lambda path: read_list(path, {}), "list.csv", InputError),
        (read_pairs, "pairs.csv", InputError),
        (read_table, "dated.toml", UsageError),
        (read_key, "shared.key", StoreError),
        (file_format.read, "work.fp", StoreError),
        (lambda path: manifest.read(path.parent), "index.json", StoreError),
    ],
)
def test_a_pipe_is_refused_in_one_line(tmp_path, read, name, error):
    os.mkfifo(tmp_path / name)
    with pytest.raises(error, match=PIPE):
        read(tmp_path / name)


@posix
@pytest.mark.parametrize("kind", [AttestedKind.REGISTRY, AttestedKind.TIMESTAMP, AttestedKind.NOTARIAL])
def test_an_attestation_that_is_a_pipe_is_refused(tmp_path, kind):
    os.mkfifo(tmp_path / "pipe")
    given = Attestation(
        kind=kind, role=Role.KNOWN, sha256="0" * 64,
        file=tmp_path / "pipe", covers=tmp_path / "pipe", ca=tmp_path / "pipe",
    )  # fmt: skip
    (found,) = examine_attestations([given], {})
    assert found.attested is not None
    assert found.attested.status is Verification.REFUSED


@posix
def test_pipes_beside_a_batch_are_passed_over(tmp_path):
    place = tmp_path / "0001"
    os.mkfifo(note_of(place))
    assert read_note(place) is None
    os.mkfifo(tmp_path / "case.toml")
    row = Row(number=1, line=1, label="", command="compare", works=(), options=())
    assert row_key(row, (), [tmp_path / "case.toml"], (), Intake())


@posix
def test_a_work_that_is_a_pipe_is_no_fingerprint_file(tmp_path, capsys):
    os.mkfifo(tmp_path / "f.fp")
    assert not file_format.is_fingerprint_file(str(tmp_path / "f.fp"))
    assert exit_of("compare", tmp_path / "f.fp", tmp_path) == 3
    assert "is neither a file nor a folder" in capsys.readouterr().err


def exit_of(*arguments) -> object:
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    return ended.value.code


def fingerprints(tmp_path) -> str:
    (tmp_path / "a.py").write_text("def f(a, b):\n    return [a * x + b for x in range(a)]\n" * 9, encoding="utf-8")
    assert exit_of("fingerprint", tmp_path / "a.py", "--out", tmp_path / "a.fp") == 0
    return (tmp_path / "a.fp").read_text(encoding="utf-8")


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"k":', '"k": 1, "k":'),
        ('{"format"', f'{{"more": {DEEP}, "format"'),
        ('{"format"', f'{{"format": "codematch-fingerprint", "more": {DEEP}, "format"'),
        ('{"format"', '  [{"format"'),
        ('"format_version"', '"files": [], "format_version"'),
    ],
)
def test_a_changed_fingerprint_file_is_refused_and_not_compared_as_text(tmp_path, capsys, before, after):
    text = fingerprints(tmp_path)
    assert before in text
    (tmp_path / "b.fp").write_text(text.replace(before, after, 1), encoding="utf-8")
    capsys.readouterr()
    assert exit_of("compare", tmp_path / "b.fp", tmp_path / "a.py") == 5
    assert "b.fp: is damaged" in capsys.readouterr().err


def test_a_text_that_merely_ends_like_a_fingerprint_file_is_a_work(tmp_path):
    (tmp_path / "notes.fp").write_text("print(1)\n", encoding="utf-8")
    assert not file_format.is_fingerprint_file(str(tmp_path / "notes.fp"))


@pytest.mark.parametrize("read", [read_record, read_origin, read_limitations])
@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": 1, "a": 2}', "nothing"])
def test_records_of_an_index_that_are_damaged_are_said_to_be(read, text):
    with pytest.raises(StoreError, match="the index is damaged"):
        read(text)


@pytest.mark.parametrize("line", [b"[" * 100_000, b"3\n", b"{}\n", b'{"text": "a", "text": "b", "sha256": "c"}\n'])
def test_texts_beside_a_result_that_are_damaged_are_said_to_be(line):
    kept = packed(SourceTexts(texts={}, pairs=()), 0)
    object.__setattr__(kept, "content", line)
    with pytest.raises(StoreError, match=r"sources\.jsonl: is damaged"):
        kept.read()


def test_a_file_is_digested_without_waiting(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert saved_files.sha256(tmp_path / "link", through_links=True) == saved_files.sha256(tmp_path / "a")
    with pytest.raises(OSError, match="a symbolic link"):
        saved_files.sha256(tmp_path / "link")
