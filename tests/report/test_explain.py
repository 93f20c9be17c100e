"""What a result says of one file or line: of a real small comparison, and of results that record less."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import codematch
from codematch.errors import UsageError
from codematch.model.filtration import FilterId, ReasonCode
from codematch.model.match import Alternative, RowState
from codematch.model.message import Message, Name, PathName
from codematch.model.result import CaseResult, PriorWork
from codematch.model.source import Limitation, Reason
from codematch.report import redaction
from codematch.report.explain import to_text
from codematch.report.explain.explain import explain
from codematch.report.explain.find_place import FoundPlace, find_place
from codematch.report.explain.values import Gap, Opposite, PlaceExplanation, Status
from codematch.report.text.wording import LANGUAGES, in_language
from tests.report.sample_result import BIDI_NAME, sample_result

PAIRS = Path(__file__).resolve().parents[2] / "fixtures" / "pairs" / "python"
LONE = 'import os\n\n\ndef lone(name):\n    return os.path.join(name, "b")\n'
ALONE_IN_Q = 22
"""A line of the edited work that the known one lacks."""


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("works")
    known, questioned = folder / "ours", folder / "theirs"
    for place in (known / "src", questioned / "app"):
        place.mkdir(parents=True)
    shutil.copy(PAIRS / "known" / "sluice.py", known / "src" / "gates.py")
    shutil.copy(PAIRS / "known" / "sluice.py", known / "src" / "gates_again.py")
    shutil.copy(PAIRS / "edited" / "sluice.py", questioned / "app" / "water.py")
    (known / "src" / "lone.py").write_text(LONE)
    (known / "note:12.py").write_text("x = 1\n")
    (known / "main.c").write_text("int main(void) { return 0; }\n")
    (known / "empty.py").write_text("")
    (known / "logo.png").write_bytes(bytes(range(256)) * 2)
    (known / "half.zip").write_bytes(b"PK\x03\x04 no archive at all")
    for work in (known, questioned):
        (work / "setup.py").write_text("print(1)\n")
    return known, questioned


@pytest.fixture(scope="module")
def result(works: tuple[Path, Path]) -> CaseResult:
    return codematch.compare(*works)


def compared(works: tuple[Path, Path], **changes: dict[str, object]) -> CaseResult:
    """Compare the works with other settings, given as group={name: value}."""
    settings = codematch.Settings()
    groups = {group: replace(getattr(settings, group), **values) for group, values in changes.items()}
    return codematch.compare(*works, settings=replace(settings, **groups))


def explained(result: CaseResult, text: str) -> PlaceExplanation:
    (found,) = explain(result, find_place(result, text))
    return found


def said(result: CaseResult, text: str, language: str = "en") -> str:
    """Return the words of an explanation as one line."""
    with in_language(language):
        return " ".join(to_text.to_text([explained(result, text)], 400).split())


def gaps(found: PlaceExplanation) -> dict[Gap, int]:
    return {missing.gap: missing.count for missing in found.not_recorded}


def line_of(work: Path, path: str, text: str) -> int:
    """Return the number of the only line that begins with a text."""
    lines = (work / path).read_text().splitlines()
    (number,) = [number for number, line in enumerate(lines, start=1) if line.strip().startswith(text)]
    return number


# outcomes


def test_a_matched_line_names_its_region_and_the_line_opposite(works, result):
    line, opposite = (
        line_of(work, path, "target = min(") for work, path in zip(works, ("src/gates.py", "app/water.py"), strict=True)
    )
    assert opposite != line

    found = explained(result, f"src/gates.py:{line}")

    assert found.status is Status.IN_REGION
    (part,) = found.regions
    region = result.pairs[0].regions[0]
    assert (part.number, part.match_class, part.weight, part.residual) == (
        region.number, region.match_class, region.weight, region.residual,
    )  # fmt: skip
    assert part.opposite is Opposite.LINE
    assert (part.row.known_line, part.row.questioned_line, part.row.state) == (line, opposite, RowState.IDENTICAL)
    assert found.unit.name == "Gate.move"
    words = said(result, f"src/gates.py:{line}")
    assert "One region contains this line." in words
    assert f"Exhibit E1 shows app/water.py:{opposite} opposite this line: identical" in words
    assert words.count("target = min(max(wanted, 0.0), self.limit)") == 2


def test_it_reads_the_same_from_the_other_side(works, result):
    line = line_of(works[1], "app/water.py", "target = min(")

    found = explained(result, f"Q:app/water.py:{line}")

    assert (found.role, found.status, found.regions[0].row.questioned_line) == ("questioned", Status.IN_REGION, line)
    assert "shows src/gates.py:" in said(result, f"app/water.py:{line}")


def test_a_line_without_one_opposite_is_not_called_aligned(result):
    found = explained(result, f"app/water.py:{ALONE_IN_Q}")

    assert found.regions[0].opposite is Opposite.NONE
    assert Gap.LINE_TOKENS in gaps(found)
    words = said(result, f"app/water.py:{ALONE_IN_Q}")
    assert "Exhibit E1 shows no line opposite this one. Q 22 self.strain = 0" in words


def test_a_labelled_line_has_reason_code_and_basis_on_both_sides(works, result):
    line = line_of(works[0], "src/gates.py", "import math")

    found = explained(result, f"src/gates.py:{line}")

    (label,), (opposite,) = found.labels, found.counterpart_labels
    assert (label.side, label.code, label.filter) == ("known", ReasonCode.LANG_BOILERPLATE, FilterId.IMPORTS)
    assert (opposite.side, opposite.path) == ("questioned", "app/water.py")
    words = said(result, f"src/gates.py:{line}")
    assert (
        f"Labels LANG-BOILERPLATE (language boilerplate): src/gates.py:{line}; filter: imports; basis: import" in words
    )
    assert "aligned tokens with a label: LANG-BOILERPLATE 6" in words
    assert explained(result, "src/gates.py:7").labels == ()


def test_a_finding_stands_on_its_line(works, result):
    line = line_of(works[0], "src/gates.py", "# The motor overheats")

    kinds = {finding.kind for finding in explained(result, f"src/gates.py:{line}").findings}

    assert kinds == {"comment"}
    words = said(result, f"src/gates.py:{line}")
    assert "comment: The motor overheats" in words
    assert "seen in 0 of 32 background projects" in words
    assert Gap.FINDING_PLACES in gaps(explained(result, f"src/gates.py:{line}"))


def test_a_finding_about_the_whole_file_counts_for_each_line(result):
    assert "same-bytes" in {finding.kind for finding in explained(result, "K:setup.py:1").findings}


def test_an_unmatched_line_has_the_threshold_of_its_language(result):
    found = explained(result, "src/lone.py:5")

    assert (found.status, found.regions) == (Status.UNMATCHED, ())
    (entry,) = [entry for entry in result.pairs[0].significance if entry.language == "python"]
    assert [(one.language, one.threshold_bits) for one in found.thresholds] == [("python", entry.threshold_bits)]
    assert Gap.LINE_TEXT in gaps(found)
    words = said(result, "src/lone.py:5")
    assert "Unmatched: no region aligns this line." in words
    assert f"weigh at least {entry.threshold_bits:.1f} bits (python); at least 25.0 bits must be structure" in words
    assert f"0 of {found.file.tokens} tokens matched (0 %)" in words


def test_a_language_that_the_other_work_lacks_has_no_threshold(result):
    found = explained(result, "main.c:1")

    assert found.status is Status.UNMATCHED
    assert [entry.language for entry in found.thresholds] == []
    assert "no threshold" not in said(result, "main.c:1")
    assert "does not record a threshold for the language c: the questioned work contains no code in it" in said(
        result, "main.c:1"
    )


def test_a_file_without_a_token_says_so(result):
    assert "Unmatched: the file contains no token" in said(result, "empty.py")
    assert "Threshold" not in said(result, "empty.py")


def test_an_excluded_file_says_why(result):
    found = explained(result, "logo.png:7")

    assert found.status is Status.EXCLUDED
    assert [limit.reason for limit in found.limitations] == [Reason.BINARY]
    assert Gap.LINES in gaps(found)
    assert "Excluded: the file was not compared (binary content, not text)." in said(result, "logo.png")


def test_an_unreadable_file_says_why(result):
    assert explained(result, "half.zip").status is Status.UNREADABLE
    assert "Unreadable: the file was not compared (damaged or truncated)." in said(result, "half.zip")


def test_a_file_that_repeats_another_one_is_answered_by_it(result):
    found = explained(result, "src/gates_again.py:3")

    assert found.file.duplicate_of == "src/gates.py"
    assert found.regions == explained(result, "src/gates.py:3").regions
    assert found.labels == explained(result, "src/gates.py:3").labels
    assert "The file has the same bytes and language as src/gates.py, which counts for it." in said(
        result, "src/gates_again.py"
    )


def test_a_whole_file_has_its_regions_and_its_share(result):
    found = explained(result, "src/gates.py")

    assert [part.opposite for part in found.regions] == [None]
    assert [label.first_line for label in found.labels] == [3, 4]
    assert found.file.sketch is None
    words = said(result, "src/gates.py")
    assert "One region lies in this file." in words
    assert "400 of 410 tokens matched (97.56 %)" in words
    assert "shown line by line in exhibit E1" in words


# what the result does not record


def test_a_region_beyond_the_exhibits_has_its_span_only(works):
    found = compared(works, counting={"max_exhibits": 0})

    assert explained(found, "src/gates.py:7").regions[0].opposite is Opposite.NO_EXHIBIT
    words = said(found, "src/gates.py:7")
    assert "line-by-line exhibits exist for the 0 heaviest of 2 regions (counting.max_exhibits)" in words
    assert "K src/gates.py:1–60 is aligned with Q app/water.py:1–61" in words


def test_an_exhibit_that_ends_before_the_line_says_so(works):
    found = compared(works, counting={"max_exhibit_rows": 5})

    assert explained(found, "src/gates.py:5").regions[0].opposite is Opposite.LINE
    assert explained(found, "src/gates.py:7").regions[0].opposite is Opposite.CUT
    assert "Exhibit E1 ends before this line: " in said(found, "src/gates.py:7")


def test_a_result_without_code_shows_none(result):
    hidden = redaction.without_code(result)

    assert explained(hidden, "src/gates.py:7").regions[0].opposite is Opposite.LEFT_OUT
    words = said(hidden, "src/gates.py:7")
    assert "Exhibit E1 has no lines: this result was written without code." in words
    assert "SPILL_COEFFICIENT" not in words


def test_labels_that_are_only_counted_are_named(works):
    found = compared(works, filtration={"max_exclusions": 1})

    assert gaps(explained(found, "app/water.py:3"))[Gap.LABELS_OMITTED] == 3
    assert "The result counts 3 more labelled passages" in said(found, "app/water.py:3")


def test_a_result_without_ledger_and_channels_says_so(result):
    pair = replace(result.pairs[0], ledger=None, evidence=())

    recorded = gaps(explained(replace(result, pairs=(pair,)), "src/gates.py:3"))

    assert Gap.LABELS in recorded
    assert Gap.FINDINGS in recorded


def test_lighter_matches_are_listed_or_counted(result):
    pair = result.pairs[0]
    lighter = Alternative(
        known_path="src/lone.py", known_first_line=4, known_last_line=5, questioned_path="app/water.py",
        questioned_first_line=40, questioned_last_line=41, structure=26.0,
    )  # fmt: skip
    regions = (replace(pair.regions[0], alternatives=(lighter,), alternatives_total=4), *pair.regions[1:])
    found = replace(result, pairs=(replace(pair, regions=regions),))

    assert [match.region for match in explained(found, "src/lone.py:5").lighter_matches] == [1]
    assert explained(found, "src/lone.py:1").lighter_matches == ()
    assert gaps(explained(found, "src/lone.py:1"))[Gap.LIGHTER_MATCHES] == 3
    assert "K src/lone.py:4–5 with Q app/water.py:40–41, structure 26.0 bits" in said(found, "src/lone.py:5")


def limited(result: CaseResult, *limitations: Limitation) -> CaseResult:
    return replace(result, limitations=limitations)


def test_limitations_of_file_language_and_seeds_concern_a_file(result):
    of_file = Limitation(
        stage="languages", subject="src/lone.py", reason=Reason.SYNTAX_ERRORS,
        detail=Message.of("borrowed-grammar", language=Name("a"), grammar=Name("b")),
    )  # fmt: skip
    named = Limitation(
        stage="intake", subject="ours", reason=Reason.AMBIGUOUS_ENCODING,
        detail=Message.of("files-ambiguous-encoding", count=2, encoding=Name("x"), other=Name("y"),
                          files=(PathName("src/lone.py"), PathName("src/gates.py"))),
    )  # fmt: skip
    of_language = replace(of_file, stage="weight", subject="python", reason=Reason.SMALL_BACKGROUND)
    seeds = Limitation(
        stage="align", subject="", reason=Reason.FREQUENT_SEEDS, detail=Message.of("frequent-seeds", count=2, tokens=10)
    )
    found = limited(result, of_file, named, of_language, seeds)

    assert explained(found, "src/lone.py:5").limitations == (of_file, named, of_language, seeds)
    assert explained(found, "src/gates.py:7").limitations == (named, of_language)
    assert explained(found, "main.c").limitations == (seeds,)
    assert explained(found, "logo.png").limitations == ()


def test_a_limitation_that_names_only_some_files_may_concern_others(result):
    many = Limitation(
        stage="intake", subject="ours", reason=Reason.BINARY,
        detail=Message.of("files-named-like-source", count=9, files=(PathName("a.py"),)),
    )  # fmt: skip

    assert gaps(explained(limited(result, many), "logo.png"))[Gap.LIMITATION_FILES] == 1
    assert Gap.LIMITATION_FILES not in gaps(explained(limited(result, many), "src/gates.py"))
    assert "1 more limitation counts files of this work" in said(limited(result, many), "logo.png")


def test_a_limitation_of_a_path_in_both_works_may_be_of_either(result):
    of_path = Limitation(
        stage="languages", subject="setup.py", reason=Reason.SYNTAX_ERRORS, detail=Message.of("special-fifo")
    )

    assert Gap.LIMITATION_WORK in gaps(explained(limited(result, of_path), "Q:setup.py"))
    assert Gap.LIMITATION_WORK not in gaps(explained(result, "Q:setup.py"))


# words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_is_told_in_both_languages_at_any_width(result, language):
    places = ("src/gates.py:3", "app/water.py:22", "src/lone.py:5", "logo.png", "half.zip", "empty.py", "src/gates.py")
    for text in places:
        with in_language(language):
            for width in (20, 60, 100):
                told = to_text.to_text([explained(result, text)], width)
                assert text.partition(":")[0].rpartition("/")[2].split(".")[0] in told


def test_chinese_is_chinese(result):
    words = said(result, "src/lone.py:5", "zh")

    assert "未匹配：没有区域与该行对齐。" in words
    assert "阈值 结构、名称、常量与一致性替换四项合计不低于" in words
    assert "样本 ours：src/lone.py:5" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_a_result_with_everything_in_it_can_be_explained(language):
    sample = sample_result()
    pair = sample.pairs[0]
    for role, work in (("known", pair.known), ("questioned", pair.questioned)):
        for file in work.files:
            for line in (None, 1, max(file.lines, 1)):
                found = explain(sample, FoundPlace(role=role, path=file.path, line=line))
                with in_language(language):
                    told = to_text.to_text(found)
                assert "\u202e" not in told
                assert len(found) == 1


def test_a_long_line_loses_its_middle_in_words_only(result):
    pair = result.pairs[0]
    rows = tuple(replace(row, known_text="x" * 2_000) for row in pair.exhibits[0].rows)
    exhibits = (replace(pair.exhibits[0], rows=rows), *pair.exhibits[1:])
    found = replace(result, pairs=(replace(pair, exhibits=exhibits),))

    assert len(said(found, "src/gates.py:7")) < 3_000
    assert "x…x" in said(found, "src/gates.py:7")
    assert explained(found, "src/gates.py:7").regions[0].row.known_text == "x" * 2_000


# places


def test_the_letter_may_be_left_out_where_one_work_has_the_path(result):
    assert find_place(result, "app/water.py:3") == FoundPlace(role="questioned", path="app/water.py", line=3)
    with pytest.raises(UsageError, match=r"both works contain this path; write K:setup\.py:1 or Q:setup\.py:1$"):
        find_place(result, "setup.py:1")
    assert find_place(result, "Q:setup.py:1").role == "questioned"


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("note:12.py", "note:12.py", None),
        ("note:12.py:1", "note:12.py", 1),
        ("K:note:12.py:1", "note:12.py", 1),
        ("./src/lone.py:2", "src/lone.py", 2),
        ("src\\lone.py", "src/lone.py", None),
    ],
)
def test_paths_are_read_as_they_are_typed(result, text, path, line):
    assert find_place(result, text) == FoundPlace(role="known", path=path, line=line)


def test_a_path_is_found_as_it_is_printed():
    printed = BIDI_NAME.replace("\u202e", "⟨U+202E⟩")
    sample = sample_result()
    roles = [role for role, work in (("K", sample.pairs[0].known), ("Q", sample.pairs[0].questioned))
             if any(file.path == BIDI_NAME for file in work.files)]  # fmt: skip

    assert find_place(sample, f"{roles[0]}:{printed}").path == BIDI_NAME


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("lone.py:5", "lone.py: neither work contains a file with this path; did you mean K:src/lone.py:5?"),
        ("Q:lone.py", "the questioned work contains no file with this path; did you mean K:src/lone.py?"),
        ("Q:watr.py", "the questioned work contains no file with this path; did you mean Q:app/water.py?"),
        ("src/lnoe.py:5", "did you mean K:src/lone.py:5?"),
        ("K:app/water.py:5", "the known work contains no file with this path; did you mean Q:app/water.py:5?"),
        ("half.zip!/x.py", "did you mean K:half.zip?"),
        ("zzzz", "zzzz: neither work contains a file with this path; codematch report RESULT --format csv"),
        ("src/lone.py:6", "K:src/lone.py: line 6 is beyond the end; the file has 5 lines"),
        ("K:setup.py:2", "K:setup.py: line 2 is beyond the end; the file has 1 line"),
        ("empty.py:1", "the file has 0 lines"),
        ("src/lone.py:0", "lines count from 1"),
        ("src/lone.py:2-4", "2-4 is not a line number; give one line, such as K:src/lone.py:1"),
        ("src/lone.py:", "nothing is not a line number"),
    ],
)
def test_what_names_no_line_is_refused_with_what_is_near(result, text, problem):
    with pytest.raises(UsageError) as refused:
        find_place(result, text)
    assert problem in str(refused.value)


def test_a_file_of_a_reference_work_is_no_place(result):
    work = replace(
        result.pairs[0].known, files=tuple(replace(file, path=f"p/{file.path}") for file in result.pairs[0].known.files)
    )
    prior = PriorWork(filter=FilterId.COMMON, code=ReasonCode.OSS, work=work)
    found = replace(result, pairs=(replace(result.pairs[0], prior=(prior,)),))

    with pytest.raises(UsageError, match="is a file of shared material P1; name a file of the known"):
        find_place(found, "p/setup.py:1")
