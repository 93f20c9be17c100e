"""What of a line is compared, and which lines are neighbours."""

import pytest

from codematch.revisions.lines import Lines, LineTable, abstract, is_comment, normal, split


@pytest.mark.parametrize(
    ("line", "compared"),
    [
        (b"  if (a == b) {", b"if(a==b)"),
        (b"if(a==b)", b"if(a==b)"),
        (b"return   value ;", b"return value"),
        (b"}", b""),
        (b"  );", b""),
        (b"x", b""),
    ],
)
def test_white_space_and_braces_at_the_ends_are_not_compared(line, compared):
    assert normal(line) == compared


def test_the_form_of_a_line_does_not_depend_on_its_names():
    assert abstract(b"flow=valve.open(flow,3)") == abstract(b"stream=tap.release(stream,3)")
    assert abstract(b"flow=valve.open(flow,3)") != abstract(b"flow=valve.open(level,3)")


def test_every_line_end_ends_a_line():
    assert split(b"a\r\nb\rc\nd") == [b"a", b"b", b"c", b"d"]


@pytest.mark.parametrize("line", [b"# note", b"// note", b"/* note", b" * note"[1:], b"-- note"])
def test_comments_are_known_by_how_they_begin(line):
    assert is_comment(line)


def features(wanted, text):
    lines = Lines()
    table = LineTable(lines, lines.numbered(split(wanted)))
    return set(table.features(lines.numbered(split(text))).tolist())


def test_a_line_between_two_others_ends_that_they_are_neighbours():
    whole = features(b"alpha()\nbeta()", b"alpha()\nbeta()")
    parted = features(b"alpha()\nbeta()", b"alpha()\ngamma()\nbeta()")
    assert len(whole) == 5
    assert whole - parted != set()
    assert parted < whole


def test_blank_lines_braces_and_comments_do_not_part_neighbours():
    assert features(b"alpha()\nbeta()", b"alpha()\n\n}\n// why\nbeta()") == features(
        b"alpha()\nbeta()", b"alpha()\nbeta()"
    )
