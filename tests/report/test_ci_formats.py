"""The formats for continuous integration: their structure, what they say, and what survives a change of places."""

import json
import os
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from codematch.model.policy import (
    BaselineUse,
    ChangedSince,
    Policy,
    Standing,
    Suppression,
    SuppressionFault,
    SuppressionKind,
)
from codematch.report.documents import documents, render
from codematch.report.formats import FORMATS, Kind
from codematch.report.formats.notices import State, capped, notices
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import LANGUAGES
from tests.report.sample_result import CHINESE_NAME, SCRIPT_NAME, empty_result, identical_result, sample_result

NAMES = [name for name, form in FORMATS.items() if form.kind is Kind.NOTICES]
SARIF_SCHEMA = "CODEMATCH_SARIF_SCHEMA"
"""Names a copy of sarif-schema-2.1.0.json. Its licence (OASIS) does not allow us to include one."""


def with_identities(result, policy=None):
    """The sample result with an identity for each region, regions 5 and 6 with the same one."""
    pair = result.pairs[0]
    regions = tuple(
        replace(region, identity=f"{5 if region.number == 6 else region.number:032x}") for region in pair.regions
    )
    return replace(result, pairs=(replace(pair, regions=regions, policy=policy),))


def governed():
    """The sample result under limits, with a region of every state."""
    numbers = [region.number for region in sample_result().pairs[0].regions]
    standings = {number: Standing(region=number, is_new=True, new_share=1.0, touched=True) for number in numbers}
    standings[2] = Standing(region=2, is_new=False, new_share=0.0, is_known_as_it_is=True, touched=True)
    standings[3] = Standing(region=3, is_new=True, new_share=1.0, touched=False)
    standings[4] = Standing(region=4, is_new=True, new_share=0.5, touched=True, suppressed=True)
    standings[5] = Standing(region=5, is_new=False, new_share=0.125, touched=True)
    comment = Suppression(
        kind=SuppressionKind.COMMENT, path="src/<b>a|b</b>.py", line=7, reason="licensed *by* ACME", name="Li [Wei]",
        regions=(4,),
    )  # fmt: skip
    idle = Suppression(
        kind=SuppressionKind.FILE, path="s.toml", line=3, reason="", name="x", fault=SuppressionFault.NO_REASON
    )
    policy = Policy(
        weight_limit_bits=200.0,
        residual_limit_bits=400.0,
        fail_on_new=False,
        baseline=BaselineUse(sha256="a" * 64, regions=4, gone=1),
        changed_since=ChangedSince(requested="main", revision="b" * 40, files=2, lines=30),
        suppressions=(comment, idle),
        standings=tuple(standings[number] for number in numbers),
    )
    return with_identities(sample_result(), policy)


RESULTS = {"plain": sample_result, "empty": empty_result, "identical": identical_result, "governed": governed}


def log(result, **options):
    return json.loads(render(result, "sarif", RenderOptions(**options)))


def parsed(document: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314


def check_structure(document) -> None:
    """Check the members that SARIF 2.1.0 requires, and what they refer to."""
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "codematch"
    assert len({rule["id"] for rule in rules}) == len(rules)
    fingerprints = [result["partialFingerprints"]["codematchRegion/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert [related["id"] for related in result["relatedLocations"]] == [1, 2]
        links = re.findall(r"(?<!\\)\]\((\d+)\)", result["message"]["text"])
        assert links == ["1", "2"]
        for location in (*result["locations"], *result["relatedLocations"]):
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
            assert re.fullmatch(r"[A-Za-z0-9/!$&'()*+,;=@~._%-]+", place["artifactLocation"]["uri"])
            assert 1 <= place["region"]["startLine"] <= place["region"]["endLine"]
    assert all("executionSuccessful" in one for one in run["invocations"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_sarif_has_its_required_members(make, language) -> None:
    check_structure(log(make(), language=language, questioned_folder="a b/ü"))


@pytest.mark.skipif(SARIF_SCHEMA not in os.environ, reason=f"{SARIF_SCHEMA} names no copy of the schema of SARIF")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_sarif_is_valid_against_its_schema(make, language) -> None:
    schema = json.loads(Path(os.environ[SARIF_SCHEMA]).read_bytes())
    jsonschema.Draft4Validator(schema).validate(log(make(), language=language))


def test_sarif_names_the_known_work_first_and_both_places() -> None:
    result = sample_result()
    rows = log(result, questioned_folder="app")["runs"][0]["results"]

    assert len(rows) == len(result.pairs[0].regions)
    for region, row in zip(result.pairs[0].regions, rows, strict=True):
        assert row["message"]["text"].startswith(f"[K {region.known.path[:3]}")
        known, questioned = (one["physicalLocation"] for one in row["relatedLocations"])
        assert row["locations"][0]["physicalLocation"] == questioned
        assert unquote(questioned["artifactLocation"]["uri"]) == f"app/{region.questioned.path}"
        assert unquote(known["artifactLocation"]["uri"]) == region.known.path
        assert known["region"]["startLine"] == region.known.first_line


def test_fingerprints_survive_moved_lines_renamed_files_and_another_order() -> None:
    result = with_identities(sample_result())
    pair = result.pairs[0]
    moved = tuple(
        replace(
            region,
            number=len(pair.regions) + 1 - region.number,
            questioned=replace(region.questioned, path=f"new/{region.questioned.path}", first_line=900, last_line=950),
            known=replace(region.known, path=f"old/{region.known.path}"),
        )
        for region in pair.regions
    )
    again = replace(result, pairs=(replace(pair, regions=tuple(reversed(moved)), exhibits=()),))
    before, after = (
        {row["partialFingerprints"]["primaryLocationLineHash"] for row in log(one)["runs"][0]["results"]}
        for one in (result, again)
    )

    assert before == after
    assert {f"{5:032x}:1", f"{5:032x}:2"} <= before  # the same content in two places


def test_each_region_has_one_state() -> None:
    found = {one.region.number: one.state for one in notices(governed(), RenderOptions())}

    assert [found[number] for number in range(1, 7)] == [
        State.AT_LIMIT, State.KNOWN, State.UNTOUCHED, State.SUPPRESSED, State.KNOWN, State.BELOW_LIMIT,
    ]  # fmt: skip
    assert {one.state for one in notices(sample_result(), RenderOptions())} == {State.NO_LIMIT}


def test_sarif_states_baseline_and_suppressions() -> None:
    rows = {row["properties"]["region"]: row for row in log(governed())["runs"][0]["results"]}

    assert [rows[number]["baselineState"] for number in (1, 2, 5)] == ["new", "unchanged", "updated"]
    assert [rows[number]["level"] for number in range(1, 7)] == ["error", "note", "note", "note", "note", "note"]
    (one,) = rows[4]["suppressions"]
    assert (one["kind"], one["status"], one["justification"]) == (
        "inSource", "accepted", "licensed *by* ACME (Li [Wei])",
    )  # fmt: skip
    assert rows[1]["suppressions"] == []
    assert "baselineState" not in log(sample_result())["runs"][0]["results"][0]


def test_those_at_a_limit_are_never_the_ones_left_out() -> None:
    found = notices(governed(), RenderOptions())
    last = replace(found[-1], state=State.AT_LIMIT)
    kept, omitted = capped([*found[:-1], last], 3)

    assert [one.region.number for one in kept] == [1, 2, last.region.number]
    assert omitted == len(found) - 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_junit_is_well_formed_and_counts_what_it_lists(make, language) -> None:
    result = make()
    root = parsed(render(result, "junit", RenderOptions(language=language)))
    cases = root.findall("testsuite/testcase")

    assert root.get("tests") == str(len(cases))
    assert root.get("failures") == str(len(root.findall(".//failure")))
    assert root.get("skipped") == str(len(root.findall(".//skipped")))
    assert len(cases) == max(1, len(result.pairs[0].regions))
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)


def test_junit_fails_for_what_reaches_a_limit_and_skips_what_does_not_count() -> None:
    root = parsed(render(governed(), "junit"))

    assert (root.get("failures"), root.get("skipped")) == ("1", "4")
    assert "licensed *by* ACME (Li [Wei])" in "".join(one.get("message", "") for one in root.iter("skipped"))
    assert parsed(render(sample_result(), "junit")).get("failures") == "0"


def test_characters_that_xml_cannot_have_are_replaced() -> None:
    result = sample_result()
    pair = result.pairs[0]
    hostile = replace(pair.regions[0], questioned=replace(pair.regions[0].questioned, path="a\x00\x1b\ufffe\ud800.py"))
    shown = replace(result, pairs=(replace(pair, regions=(hostile, *pair.regions[1:])),))

    assert "a\ufffd\ufffd\ufffd\ufffd.py" in parsed(render(shown, "junit")).find(".//testcase").attrib.values()


@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_gitlab_has_the_required_fields_and_different_fingerprints(make) -> None:
    rows = json.loads(render(make(), "gitlab", RenderOptions(questioned_folder="app")))

    assert len({row["fingerprint"] for row in rows}) == len(rows) == len(make().pairs[0].regions)
    for row in rows:
        assert set(row) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert row["location"]["path"].startswith("app/")
        assert row["location"]["lines"]["begin"] >= 1


def test_github_escapes_what_would_be_a_command() -> None:
    result = sample_result()
    pair = result.pairs[0]
    first = pair.regions[0]
    path = "a,b:c%\n::error::x.py"
    hostile = replace(first, questioned=replace(first.questioned, path=path))
    shown = replace(result, pairs=(replace(pair, regions=(hostile, *pair.regions[1:])),))
    lines = render(shown, "github").decode().splitlines()

    assert all(line.startswith(("::warning ", "::notice ")) for line in lines)
    assert lines[0].startswith(
        "::warning file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax.py,line=98,endLine=146,title=Region 1%3A "
    )
    assert len(lines) == 11
    assert lines[-1] == "::notice title=codematch::26 regions are reported. 10 have an annotation."


def test_github_annotates_only_what_counts() -> None:
    lines = render(governed(), "github").decode().splitlines()

    assert lines[0].startswith("::error file=finance/books.py,")
    assert not any("It does not count" in line for line in lines)
    assert "One is suppressed. 2 are in the baseline." in lines[-1]


def test_markdown_shows_names_as_text_and_lists_suppressions() -> None:
    text = render(governed(), "markdown").decode()

    assert "<script>" not in text
    assert r"\<script\>" in text
    assert CHINESE_NAME in text
    assert SCRIPT_NAME not in text
    assert r"src/\<b\>a\|b\</b\>.py:7: licensed \*by\* ACME (Li \[Wei\]); regions 4" in text
    assert "s.toml:3: without effect" in text
    assert text.index("K</sub>" if "K</sub>" in text else "**K**") < text.index("**Q**")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1


def test_a_comment_stays_below_what_github_takes() -> None:
    result = sample_result()
    pair = result.pairs[0]
    long = "/".join(["a_long_name_of_a_folder"] * 60) + ".py"
    regions = tuple(
        replace(pair.regions[0], number=number, known=replace(pair.regions[0].known, path=long),
                questioned=replace(pair.regions[0].questioned, path=long, first_token=number, stop_token=number + 40))
        for number in range(1, 3001)
    )  # fmt: skip
    text = render(replace(result, pairs=(replace(pair, regions=regions, exhibits=()),)), "markdown").decode()

    assert len(text) < 65_536
    assert "2,950 more regions" in text


@pytest.mark.parametrize("name", NAMES)
def test_two_languages_are_two_files_and_no_text_is_missing(name) -> None:
    made = documents(governed(), name, LANGUAGES)

    assert len(made) == 2
    assert made[sorted(made)[0]] != made[sorted(made)[1]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_speaks_of_copying(name, language) -> None:
    text = render(with_identities(sample_result()), name, RenderOptions(language=language)).decode().lower()
    assert not re.search(r"\bcop(y|ied|ies)|plagiar|infring|clone|抄袭|侵权|复制", text)
