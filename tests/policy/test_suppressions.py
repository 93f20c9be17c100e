"""Suppressions, in comments and in files: what they apply to, what they need, and that nothing is hidden."""

import pytest

import codematch
from codematch.errors import UsageError
from codematch.model.policy import SuppressionFault, SuppressionKind
from codematch.policy import read_suppressions
from codematch.policy.comments import parse
from codematch.report.documents import documents
from codematch.report.redaction import redacted
from tests.policy.works import LEDGER, OWN, ROUTE, VALVE, write

KNOWN = {"ledger.py": LEDGER, "valve.py": VALVE, "route.py": ROUTE}
QUESTIONED = {
    "a/ledger.py": "# codematch: ignore licensed by ACME, contract 7 (Li Wei)\n" + LEDGER.lstrip() + OWN.format(1),
    "a/valve.py": VALVE.replace(
        "    history.append(deviation)\n", "    # codematch: ignore  (Anna Berg)\n    history.append(deviation)\n"
    ),
    "b/route.py": OWN.format(2)
    + ROUTE.replace("    frontier =", "    # CodeMatch: Ignore taken from our own library（王芳）\n    frontier =")
    + OWN.format(3).replace("print(", 'print("codematch: ignore a string is no comment (X)", '),
}
FILE = """
[[suppression]]
known = "valve.py"
questioned = ["a/", "c/*"]
reason = "reviewed   in ticket 41"
name = "Anna Berg"

[[suppression]]
questioned = ["nothing/*"]
reason = "left over"
name = "Anna Berg"
"""


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    folder = tmp_path_factory.mktemp("suppressed")
    (folder / "suppressions.toml").write_text(FILE, encoding="utf-8")
    return write(folder / "known", KNOWN), write(folder / "questioned", QUESTIONED), folder / "suppressions.toml"


@pytest.fixture(scope="module")
def result(works):
    known, questioned, file = works
    return codematch.compare(known, questioned, policy={"suppressions": file, "fail_on_weight": 30.0})


def test_each_suppression_is_listed_with_its_regions_or_what_it_lacks(result):
    pair = result.pairs[0]
    paths = {region.number: region.questioned.path for region in pair.regions}
    found = [
        (one.kind, one.path, one.line, one.reason, one.name, [paths[number] for number in one.regions], one.fault)
        for one in pair.policy.suppressions
    ]

    comment, file = SuppressionKind.COMMENT, SuppressionKind.FILE
    assert found == [
        (comment, "a/ledger.py", 1, "licensed by ACME, contract 7", "Li Wei", ["a/ledger.py"], None),
        (comment, "a/valve.py", 5, "", "Anna Berg", [], SuppressionFault.NO_REASON),
        (comment, "b/route.py", 8, "taken from our own library", "王芳", ["b/route.py"], None),
        (file, "suppressions.toml", 2, "reviewed in ticket 41", "Anna Berg", ["a/valve.py"], None),
        (file, "suppressions.toml", 8, "left over", "Anna Berg", [], SuppressionFault.NO_REGION),
    ]


def test_no_region_is_hidden_and_none_counts(result, works):
    plain = codematch.compare(*works[:2])
    pair = result.pairs[0]

    assert pair.regions == plain.pairs[0].regions
    assert pair.totals == plain.pairs[0].totals
    assert pair.policy.failing(pair.regions) == ()
    assert all(one.suppressed and not one.counts for one in pair.policy.standings)


def test_suppressions_that_are_not_applied_are_listed_all_the_same(works):
    known, questioned, file = works
    policy = codematch.PolicyOptions(suppressions=file, no_suppressions=True, fail_on_weight=30.0)
    pair = codematch.compare(known, questioned, policy=policy).pairs[0]

    assert len(pair.policy.failing(pair.regions)) == len(pair.regions) == 3
    assert [one.regions for one in pair.policy.suppressions] == [()] * 5


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_record_lists_reason_and_name(result, language):
    page = documents(result, "html", [language])["report.html"].decode().replace("<wbr>", "")

    for words in ("licensed by ACME, contract 7", "Li Wei", "王芳", "reviewed in ticket 41", "a/ledger.py"):
        assert words in page


def test_a_redacted_form_does_not_say_what_comments_say(result):
    made = redacted(result, b"k" * 32).result.pairs[0].policy.suppressions

    assert made[0].reason.startswith("【")
    assert made[3].reason == "reviewed in ticket 41"  # by the person who ran the comparison


def test_a_comment_does_not_suppress_a_long_region_around_it(tmp_path):
    known = write(tmp_path / "known", {"all.py": LEDGER + VALVE + ROUTE})
    text = LEDGER + VALVE.replace("\ndef", "\n# codematch: ignore only this one (A. Berg)\ndef") + ROUTE
    pair = codematch.compare(known, write(tmp_path / "q", {"all.py": text}), policy={"fail_on_weight": 30.0}).pairs[0]
    around = [region for region in pair.regions if region.questioned.last_line > 30]

    assert around
    assert {region.number for region in around} <= set(pair.policy.failing(pair.regions))


@pytest.mark.parametrize(
    ("comment", "stated"),
    [
        ("codematch: ignore licensed (A. Berg)", ("licensed", "A. Berg")),
        ("codematch:ignore - licensed (A. Berg).", ("licensed", "A. Berg")),
        ("noqa # CodeMatch: Ignore: from (old) SDK 2 (王芳)", ("from (old) SDK 2", "王芳")),
        ("codematch: ignore 已获许可（王芳）。", ("已获许可", "王芳")),
        ("codematch: ignore", ("", "")),
        ("codematch: ignore (A. Berg)", ("", "A. Berg")),
        ("codematch: ignore licensed", ("licensed", "")),
        ("codematch: ignore licensed ()", ("licensed", "")),
        ("codematch: ignored licensed (A. Berg)", None),
        ("see codematch for the rest (A. Berg)", None),
    ],
)
def test_how_a_comment_is_read(comment, stated):
    assert parse(comment) == stated


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[suppression]]\nquestioned = "a"\nname = "b"\n', ":1: has no reason"),
        ('[[suppression]]\nquestioned = "a"\nreason = "b"\n', ":1: has no name"),
        ('[[suppression]]\nquestioned = "a"\nreason = " "\nname = "x"\n', ":3: has no reason"),
        ('\n[[suppression]]\nreason = "a"\nname = "b"\n', ":2: names no regions"),
        ('[[suppression]]\nreason = "a"\nname = "b"\nqestioned = "c"\n', ":4: unknown key qestioned; did you mean"),
        ('[[supression]]\nreason = "a"\n', ":1: unknown table supression"),
        ('[[suppression]]\nreason = "a"\nname = "b"\nregion = "xyz"\n', ":4: region xyz is not an identity"),
        ('[[suppression]]\nreason = "a"\nname = "b"\nknown = [3]\n', ":4: known is not a text"),
        ("suppression = 3\n", ":1: suppression is not a list"),
        ("a = \n", "is not valid TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_line_with_its_place(tmp_path, text, said):
    file = tmp_path / "s.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_suppressions(file)

    assert str(error.value).startswith(str(file))
    assert said in str(error.value)
    assert "\n" not in str(error.value)
