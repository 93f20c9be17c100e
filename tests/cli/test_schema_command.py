"""`codematch schema`: the schema that is shipped, and what `compare` writes is valid against it."""

import json

import jsonschema

from codematch.model import schema
from tests.comparison.works import LEDGER, renamed


def test_the_shipped_schema_is_printed(codematch):
    run = codematch("schema")

    assert (run.code, run.err) == (0, "")
    assert run.out == schema.FILE.read_text(encoding="utf-8")


def test_a_written_result_is_valid_against_it(codematch, tmp_path):
    for side, text in (("known", LEDGER), ("questioned", renamed(LEDGER))):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.py").write_text(text)
        (tmp_path / side / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    run = codematch("compare", tmp_path / "known", tmp_path / "questioned", "--out", tmp_path / "out", "-j", 1)

    assert run.code == 0, run
    document = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(json.loads(codematch("schema").out))
    assert [error.json_path for error in validator.iter_errors(document)] == []
