"""Reading a list of labelled pairs: what is refused, and what becomes of a row that cannot be used."""

import pytest

from codematch.errors import InputError
from codematch.evaluation.pairs import read_pairs
from codematch.model.evaluation import PairState

HEAD = "path_a,path_b,label,kind,language\n"


@pytest.fixture
def listed(tmp_path):
    def write(content):
        path = tmp_path / "pairs.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_rows_are_read_with_the_lines_they_stand_on(listed):
    found = read_pairs(listed(HEAD + "a.py,b.py,1,fork:rename,python\n\na.py,c.py, 0 ,,\n"))

    assert found.name == "pairs.csv"
    assert [(p.line, p.known, p.questioned, p.positive, p.kind, p.language) for p in found.pairs] == [
        (2, "a.py", "b.py", True, "fork:rename", "python"),
        (4, "a.py", "c.py", False, "", ""),
    ]
    assert found.usable == found.pairs


def test_columns_come_in_any_order_and_others_are_kept(listed):
    found = read_pairs(listed("\ufefftask,language,kind,label,path_b,path_a\nt1,c,x,0,b.c,a.c\n"))

    assert (found.pairs[0].known, found.pairs[0].questioned) == ("a.c", "b.c")
    assert found.pairs[0].cells[found.header.index("task")] == "t1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["is empty", "path_a, path_b, label, kind, language"]),
        ("a,b,c\n1,2,3\n", ["no columns path_a, path_b, label, kind, language"]),
        ("path_a,path_b,label,kind\n", ["no column language"]),
        ("path_a,path_b,label,kind,language,kind\n", ["'kind' twice"]),
        (HEAD, ["no rows"]),
        (HEAD + "a,b,1,x\n", ["line 2", "4 cells, but the header has 5"]),
        (HEAD + "a,b,yes,x,c\n", ["line 2", "'yes'", "1 for a pair of common origin, 0"]),
        (HEAD + "a,b,2,x,c\n", ["line 2", "'2'"]),
        (HEAD + "a,b,1,x,c\n ,b,1,x,c\n", ["line 3", "path_a is not a path"]),
        (HEAD + "a,b\0,1,x,c\n", ["line 2"]),
        (HEAD + '"a,b,1,x,c\n', ["not valid CSV"]),
        (HEAD.encode() + b"\xff,b,1,x,c\n", ["is not UTF-8 (byte 34)"]),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(listed, content, words):
    with pytest.raises(InputError) as refusal:
        read_pairs(listed(content))

    message = str(refusal.value)
    assert "pairs.csv" in message
    assert "\n" not in message
    assert all(word in message for word in words), message


def test_a_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv: cannot be read"):
        read_pairs(tmp_path / "none.csv")


def test_of_repeated_pairs_the_first_counts(listed):
    found = read_pairs(listed(HEAD + "a,b,1,x,c\nb,./a,1,x,c\na,c,0,x,c\n"))

    assert [pair.state for pair in found.pairs] == [PairState.SCORED, PairState.DUPLICATE, PairState.SCORED]
    assert found.pairs[1].detail == "see line 2"


def test_pairs_with_both_labels_count_not_at_all(listed):
    found = read_pairs(listed(HEAD + "a,b,1,x,c\na,c,0,x,c\nb,a,0,x,c\n"))

    assert [pair.state for pair in found.pairs] == [
        PairState.CONTRADICTED,
        PairState.SCORED,
        PairState.CONTRADICTED,
    ]
    assert found.pairs[0].detail == "see line 4"
