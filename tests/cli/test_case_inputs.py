"""What a case file names wrongly is said of its line, what an option names wrongly of the option."""

import json

import pytest

from tests.intake.works import write_repository

WORKS = '[known]\nid = "K1"\npath = "ours"\n[questioned]\nid = "Q1"\npath = "theirs"\n'


@pytest.fixture
def folder(tmp_path):
    for name in ("ours", "theirs", "A=b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.c").write_text("int main(void) { return 0; }\n")
    write_repository(tmp_path / "kit.git", {"k.c": b"int k;\n"}, bare=True)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            '[comparison]\nlanguages = ["c", "jav"]\n',
            2,
            "line 8: [comparison] languages jav: unknown language jav; did you mean java?",
        ),
        (
            '[comparison]\nlibrary = "nope"\n',
            2,
            "line 8: [comparison] library {folder}/nope: is not a folder; create a library with codematch library add",
        ),
        (
            '[comparison]\nagreed = "missing.toml"\n',
            2,
            "line 8: [comparison] agreed {folder}/missing.toml: cannot be read (No such file or directory)",
        ),
        (
            '[[asserted]]\nitem = "a.c"\n[[asserted]]\nitem = "a.c:9-2"\n',
            2,
            "line 10: [[asserted]] item: lines 9 to 2 are not a range; give the first line, then the last",
        ),
        ('[[asserted]]\nitem = "@x"\n', 2, "line 8: [[asserted]] item: '@x' is not an item; write PATH"),
        (
            '[[prior]]\npath = "OSSS=kit.git"\n',
            2,
            "line 8: [[prior]] path OSSS=kit.git: OSSS is not a reason code, and the path does not exist; "
            "did you mean OSS?",
        ),
        (
            '[[prior]]\npath = "kit.git"\n[[prior]]\npath = "gone"\n',
            3,
            "line 10: [[prior]] path {folder}/gone: does not",
        ),
        ('[[prior]]\npath = "OSS=gone"\n', 3, "line 8: [[prior]] path {folder}/gone: does not exist"),
        ('[[prior]]\npath = "kit.git@v9"\n', 3, "line 8: [[prior]] path {folder}/kit.git@v9: unknown revision v9"),
        ('[[prior]]\npath = "ours@v9"\n', 3, "line 8: [[prior]] path {folder}/ours@v9: is not a git repository"),
    ],
)
def test_what_a_case_names_wrongly_is_said_of_its_line(codematch, folder, text, code, said):
    case = folder / "case.toml"
    case.write_text(WORKS + text)

    run = codematch("compare", "--case", case, "--quiet")

    assert run.refused(code, f"codematch: {case}: {said.format(folder=folder)}"), run


@pytest.mark.parametrize(("name", "line"), [("ours", 3), ("theirs", 6)])
def test_a_work_that_is_not_there_is_said_of_its_line(codematch, folder, name, line):
    case = folder / "case.toml"
    case.write_text(WORKS.replace(f'"{name}"', '"gone"'))
    table = "[known]" if name == "ours" else "[questioned]"

    run = codematch("compare", "--case", case, "--quiet")

    assert run.refused(3, f"codematch: {case}: line {line}: {table} path {folder / 'gone'}: does not exist; "), run


@pytest.mark.parametrize(
    ("option", "value", "code", "said"),
    [
        (
            "--common",
            "XX=ours",
            2,
            "--common XX=ours: XX is not a reason code, and the path does not exist; use one of OSS, ",
        ),
        (
            "--common",
            "OSSS=ours",
            2,
            "--common OSSS=ours: OSSS is not a reason code, and the path does not exist; did you mean",
        ),
        ("--common", "gone", 3, "--common gone: does not exist; "),
        ("--common", "OSS=gone", 3, "--common gone: does not exist; "),
        ("--common", "../x/A=c", 3, "--common ../x/A=c: does not exist; "),
        ("--agreed", "gone.toml", 2, "--agreed gone.toml: cannot be read"),
        ("--asserted", "gone.txt", 2, "--asserted gone.txt: cannot be read"),
        ("--library", "gone", 2, "--library gone: is not a folder"),
        ("--language", "jav", 2, "--language jav: unknown language jav; did you mean java?"),
    ],
)
@pytest.mark.parametrize("with_case", [True, False])
def test_what_an_option_names_wrongly_is_said_of_the_option(
    codematch, folder, monkeypatch, option, value, code, said, with_case
):
    monkeypatch.chdir(folder)
    (folder / "case.toml").write_text(WORKS + '[[prior]]\npath = "kit.git"\n')
    works = ("--case", "case.toml") if with_case else ("ours", "theirs")

    run = codematch("compare", *works, "--quiet", option, value)

    assert run.refused(code, f"codematch: {said}"), run


def test_paths_with_an_equals_sign_and_revisions_are_material(codematch, folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "case.toml").write_text(WORKS + '[[prior]]\npath = "A=b"\n[[prior]]\npath = "licensed=kit.git@HEAD"\n')

    run = codematch("compare", "--case", "case.toml", "--common", "A=b", "--format", "json", "-j", 1)

    assert run.code == 0, run
    rows = json.loads(run.out)["pairs"][0]["ledger"]["rows"]
    material = next(row["material"] for row in rows if row["filter"] == "common")
    assert [message["names"]["work"] for message in material] == ["A=b", "kit.git@HEAD", "A=b"]


def test_a_setting_of_the_case_is_not_given_again(codematch, folder):
    case = folder / "case.toml"
    case.write_text(WORKS + "[settings]\nseeding.k = 9\nweighing.min_weight = 30\n")

    said = "is given in the case file too; give it once"
    assert codematch("compare", "--case", case, "--set", "seeding.k=9").refused(2, f"setting seeding.k {said}")
    assert codematch("compare", "--case", case, "--min-weight", 9).refused(2, f"setting weighing.min_weight {said}")
    run = codematch("compare", "--case", case, "--set", "seeding.min_bits=7", "--format", "json", "-j", 1)
    settings = json.loads(run.out)["manifest"]["settings"]
    assert (settings["seeding"]["k"], settings["seeding"]["min_bits"]) == (9, 7.0)
    assert settings["weighing"]["min_weight"] == 30.0


def test_no_library_goes_before_that_of_the_case(codematch, folder):
    case = folder / "case.toml"
    case.write_text(WORKS + '[comparison]\nlibrary = "nope"\n')

    assert codematch("compare", "--case", case, "--no-library", "-q").code == 0


def test_items_that_the_known_work_does_not_have_are_refused_with_their_lines(codematch, folder):
    case = folder / "case.toml"
    items = ("gone.c", "A.C", "a.c::mian")
    case.write_text(WORKS + "".join(f'[[asserted]]\nitem = "{item}"\n' for item in items))

    run = codematch("compare", "--case", case, "-q")

    assert run.refused(
        2,
        f"codematch: {case}: line 8: [[asserted]] item: 'gone.c' is not a file of the known work; did you mean a.c?; ",
        f"{case}: line 12: [[asserted]] item: 'a.c::mian' is not a function or class in a.c of the known work; did you "
        "mean main?",
    ), run

    listed = folder / "items.txt"
    listed.write_text("# items\n\ngone.c\n", encoding="utf-8")
    run = codematch("compare", folder / "ours", folder / "theirs", "--asserted", listed, "-q")

    assert run.refused(2, f"codematch: --asserted {listed}, line 3: 'gone.c' is not a file"), run
