"""A file of which the plain lexer reads every token has no token in its language: two of them ended a comparison."""

import pytest

import codematch
from codematch.model.source import Reason
from tests.faults.extremes import extremes


@pytest.mark.parametrize("name", ["lists.yaml", "arrays.json", "deep.go"])
def test_both_works_have_such_a_file(name, tmp_path):
    content = dict(extremes())[name]
    for side in ("known", "questioned"):
        (tmp_path / side).mkdir()
        (tmp_path / side / name).write_bytes(content)
    result = codematch.compare(tmp_path / "known", tmp_path / "questioned", jobs=1)
    (pair,) = result.pairs
    assert [one.known_path for one in pair.file_pairs] == [name]
    assert Reason.PARSE_DEPTH in {one.reason for one in result.limitations}
