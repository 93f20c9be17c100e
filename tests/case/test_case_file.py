"""Case files: the template is one, every problem is named with its line, and paths lie beside the file."""

from pathlib import Path

import pytest

from codematch.case.case_file import new, read
from codematch.errors import UsageError
from codematch.model.engagement import Role

FULL = """\
[matter]
title = "案件"
questions = ["one?", " ", "two?"]

[known]
id = "K1"
path = "ours"
supplied_by = "A"

[questioned]
id = "Q1"
path = "theirs.zip@v1"
supplied_by = "B"
received = "2026-03-05T14:30+08:00"

[[prior]]
id = "P1"
path = "OSS-MODIFIED=zlib"

[[prior]]
id = "P2"
path = "kit"

[[asserted]]
item = "a.c:1-9"
description = "core"

[comparison]
agreed = "agreed.toml"
languages = ["c"]

[settings]
"filtration.idioms" = 0
"weighing.min_weight" = 30.5

[report]
lang = "both"
tier = "AEO"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "case.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_full_case(tmp_path):
    case = read(written(tmp_path, FULL))

    assert (case.known, case.questioned) == (str(tmp_path / "ours"), str(tmp_path / "theirs.zip@v1"))
    assert case.prior == (f"OSS-MODIFIED={tmp_path / 'zlib'}", str(tmp_path / "kit"))
    assert case.asserted == ("a.c:1-9 # core",)
    assert case.agreed == tmp_path / "agreed.toml"
    assert case.settings == ("filtration.idioms=0", "weighing.min_weight=30.5")
    assert (case.lang, case.languages, case.missing) == ("both", ("c",), ())
    assert case.engagement.questions == ("one?", "two?")
    assert [(item.role, item.id) for item in case.engagement.items] == [
        (Role.KNOWN, "K1"), (Role.QUESTIONED, "Q1"), (Role.PRIOR, "P1"), (Role.PRIOR, "P2"),
    ]  # fmt: skip


def test_the_template_is_a_case_once_its_paths_are_filled_in(tmp_path):
    file = new(tmp_path / "deep" / "case")
    with pytest.raises(UsageError, match=r"line 14: .known. names no path; line 23: .questioned. names no path"):
        read(file)
    text = file.read_text(encoding="utf-8").replace('path = ""', 'path = "x"')
    case = read(written(tmp_path, text))

    assert case.missing == ("known.supplied_by (line 15)", "questioned.supplied_by (line 24)")
    with pytest.raises(UsageError, match="there is a case already"):
        new(file.parent)


@pytest.mark.parametrize(
    ("old", "fresh", "words"),
    [
        ("[matter]", "[mater]", r"line 1: there is no table \[mater\]"),
        ('title = "案件"', 'titel = "x"', r"line 2: \[matter\] has no titel"),
        ('title = "案件"', "title = 7", r"line 2: title of \[matter\] is no text"),
        ('questions = ["one?", " ", "two?"]', 'questions = "one?"', r"line 3: questions of \[matter\] is no list"),
        ('id = "P2"', 'name = "P2"', r"line 21: \[prior\] has no name"),
        ('id = "Q1"', 'id = "K1"', r"line 11: two items have the id 'K1'"),
        ('lang = "both"', 'lang = "fr"', r"line 37: lang is 'fr'; use one of en, zh, both"),
        ('tier = "AEO"', 'tier = "TOP"', r"line 38: tier is 'TOP'"),
        (
            '"filtration.idioms" = 0',
            '"filtration.idioms" = "off"',
            "line 33: the setting filtration.idioms is no number",
        ),
        ("[[asserted]]", "[asserted]", r"line 24: write asserted as a table \[\[asserted\]\], one for each"),
        ('path = "ours"', 'path = ""', r"line 7: \[known\] names no path"),
        ("[report]", "[report", "is no TOML"),
        ("[known]", "[[known]]", r"line 5: write known as a table \[known\]"),
    ],
)
def test_every_problem_is_named_with_its_line(tmp_path, old, fresh, words):
    assert old in FULL
    with pytest.raises(UsageError, match=words):
        read(written(tmp_path, FULL.replace(old, fresh, 1)))


def test_all_problems_are_named_at_once(tmp_path):
    text = FULL.replace('title = "案件"', "title = 7").replace('lang = "both"', 'lang = "fr"')
    with pytest.raises(UsageError, match=r"line 2: .*; line 37: "):
        read(written(tmp_path, text))


def test_a_file_that_is_none_is_named(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("# 案件".encode("gb18030"))
    with pytest.raises(UsageError, match="no UTF-8"):
        read(tmp_path / "gbk.toml")


@pytest.mark.parametrize("field", ["examiner", "qualifications", "opinion", "signature", "analysis"])
@pytest.mark.parametrize("status", ["draft", "final"])
def test_fields_of_the_examiner_are_refused(tmp_path, field, status):
    path = tmp_path / "case.toml"
    path.write_text(
        f'[matter]\n{field} = "x"\n[known]\npath = "a"\n[questioned]\npath = "b"\n[report]\nstatus = "{status}"\n'
    )

    with pytest.raises(UsageError, match=f"line 2: {field} is for the examiner"):
        read(path)


def test_profile_and_status_are_read(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text('[known]\npath = "a"\n[questioned]\npath = "b"\n[report]\nprofile = "cn"\nstatus = "final"\n')
    stated = read(path)
    assert (stated.profile, stated.engagement.status) == ("cn", "final")
    path.write_text('[known]\npath = "a"\n[questioned]\npath = "b"\n[report]\nprofile = "fr"\n')
    with pytest.raises(UsageError, match="line 6: profile is 'fr'; use one of us, cn"):
        read(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[matter]\nquestions = [1]\n[known]\npath = "a"\n[questioned]\npath = "b"\n', "line 2: questions of"),
        ("a = " + "[" * 5_000, "is no TOML"),
        ('[known]\npath = "a"\n[questioned]\npath = "b"\n[[prior]]\nid = "P1"\n', "line 6: .* names no path"),
    ],
)
def test_odd_documents_are_refused_with_a_line(tmp_path, text, words):
    (tmp_path / "case.toml").write_text(text)
    with pytest.raises(UsageError, match=words):
        read(tmp_path / "case.toml")


def test_only_a_prior_work_has_a_reason_code(tmp_path):
    (tmp_path / "case.toml").write_text('[known]\npath = "A=b"\n[questioned]\npath = "b"\n[[prior]]\npath = "OSS=c"\n')
    stated = read(tmp_path / "case.toml")
    assert stated.known == str(tmp_path / "A=b")
    assert stated.prior == (f"OSS={tmp_path / 'c'}",)
