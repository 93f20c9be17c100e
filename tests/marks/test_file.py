"""Files of marks: what is read, what is refused with its line, and what stays as it was when a file is changed."""

import pytest

from codematch.errors import UsageError
from codematch.marks.file import StatedMark, edited, places, read
from codematch.model.marks import MarkKind

IDENTITY = "0123456789abcdef0123456789abcdef"
MARK = StatedMark(kind=MarkKind.SET_ASIDE, identity=IDENTITY, name="Li Wei", reason='a "published" \\ file\x7f')


def test_what_is_written_is_read_again(tmp_path):
    file = tmp_path / "marks.toml"
    note = StatedMark(
        kind=MarkKind.NOTE, identity=IDENTITY, name="李伟", reason="同一错误", date="2026-11-29",
        known="src/a b.c:10-40", questioned="lib/\ud800x.c:5-30", content="AAAAAA==",
    )  # fmt: skip
    file.write_bytes(edited(b"", (), [MARK, note]))

    first, second = read(file).marks
    assert (first.kind, first.identity, first.name, first.reason) == (
        MarkKind.SET_ASIDE, IDENTITY, "Li Wei", 'a "published" \\ file\x7f',
    )  # fmt: skip
    assert (second.reason, second.date, second.known) == ("同一错误", "2026-11-29", "src/a b.c:10-40")
    assert second.questioned == "lib/\ufffdx.c:5-30"  # half a character is no TOML
    assert second.line > first.line > 1


def test_a_date_without_quotes_and_a_beginning_of_an_identity_are_enough(tmp_path):
    file = tmp_path / "marks.toml"
    file.write_text('[[mark]]\nkind = "seen"\nregion = "0123ABCD"\nname = "Li Wei"\ndate = 2026-11-29\n')

    (mark,) = read(file).marks
    assert (mark.identity, mark.date, mark.line) == ("0123abcd", "2026-11-29", 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = \n", "is not valid TOML"),
        ("[marks]\n", "marks.toml:1: unknown table marks; write [[mark]]"),
        ("mark = 3\n", "marks.toml:1: mark is not a list of tables"),
        ('\n[[mark]]\nname = "A"\n', "marks.toml:2: has no kind; use seen, set-aside, note, asserted"),
        ('[[mark]]\nkind = "set-asid"\n', "marks.toml:2: unknown kind set-asid; did you mean set-aside?"),
        ('[[mark]]\nkind = "seen"\n', "marks.toml:1: has no name"),
        ('[[mark]]\nkind = "seen"\nname = " "\n', "marks.toml:3: has no name"),
        ('[[mark]]\nkind = "seen"\nname = "A"\n', "region (empty) is not an identity"),
        ('[[mark]]\nkind = "seen"\nname = "A"\nregion = "E3"\n', "marks.toml:4: region e3 is not an identity"),
        (f'[[mark]]\nkind = "seen"\nname = "A"\nregion = "{IDENTITY}0"\n', "is not an identity"),
        (f'[[mark]]\nkind = "set-aside"\nname = "A"\nregion = "{IDENTITY}"\n', "a mark that sets a region aside needs"),
        (f'[[mark]]\nkind = "note"\nname = "A"\nregion = "{IDENTITY}"\n', "has no reason; a note needs one"),
        (f'[[mark]]\nkind = "seen"\nname = "A"\nregion = "{IDENTITY}"\ncontent = "%"\n', "content is damaged"),
        (f'[[mark]]\nkind = "seen"\nname = 7\nregion = "{IDENTITY}"\n', "marks.toml:3: name is not text"),
        ('[[mark]]\nkind = "seen"\nnmae = "A"\n', "marks.toml:3: unknown key nmae; did you mean name?"),
    ],
)
def test_a_faulty_file_is_refused_with_one_line(tmp_path, text, said):
    file = tmp_path / "marks.toml"
    file.write_text(text)

    with pytest.raises(UsageError) as error:
        read(file)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_none_is_refused(tmp_path):
    (tmp_path / "latin").write_bytes(b'name = "\xe9"\n')
    for name, said in (("missing", "cannot be read"), ("latin", "is not UTF-8 text"), ("", "it is a folder")):
        with pytest.raises(UsageError, match=said):
            read(tmp_path / name)


def test_what_people_wrote_stays_when_marks_are_added_and_taken_out(tmp_path):
    file = tmp_path / "marks.toml"
    table = f'[[mark]]\nkind = "seen"\nregion = "{IDENTITY}"\nname = "{{0}}"\n'
    file.write_text(f"# ours\n\n{table.format('A')}\n# about B\n{table.format('B')}# the end\n", newline="\r\n")
    first, _ = read(file).marks

    file.write_bytes(edited(file.read_bytes(), {first.line}, [MARK]))
    text = file.read_text()
    assert text.startswith("# ours\n\n# about B\n[[mark]]\n")
    assert [mark.name for mark in read(file).marks] == ["B", "Li Wei"]

    file.write_bytes(edited(file.read_bytes(), {mark.line for mark in read(file).marks}, ()))
    assert read(file).marks == ()
    assert file.read_text().startswith("# ours\n")


@pytest.mark.parametrize(
    ("stated", "found"),
    [("a.c:3-9", ("a.c", 3)), ("a.c:3", ("a.c", 3)), ("C:/a.c:3-9", ("C:/a.c", 3)), ("a.c", ("a.c", 0))],
)
def test_a_place_is_a_path_and_its_first_line(stated, found):
    assert places(stated) == found
