"""The line of every table and key, whatever stands in strings, comments and values over several lines."""

import pytest

from codematch.model.toml_lines import find_lines

TEXT = """\
top = 1
[matter]  # [not.a.table]
title = '''
[report]
lang = "no"
'''
questions = [
  "one = 1?",  # ]
  "[two]",
]
note = \"\"\"
\\"\"\"\" still = "inside"
\"\"\"
[known]
path = "a # b"; 'quoted.key' = 2
[[prior]]
id = "P1"

[[prior]]
id = { a = [1,
  2] }
"x.y" = 3
x . z = 4
[ settings . "filtration" ]
idioms = 0
"""


def test_every_table_and_key_has_its_line():
    # A `;` is not valid TOML: what stands behind it is part of the value, and no key of its own.
    lines = find_lines(TEXT)

    assert dict(lines.numbers) == {
        "top": 1, "matter": 2, "matter.title": 3, "matter.questions": 7, "matter.note": 11, "known": 14,
        "known.path": 15, "prior": 16, "prior.0": 16, "prior.0.id": 17, "prior.1": 19, "prior.1.id": 20,
        "prior.1.x.y": 22, "prior.1.x.z": 23, "settings.filtration": 24, "settings.filtration.idioms": 25,
    }  # fmt: skip
    assert find_lines(TEXT.replace("\n", "\r\n")) == lines


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("known.id", 14),
        ("prior.1.path", 19),
        ("prior.7.path", 16),
        ("report.lang", 1),
        ("settings.filtration.x", 24),
        ("settings", 24),
    ],
)
def test_what_has_no_line_of_its_own_has_that_of_what_is_in_it_or_around_it(name, line):
    assert find_lines(TEXT).of(name) == line
