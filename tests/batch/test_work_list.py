"""Work lists: what rows they have, and one problem for each thing that is wrong."""

import pytest

from codematch.batch.work_list import OptionForm, read_list
from codematch.errors import InputError

VALUE, FLAG, LIST = OptionForm(), OptionForm(is_flag=True), OptionForm(is_repeated=True)
FORMS = {
    "compare": {"case": VALUE, "common": LIST, "min-weight": VALUE, "strict": FLAG},
    "scan": {"common": LIST, "min-weight": VALUE},
}


def listed(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_list(path, FORMS)


def said(found):
    return [(problem.line, problem.text) for problem in found.problems]


def test_rows_of_csv_are_command_lines_in_the_order_of_the_list(tmp_path):
    found = listed(
        tmp_path,
        "\ufefflabel,known,questioned,works,case,common,min-weight,strict\n"
        "one,a/,b.zip,,,x;y,80,yes\n\n"
        ",,,set/,,,,\n"
        ",,,,7/case.toml,,,no\n",
    )

    assert said(found) == []
    assert [row.arguments for row in found.rows] == [
        ["compare", "--common=x", "--common=y", "--min-weight=80", "--strict", "--", "a/", "b.zip"],
        ["scan", "--", "set/"],
        ["compare", "--case=7/case.toml"],
    ]
    assert [(row.number, row.line, row.title) for row in found.rows] == [
        (1, 2, "one"),
        (2, 4, "set"),
        (3, 5, "case.toml"),
    ]


def test_toml_has_pairs_and_sets_by_line_and_defaults_where_an_option_exists(tmp_path):
    found = listed(
        tmp_path,
        '[defaults]\nstrict = true\ncommon = ["x"]\n'
        '[[scan]]\nworks = ["s", "t"]\n[[compare]]\nknown = "a"\nquestioned = "b"\ncommon = "y"\nmin-weight = 80.5\n'
        '[[scan]]\nworks = "u"\n',
        "list.toml",
    )

    assert said(found) == []
    assert [row.arguments for row in found.rows] == [
        ["scan", "--common=x", "--", "s", "t"],
        ["compare", "--common=y", "--min-weight=80.5", "--strict", "--", "a", "b"],
        ["scan", "--common=x", "--", "u"],
    ]


def test_a_switched_off_default_is_not_given(tmp_path):
    text = '[defaults]\nstrict = true\n[[compare]]\nknown = "a"\nquestioned = "b"\nstrict = false\n'

    assert "--strict" not in listed(tmp_path, text, "list.toml").rows[0].arguments


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("x,a,,,,,,", "has no questioned; name both works, or a case"),
        ("x,,,,,,80,", "has no known; name both works, or a case"),
        ("x,a,b,,c.toml,,,", "names known and a case, which names the works; remove one"),
        ("x,a,b,,,,,perhaps", "strict is 'perhaps'; write yes or no"),
        ("x,a,b,s,,,,", "known cannot be used with works; empty the cell"),
        ("x,,,s,,,,yes", "strict cannot be used with works; empty the cell"),
        ("x,a,b", "has 3 cells, but the header has 8; fix the line"),
        ("x,a\0,b,,,,,", "names a work with a NUL character"),
    ],
)
def test_a_row_that_is_wrong_is_one_problem_of_its_line(tmp_path, row, problem):
    head = "label,known,questioned,works,case,common,min-weight,strict"

    assert said(listed(tmp_path, f"{head}\n,k,q,,,,,\n{row}\n")) == [(3, problem)]


def test_unknown_and_repeated_columns(tmp_path):
    found = listed(tmp_path, "known,questioned,min-wieght,known\na,b,1,c\n")

    assert said(found) == [
        (1, "the column 'known' is named twice; remove one"),
        (1, "unknown column 'min-wieght'; did you mean min-weight?"),
    ]


def test_repeated_rows_and_labels(tmp_path):
    found = listed(tmp_path, "label,known,questioned\nx,a,b\ny,a/./,b\nx,b,a\n")

    assert said(found) == [(3, "repeats line 2; remove one of them"), (4, "the label 'x' is already used on line 2")]


def test_what_is_wrong_with_toml_has_its_line(tmp_path):
    found = listed(
        tmp_path,
        '[defaults]\ncommmon = ["x"]\n[[compare]]\nknown = 3\nquestioned = "b"\n[[scann]]\nworks = "s"\n'
        '[[scan]]\nworks = "s"\nstrict = true\n[[compare]]\n',
        "list.toml",
    )

    assert [line for line, _ in said(found)] == [2, 4, 6, 10, 11]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.csv", b"", "has no rows"),
        ("list.csv", b"known,questioned\n", "has no rows"),
        ("list.csv", b'known,questioned\n"a,b\n', "is not valid CSV"),
        ("list.csv", b"known,questioned\n\xff,b\n", "is not UTF-8"),
        ("list.toml", b"[[compare]\n", "is not valid TOML"),
    ],
)
def test_a_file_that_is_no_list_is_an_error(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=words):
        read_list(tmp_path / name, FORMS)
