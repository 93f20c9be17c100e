"""Case files: the template is one, every problem is named with its line, and paths lie beside the file."""

import json
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
path = "licensed=zlib"

[[prior]]
id = "P2"
path = "kit"

[[asserted]]
item = "a.c:1-9"
description = "core"

[comparison]
agreed = "agreed.toml"
languages = ["c"]
stratum = "same-task"

[settings]
"filtration.idioms" = false
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
    assert case.prior == (f"LICENSED={tmp_path / 'zlib'}", f"OSS={tmp_path / 'kit'}")
    assert case.asserted == (("a.c:1-9", "core"),)
    assert case.agreed == tmp_path / "agreed.toml"
    assert case.settings == (("filtration.idioms", False), ("weighing.min_weight", 30.5))
    assert case.place("prior.1.path") == f"{tmp_path / 'case.toml'}: line 22: [[prior]] path"
    assert (case.lang, case.languages, case.missing) == ("both", ("c",), ())
    assert case.stratum == "same-task"
    assert case.engagement.questions == ("one?", "two?")
    assert [(item.role, item.id) for item in case.engagement.items] == [
        (Role.KNOWN, "K1"), (Role.QUESTIONED, "Q1"), (Role.PRIOR, "P1"), (Role.PRIOR, "P2"),
    ]  # fmt: skip


def test_the_template_is_a_case_once_its_paths_are_filled_in(tmp_path):
    file = new(tmp_path / "deep" / "case")
    with pytest.raises(
        UsageError, match=r"line 24: .known. path is empty; name a work; line 33: .questioned. path is empty"
    ):
        read(file)
    text = file.read_text(encoding="utf-8").replace('path = ""', 'path = "x"')
    case = read(written(tmp_path, text))

    assert case.missing == ("known.supplied_by (line 25)", "questioned.supplied_by (line 34)")
    with pytest.raises(UsageError, match="already exists"):
        new(file.parent)


@pytest.mark.parametrize(
    ("old", "fresh", "words"),
    [
        ("[matter]", "[mater]", r"line 1: unknown table \[mater\]"),
        ('title = "案件"', 'titel = "x"', r"line 2: \[matter\] unknown key titel"),
        ('title = "案件"', "title = 7", r"line 2: \[matter\] title is not text; put it in quotes"),
        ('questions = ["one?", " ", "two?"]', 'questions = "one?"', r"line 3: \[matter\] questions is not a list"),
        ('id = "P2"', 'name = "P2"', r"line 21: \[\[prior\]\] unknown key name"),
        ('id = "Q1"', 'id = "K1"', r"line 11: the id 'K1' is already used on line 6"),
        ('lang = "both"', 'lang = "fr"', r"line 38: \[report\] lang is 'fr'; use one of en, zh, both"),
        ('tier = "AEO"', 'tier = "TOP"', r"line 39: \[report\] tier is 'TOP'"),
        ('id = "P2"', 'id = "P1"', "line 21: the id 'P1' is already used on line 17"),
        ("[[asserted]]", "[asserted]", r"line 24: write asserted as a table \[\[asserted\]\], one for each"),
        ('path = "ours"', 'path = ""', r"line 7: \[known\] path is empty"),
        ("[report]", "[report", "is not valid TOML"),
        (
            'stratum = "same-task"',
            'stratum = "same-bug"',
            r"line 31: \[comparison\] stratum is 'same-bug'; use one of auto, unrelated, same-task",
        ),
        ("[known]", "[[known]]", r"line 5: write known as a table \[known\]"),
    ],
)
def test_every_problem_is_named_with_its_line(tmp_path, old, fresh, words):
    assert old in FULL
    with pytest.raises(UsageError, match=words):
        read(written(tmp_path, FULL.replace(old, fresh, 1)))


def test_all_problems_are_named_at_once(tmp_path):
    text = FULL.replace('title = "案件"', "title = 7").replace('lang = "both"', 'lang = "fr"')
    with pytest.raises(UsageError, match=r"line 2: .*; line 38: "):
        read(written(tmp_path, text))


def test_a_file_that_is_none_is_named(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("# 案件".encode("gb18030"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read(tmp_path / "gbk.toml")


@pytest.mark.parametrize("field", ["examiner", "qualifications", "opinion", "signature", "analysis"])
@pytest.mark.parametrize("status", ["draft", "final"])
def test_fields_of_the_examiner_are_refused(tmp_path, field, status):
    path = tmp_path / "case.toml"
    path.write_text(
        f'[matter]\n{field} = "x"\n[known]\npath = "a"\n[questioned]\npath = "b"\n[report]\nstatus = "{status}"\n'
    )

    with pytest.raises(UsageError, match=f"line 2: {field} is a field that the examiner fills in"):
        read(path)


def test_profile_and_status_are_read(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text('[known]\npath = "a"\n[questioned]\npath = "b"\n[report]\nprofile = "cn"\nstatus = "final"\n')
    stated = read(path)
    assert (stated.profile, stated.engagement.status) == ("cn", "final")
    path.write_text('[known]\npath = "a"\n[questioned]\npath = "b"\n[report]\nprofile = "fr"\n')
    with pytest.raises(UsageError, match=r"line 6: \[report\] profile is 'fr'; use one of us, cn"):
        read(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[matter]\nquestions = [1]\n[known]\npath = "a"\n[questioned]\npath = "b"\n',
            "line 2: .* lists values that are not text",
        ),
        ("a = " + "[" * 5_000, "is not valid TOML"),
        ('[known]\npath = "a"\n[questioned]\npath = "b"\n[[prior]]\nid = "P1"\n', "line 5: .* path is empty"),
        ("a = 1" + "0" * 5_000, "is not valid TOML"),
        ("[known]\nid" + ".x" * 5_000 + " = 1\n", "the key in line 2 has more than 64 parts"),
        ("[report]\nlang" + ".x" * 5_000 + " = 1\n", "the key in line 2 has more than 64 parts"),
        ("[settings]\nfiltration" + ".x" * 5_000 + " = 1\n", "the key in line 2 has more than 64 parts"),
        ("[settings]\nseeding.k" + ".x" * 5_000 + " = 1\n", "the key in line 2 has more than 64 parts"),
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


WORKS = '[known]\nid = "K1"\npath = "ours"\n[questioned]\nid = "Q1"\npath = "theirs"\n'


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("filtration.idiom = false", "unknown setting filtration.idiom; did you mean filtration.idioms?"),
        ("zzzzz = 0", "unknown setting zzzzz; codematch settings lists them"),
        ("weighing = 3", "unknown setting weighing; did you mean weighing.flat_bits?"),
        ("seeding.k = 1", "seeding.k is 1; give a value from 4 to 64"),
        ("seeding.k = 10.5", "seeding.k is 10.5; give a whole number from 4 to 64"),
        ('seeding.k = "ten"', "seeding.k is ten; give a whole number from 4 to 64"),
        ('seeding.k = ""', "seeding.k is empty; give a whole number from 4 to 64"),
        ("filtration.idioms = 0", "filtration.idioms is 0; give true or false"),
        ("filtration.idioms = 2026-01-01", "filtration.idioms is 2026-01-01; give true or false"),
        ("filtration.idioms = [0]", "filtration.idioms is a list; give true or false"),
        ("weighing.min_weight = nan", "weighing.min_weight is nan; give a value from 0 to 1000000"),
        (
            "weighing.min_weight = 0x" + "f" * 5_000,
            "weighing.min_weight is a number of many digits; give a value from 0 to 1000000",
        ),
        ('weighing.min_weight = "heavy"', "weighing.min_weight is heavy; give a number from 0 to 1000000"),
    ],
)
@pytest.mark.parametrize("quoted", [True, False])
def test_a_setting_that_is_none_is_named_with_its_line_however_it_is_written(tmp_path, row, said, quoted):
    name, _, value = row.partition(" = ")
    text = f"{WORKS}[settings]\n\n{json.dumps(name) if quoted else name} = {value}\n"

    with pytest.raises(UsageError) as refusal:
        read(written(tmp_path, text))

    assert str(refusal.value) == f"{tmp_path / 'case.toml'}: line 9: [settings] {said}"


@pytest.mark.parametrize(
    "settings",
    [
        '[settings]\n"seeding.k" = 9\n"seeding.min_bits" = 7',
        "[settings]\nseeding.k = 9\nseeding . min_bits = 7",
        "[settings.seeding]\nk = 9\nmin_bits = 7",
        "[settings]\nseeding = {k = 9, min_bits = 7}",
    ],
)
def test_settings_may_be_written_in_any_way_that_toml_has(tmp_path, settings):
    assert read(written(tmp_path, WORKS + settings)).settings == (("seeding.k", 9), ("seeding.min_bits", 7))


def test_a_setting_is_given_once(tmp_path):
    text = f'{WORKS}[settings]\nseeding.k = 9\n"seeding.k" = 9\n'
    with pytest.raises(UsageError, match=r"line 9: \[settings\] seeding.k is given twice; give it once$"):
        read(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WORKS + '[report]\nlang = ["en"]\n', "line 8: [report] lang is not text; put it in quotes"),
        (WORKS.replace('"ours"', "0"), "line 3: [known] path is not text; put it in quotes"),
        (WORKS.replace('"ours"', '""'), "line 3: [known] path is empty; name a work"),
        (WORKS.replace('"ours"', '" \\t"'), "line 3: [known] path is empty; name a work"),
        (WORKS.replace('path = "ours"\n', ""), "line 1: [known] path is empty; name a work"),
        (WORKS.replace("[known]", "[[known]]"), "line 1: write known as a table [known]"),
        ('known = "ours"\n[questioned]\npath = "theirs"\n', "line 1: write known as a table [known]"),
        (WORKS + '[[prior]]\npath = " "\n', "line 8: [[prior]] path is empty; name a work"),
        (WORKS + '[[prior]]\npath = "OSS="\n', "line 8: [[prior]] path is empty; name a work"),
        (WORKS + "[[prior]]\npath = 1\n", "line 8: [[prior]] path is not text; put it in quotes"),
        (WORKS.replace('"K1"', "1"), "line 2: [known] id is not text; put it in quotes"),
        (
            WORKS.replace('"K1"', '"K\\n1"'),
            "line 2: [known] id is 'K\\n1'; remove line breaks and control characters",
        ),
        (
            WORKS + '[[prior]]\nid = "P\\u2028"\npath = "x"\n',
            "line 8: [[prior]] id is 'P\\u2028'; remove line breaks and control characters",
        ),
        (
            WORKS.replace('"K1"', '"K1\\n"'),
            "line 2: [known] id is 'K1\\n'; remove line breaks and control characters",
        ),
        (WORKS + "received = 2026-03-05\n", "line 7: [questioned] received is not text; put it in quotes"),
        (
            WORKS + "[comparison]\nlanguages = [1]\n",
            "line 8: [comparison] languages lists values that are not text; put each in quotes",
        ),
        (WORKS + '[comparison]\nlanguages = "c"\n', 'line 8: [comparison] languages is not a list; write ["…", "…"]'),
        (WORKS + '[[asserted]]\ndescription = "x"\n', "line 7: [[asserted]] item is empty; name an item"),
    ],
)
def test_one_mistake_is_named_once(tmp_path, text, said):
    with pytest.raises(UsageError) as refusal:
        read(written(tmp_path, text))

    assert str(refusal.value) == f"{tmp_path / 'case.toml'}: {said}"


def test_the_later_of_two_items_of_the_same_name_is_the_wrong_one(tmp_path):
    text = '[questioned]\nid = "A"\npath = "b"\n[known]\npath = "a"\nid = "A "\n[[prior]]\nid = "A"\npath = "c"\n'
    words = "line 6: the id 'A' is already used on line 2; .* line 8: the id 'A' is already used on line 2"
    with pytest.raises(UsageError, match=words):
        read(written(tmp_path, text))


@pytest.mark.parametrize("text", ['[examiner]\nname = "x"\n', '[known.examiner]\nname = "x"\n'])
def test_a_table_for_the_examiner_is_refused_as_a_field_is(tmp_path, text):
    with pytest.raises(
        UsageError, match=r"line 7: examiner is a field that the examiner fills in and signs; delete it"
    ):
        read(written(tmp_path, WORKS + text))


def test_paths_lie_beside_the_file_unless_they_say_otherwise(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    text = f"""
[known]
path = "~/ours.git@v1"
[questioned]
path = {json.dumps(str(tmp_path / "theirs@main"))}
[[prior]]
path = "data=~/tables"
[[prior]]
path = "kit.git@heads/main"
[[prior]]
path = "./OSS=~x"
[comparison]
agreed = "~/agreed.toml"
library = "library"
"""
    (tmp_path / "case").mkdir()
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "case")
    written(tmp_path / "case", text)
    for path in (Path("case.toml"), Path("../case/case.toml"), tmp_path / "case" / "case.toml"):
        case = read(path)
        folder = path.parent
        assert case.known == str(tmp_path / "home" / "ours.git@v1")
        assert case.questioned == str(tmp_path / "theirs@main")
        assert case.prior == (
            f"DATA={tmp_path / 'home' / 'tables'}",
            f"OSS={folder / 'kit.git@heads/main'}",
            f"OSS={folder / 'OSS=~x'}",
        )
        assert case.agreed == tmp_path / "home" / "agreed.toml"
        assert case.library == folder / "library"


def test_a_reason_code_that_is_none_is_named_and_a_path_with_an_equals_sign_is_a_path(tmp_path):
    (tmp_path / "A=b").mkdir()
    (tmp_path / "case").mkdir()
    text = WORKS + '[[prior]]\npath = "../A=b"\n[[prior]]\npath = "A=b"\n'
    with pytest.raises(
        UsageError, match=r"line 10: \[\[prior\]\] path A=b: A is not a reason code, and the path does not exist"
    ):
        read(written(tmp_path / "case", text))

    assert read(written(tmp_path, WORKS + '[[prior]]\npath = "A=b"\n')).prior == (f"OSS={tmp_path / 'A=b'}",)


def test_a_description_may_have_several_lines(tmp_path):
    text = WORKS + '[[asserted]]\nitem = "a.c"\ndescription = """one\n  two"""\n'
    assert read(written(tmp_path, text)).asserted == (("a.c", "one two"),)
