"""Results to report: one with everything in it (hostile names too), one without a region, one of identical works."""

from dataclasses import replace
from typing import Any

from codematch.case import from_document, to_document
from codematch.filtration import FILTERS
from codematch.model.asserted import AssertedItem, AssertedResult, Counterpart, ItemStatus
from codematch.model.correspondence import (
    ChangedLines,
    Difference,
    DifferenceKind,
    FileChange,
    FileRelation,
    FurtherPlaces,
    UnitPair,
    UnitPlace,
    UnitRelation,
    UnitTally,
)
from codematch.model.engagement import Engagement, Item, Role
from codematch.model.evidence import Channel, ChannelResult, Finding, Place, Rarity
from codematch.model.explanation import Explanation, ExplanationId, Outcome
from codematch.model.filtration import (
    Amount,
    Exclusion,
    FilterId,
    FilterRow,
    Ledger,
    ReasonCode,
    RegionLabel,
    Step,
)
from codematch.model.match import (
    Alternative,
    Edit,
    Exhibit,
    ExhibitRow,
    MatchClass,
    Operation,
    Region,
    RegionSide,
    Rename,
    RowState,
    Weight,
)
from codematch.model.message import Message, Name, PathName, Quote
from codematch.model.result import (
    FORMAT_VERSION,
    BackgroundUse,
    CaseResult,
    FileEntry,
    FilePair,
    Manifest,
    PairResult,
    PriorWork,
    Ratio,
    SharedText,
    Totals,
    Work,
)
from codematch.model.sides import Both
from codematch.model.significance import FilePairSum, LanguageSignificance, NotEvaluated, RegionSignificance
from codematch.model.source import Disposition, Limitation, Origin, OriginKind, Reason
from codematch.model.stratum import FoundStratum, StrataFound, Stratum, StratumFigure
from codematch.settings import Settings, as_dict

SCRIPT_NAME = "<script>alert(1)</script>.py"
MARKUP_NAME = "[red]x[/red].py"
BIDI_NAME = "user\u202egnp.py"
CHINESE_NAME = "模块/区域查找器.py"
LONG_NAME = "/".join(f"a_rather_long_directory_name_{number:02d}" for number in range(12)) + "/implementation.py"
HOSTILE_LABEL = '"><img src=x onerror=alert(2)>[bold]\u200blabel'

_ZERO = "0123456789abcdef" * 4

IN_MATERIAL = Message.of(
    "in-work",
    work=Name("shared/<b>libs</b>"),
    place=Message.of("lines-of", path=PathName("a.py"), first=1, last=9),
)
REMARK = Message.of("small-background", language=Name("lua"), projects=6, tokens=412_345)
TOO_LARGE = Message.of("too-large", bytes=209_715_200, limit=20_000_000)
SET_ASIDE = Message.of("frequent-seeds", count=1_204, tokens=24)


def digest(number: int) -> str:
    """Return something that looks like a SHA-256 and differs for every number."""
    return f"{number * 2654435761 % 2**32:08x}" * 8


def entry(path: str, **changes: object) -> FileEntry:
    """Return a compared Python file of 120 lines, with changes."""
    plain = FileEntry(
        path=path,
        sha256=digest(len(path)),
        size_bytes=4_321,
        disposition=Disposition.COMPARED,
        reason=None,
        detail=None,
        lines=120,
        encoding="utf-8",
        encoding_basis="valid-utf-8",
        duplicate_of="",
        language="python",
        parser="tree-sitter",
        error_share=0.0,
        tokens=1_000,
        matched_tokens=0,
    )
    return replace(plain, **changes)


def skipped(path: str, disposition: Disposition, reason: Reason, detail: Message, size: int = 91_234) -> FileEntry:
    """Return a file that was not compared."""
    return entry(
        path,
        disposition=disposition,
        reason=reason,
        detail=detail,
        size_bytes=size,
        lines=0,
        encoding="",
        encoding_basis="",
        language="",
        parser="",
        tokens=0,
    )


def side(path: str, first: int, last: int, unit: str = "") -> RegionSide:
    """Return one side of a region with plausible spans."""
    return RegionSide(
        path=path,
        sha256=digest(len(path)),
        first_byte=first * 31,
        stop_byte=last * 31 + 17,
        first_line=first,
        last_line=last,
        first_token=first * 9,
        stop_token=last * 9 + 4,
        unit=unit,
    )


def region(number: int, match_class: MatchClass, known: RegionSide, questioned: RegionSide, weight: Weight) -> Region:
    """Return a region whose script replays to both token spans."""
    return Region(
        number=number,
        match_class=match_class,
        language="python",
        known=replace(known, stop_token=known.first_token + 44),
        questioned=replace(questioned, stop_token=questioned.first_token + 43),
        script=(
            Operation(edit=Edit.IDENTICAL, known=40, questioned=40),
            Operation(edit=Edit.RENAMED, known=1, questioned=1),
            Operation(edit=Edit.DELETED, known=3, questioned=0),
            Operation(edit=Edit.INSERTED, known=0, questioned=2),
        ),
        tokens=41,
        renames=(),
        rename_consistency=None,
        weight=weight,
    )


_SAME, _RENAMED, _DIFFERENT = RowState.IDENTICAL, RowState.RENAMED, RowState.DIFFERENT
_ROWS: tuple[tuple[RowState, int | None, str, int | None, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        _RENAMED, 120, "def settle_account(ledger, entries):", 98, "def close_book(book, postings):",
        ("settle_account", "ledger", "entries"), ("close_book", "book", "postings"),
    ),
    (_SAME, 121, '    """Post every entry."""', 99, '    """Post every entry."""', (), ()),
    (
        _RENAMED, 122, "    balance = ledger.opening", 100, "    total = book.opening",
        ("balance", "ledger"), ("total", "book"),
    ),
    (
        _RENAMED, 123, "    for entry in sorted(entries, key=by_date):",
        101, "    for posting in sorted(postings, key=by_date):",
        ("entry", "entries"), ("posting", "postings"),
    ),
    (
        _DIFFERENT, 124, "        if entry.amount > 250_000:", 102, "        if posting.amount > 100_000:",
        ("entry", "250_000"), ("posting", "100_000"),
    ),
    (
        _SAME, 125, '            raise LimitReached("blkdevIdx2 超出限额")  # 审核 manually',
        103, '            raise LimitReached("blkdevIdx2 超出限额")  # 审核 manually', (), (),
    ),
    (RowState.QUESTIONED_ONLY, None, "", 104, "        log.debug('posting %s', posting.number)", (), ()),
    (
        _DIFFERENT, 126, "\tif access == 'user\u202e \u2066# check\u2069 \u2066':  <b>&amp; \x1b[31m",
        105, "\tif access == 'user':", ("\u202e \u2066# check\u2069 \u2066", "<b>&amp; \x1b[31m"), (),
    ),
    (
        RowState.KNOWN_ONLY, 127, "        audit(entry, ledger, reason='" + "a very long argument, " * 9 + "')",
        None, "", (), (),
    ),
    (RowState.WRAPPED, 131, "    return max(balance,", 109, "    return max(", ("balance",), ()),
)  # fmt: skip


def _marks(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    marks = []
    position = 0
    for word in words:
        position = text.index(word, position)
        marks.append((position, position + len(word)))
        position += len(word)
    return tuple(marks)


def _exhibit_rows() -> tuple[ExhibitRow, ...]:
    return tuple(
        ExhibitRow(
            state=state,
            known_line=known_line,
            known_text=known,
            questioned_line=questioned_line,
            questioned_text=questioned,
            known_marks=_marks(known, known_words),
            questioned_marks=_marks(questioned, questioned_words),
        )
        for state, known_line, known, questioned_line, questioned, known_words, questioned_words in _ROWS
    )


def _regions() -> tuple[Region, ...]:
    paths = (
        ("ledger/settlement.py", "finance/books.py"),
        ("ledger/settlement.py", SCRIPT_NAME),
        (CHINESE_NAME, BIDI_NAME),
        (LONG_NAME, MARKUP_NAME),
    )
    heavy = region(
        1,
        MatchClass.EDITED,
        side(paths[0][0], 120, 168, "Ledger.settle_account"),
        side(paths[0][1], 98, 146, "close_book"),
        Weight(structure=412.25, names=96.5, literals=61.75, comments=42.0),
    )
    heavy = replace(
        heavy,
        renames=(
            Rename(known="ledger", questioned="book", count=12, exceptions=0),
            Rename(known="entries", questioned="postings", count=7, exceptions=0),
            Rename(known="balance", questioned="total", count=5, exceptions=1),
            Rename(known="区域", questioned="<i>area</i>", count=1, exceptions=0),
        ),
        rename_consistency=0.958333,
        alternatives=(
            Alternative(
                known_path="ledger/settlement.py",
                known_first_line=12,
                known_last_line=31,
                questioned_path="finance/books.py",
                questioned_first_line=99,
                questioned_last_line=118,
                structure=88.5,
            ),
        ),
        alternatives_total=4,
        labels=(
            RegionLabel(filter=FilterId.COMMON, code=ReasonCode.OSS, tokens=12, basis=IN_MATERIAL),
            RegionLabel(
                filter=FilterId.IMPORTS, code=ReasonCode.LANG_BOILERPLATE, tokens=4, basis=Message.of("import")
            ),
        ),
        residual_tokens=heavy.tokens - 14,
        residual=Weight(structure=300.5, names=60.25, literals=50.0, comments=0.0),
        significance=RegionSignificance(reaching=0, upper=0.0873, excess_bits=581.3),
    )
    others = (
        region(
            2,
            MatchClass.RENAMED,
            side(paths[1][0], 1, 40),
            side(paths[1][1], 3, 42),
            Weight(structure=188.0, names=0.0, literals=12.31, comments=0.0),
        ),
        region(
            3,
            MatchClass.NORMALISED,
            side(paths[2][0], 7, 30, "查找"),
            side(paths[2][1], 7, 30, "find"),
            Weight(structure=91.4, names=33.3, literals=0.04, comments=8.0),
        ),
        region(
            4,
            MatchClass.BYTE_IDENTICAL,
            side(paths[3][0], 1, 9),
            side(paths[3][1], 1, 9),
            Weight(structure=50.0, names=1.0, literals=0.0, comments=0.0),
        ),
    )
    light = tuple(
        region(
            number,
            MatchClass.RENAMED,
            side("ledger/settlement.py", number * 50, number * 50 + 12, f"rule_{number}"),
            side("finance/books.py", number * 50, number * 50 + 12, f"rule_{number}"),
            Weight(structure=48.5 - number / 10, names=2.0, literals=0.0, comments=0.0),
        )
        for number in range(5, 27)
    )
    return (heavy, *others, *light)


def _file_pairs(regions: tuple[Region, ...]) -> tuple[FilePair, ...]:
    pairs = []
    for item in regions[:4]:
        pairs.append(
            FilePair(
                known_path=item.known.path,
                questioned_path=item.questioned.path,
                match_class=item.match_class,
                regions=1,
                tokens=Both(1_000, 2_000),
                matched=Both(400 + item.number, 401 + item.number),
                heaviest_bits=item.weight.total,
                structure_bits=item.weight.structure,
                total_bits=item.weight.total,
                resemblance=0.882813,
                resemblance_exact=0.871154,
                names_bits=item.weight.names,
                literals_bits=item.weight.literals,
                comments_bits=item.weight.comments,
                relation=list(FileRelation)[item.number % len(FileRelation)],
                change=list(FileChange)[item.number % len(FileChange)],
                main=Both(True, item.number % 2 == 0),
                lines=Both(120, 240),
                matched_lines=Both(60, 61),
                renamed_tokens=7,
                literal_tokens=3,
                moved_tokens=item.number,
                sum=_sum(item),
            )
        )
    return tuple(pairs)


def _sum(item: Region) -> FilePairSum | None:
    """Evaluated, then without a rate, then not recorded, by turns."""
    stated = {"threshold_bits": 58.25, "reaching": 2, "upper": 0.1654} if item.number % 3 == 1 else {}
    found = FilePairSum(bits=item.weight.structure + 20.0, pieces=3, residual_bits=item.weight.structure, **stated)
    return found if item.number % 3 else None


def _unit_pairs() -> tuple[UnitPair, ...]:
    """One pair of units for each relation, and one in another file and out of order."""
    known = UnitPlace(path="src/<b>gate</b>.py", name="Gate.lift", first_line=10, last_line=24, tokens=80)
    questioned = UnitPlace(path="core/gate.py", name="Sluice.raise_by", first_line=31, last_line=47, tokens=84)
    found = [
        UnitPair(
            relation=relation,
            known=None if relation is UnitRelation.QUESTIONED_ONLY else known,
            questioned=None if relation is UnitRelation.KNOWN_ONLY else questioned,
            matched=0 if relation.value.endswith("-only") else 60,
        )
        for relation in UnitRelation
    ]
    elsewhere = replace(known, first_line=90, last_line=99)
    return (*found, replace(found[2], known=elsewhere, same_place=False, in_order=False))


def _differences() -> tuple[Difference, ...]:
    texts = (
        ("Copyright 2019 <b>Culvert</b>", ""),
        ("7", "8"),
        ('"weir <i>4</i>"', "'=sluice 4'"),
        ("lift", "raise_by"),
        ("<", "<="),
        ("opens the <i>weir</i>", "=opens the sluice"),
    )
    return tuple(
        Difference(
            kind=kind,
            change=Message.of("changed-text", known=Quote(known), questioned=Quote(questioned)),
            places=3,
            files=2,
            path=Both("src/<b>gate</b>.py", "core/gate.py"),
            line=Both(12, 34 if questioned else 0),
        )
        for kind, (known, questioned) in zip(DifferenceKind, texts, strict=True)
    )


def _ledger() -> Ledger:
    """Two filters that label something, one that is off, the others without anything to say."""
    nothing = Amount(files=0, lines=0, tokens=0)
    rows = {
        filter_id: FilterRow(
            filter=filter_id,
            enabled=filter_id != FilterId.IDIOMS,
            codes=(),
            known=nothing,
            questioned=nothing,
            matched=Both(0, 0),
        )
        for filter_id in (rule.id for rule in FILTERS)
    }
    rows[FilterId.COMMON] = replace(
        rows[FilterId.COMMON],
        codes=(ReasonCode.OSS,),
        known=Amount(files=1, lines=9, tokens=60),
        questioned=Amount(files=2, lines=1_020, tokens=6_000),
        matched=Both(12, 11),
        material=(Message.of("material", work=Name("shared/<b>libs</b>"), files=3, root=Name("0123456789abcdef")),),
    )
    rows[FilterId.IMPORTS] = replace(
        rows[FilterId.IMPORTS],
        codes=(ReasonCode.LANG_BOILERPLATE,),
        known=Amount(files=4, lines=12, tokens=48),
        questioned=Amount(files=9, lines=30, tokens=120),
        matched=Both(4, 4),
    )
    steps, left, bits = [], 26, 1_683.4
    for filter_id in (None, *(rule.id for rule in FILTERS)):
        if filter_id == FilterId.IDIOMS:
            continue
        if filter_id in (FilterId.COMMON, FilterId.IMPORTS):
            left, bits = left - 1, bits - 100.25
        steps.append(
            Step(filter=filter_id, tokens=Both(left * 90, left * 91), lines=Both(left * 12, left * 13), regions=left,
                 bits=bits)
        )  # fmt: skip
    exclusion = Exclusion(
        filter=FilterId.COMMON, code=ReasonCode.OSS, side="questioned", path="finance/<i>books</i>.py", first_line=98,
        last_line=101, tokens=12, basis=IN_MATERIAL,
    )  # fmt: skip
    return Ledger(rows=tuple(rows.values()), steps=tuple(steps), exclusions=(exclusion,), exclusions_omitted=2)


def _evidence() -> tuple[ChannelResult, ...]:
    """A channel with findings, one without."""
    finding = Finding(
        channel=Channel.NAMES,
        kind="name",
        text="ledger_<b>rollover</b>",
        known=Place(path="ledger/settlement.py", line=120),
        questioned=Place(path="finance/<i>books</i>.py", line=98),
        count=Both(3, 1_204),
        rarity=Rarity(
            seen_in=0,
            projects=32,
            corpus=Message.of("background", language=Name("python"), digest=Name("0123456789abcdef")),
        ),
        note=Message.of("note-stem", known=Quote("<u>a</u>"), questioned=Quote("b")),
        region=1,
    )
    return (
        ChannelResult(
            channel=Channel.NAMES,
            figures={
                "known": 1_300,
                "questioned": 2_700,
                "shared": 41,
                "rare": 7,
                "rare-outside": 3,
                "systematic": 1,
                "stems": 2,
            },
            findings=(finding, replace(finding, rarity=None, note=None, region=0, known=Place(path="a.py", line=0))),
            omitted=5,
        ),
        ChannelResult(
            channel=Channel.ORDER,
            figures={"files": 0, "functions": 0, "in-order": 0, "lists": 0, "same-order-lists": 0},
            findings=(),
            omitted=0,
        ),
    )


def _explanations() -> tuple[Explanation, ...]:
    """One that labels speak for, with hostile signs; the others without an outcome of their own."""
    nothing = tuple(
        Explanation(
            id=name,
            outcome=Outcome.NOT_TESTABLE,
            tests=(),
            regions=(),
            tokens=0,
            all_tokens=1_066,
            signs=(),
            signs_total=0,
        )
        for name in ExplanationId
    )
    found = replace(
        nothing[0],
        outcome=Outcome.FOUND,
        tests=("common", "author-mark"),
        regions=(1,),
        tokens=12,
        signs=(IN_MATERIAL,),
        signs_total=4,
    )
    return (found, *nothing[1:])


def _significance() -> tuple[LanguageSignificance, ...]:
    """One language held against a reference set, one that is not."""
    return (
        LanguageSignificance(
            language="python",
            null_digest="5e" * 32,
            tokens=Both(61_482, 204_117),
            projects=67,
            band_tokens=128_000,
            works=40,
            pairs=760,
            multiple=1.0,
            threshold_bits=45.04,
            median_bits=31.2,
            reaching=38,
            upper=0.1987,
            pair_threshold_bits=58.25,
            pair_reaching=37,
            pair_upper=0.1964,
            carried_threshold_bits=45.04,
        ),
        LanguageSignificance(
            language="text",
            null_digest="",
            tokens=Both(12, 40),
            projects=0,
            band_tokens=0,
            works=0,
            pairs=0,
            multiple=1.0,
            threshold_bits=50.0,
            median_bits=None,
            reaching=None,
            upper=None,
            not_evaluated=NotEvaluated.NO_NULL,
        ),
    )


def _manifest() -> Manifest:
    settings = as_dict(Settings())
    settings["weighing"]["min_weight"] = 45.0
    settings["counting"].update(file_share=0.5, unit_share=0.8)
    return Manifest(
        tool="codematch",
        version="0.1.0",
        libraries={"datasketch": "2.0.0", "numpy": "2.4.6", "tree-sitter": "0.26.1"},
        grammars={"python": "tree-sitter-python 0.25.0"},
        settings=settings,
        sketch={"permutations": 128, "scheme": "affine32", "seed": 1},
        backgrounds=(
            BackgroundUse(
                language="python",
                digest=digest(77),
                projects=31,
                tokens=5_012_345,
                date="2025-11-02",
                mean_bits=1.62,
                case_bits=1.71,
                warning=None,
            ),
            BackgroundUse(
                language="lua",
                digest=digest(78),
                projects=6,
                tokens=412_345,
                date="2025-11-02",
                mean_bits=1.9,
                case_bits=None,
                warning=REMARK,
            ),
            BackgroundUse(
                language="text",
                digest="",
                projects=0,
                tokens=0,
                date="",
                mean_bits=1.0,
                case_bits=None,
                warning=Message.of("no-background", language=Name("text"), bits=1.0),
            ),
        ),
    )


def _known() -> Work:
    files = (
        entry("ledger/settlement.py", lines=1_400, tokens=11_000, matched_tokens=3_200),
        entry(LONG_NAME, matched_tokens=80),
        skipped("logo.png", Disposition.EXCLUDED, Reason.BINARY, Message.of("kind-nul-bytes")),
        entry("设定.lua", language="lua", encoding="gb18030", encoding_basis="common-characters"),
        entry(CHINESE_NAME, lines=300, tokens=2_700, matched_tokens=210),
    )
    return Work(
        label="ledger 2.4.1",
        origin=Origin(kind=OriginKind.ARCHIVE, locator="ledger-2.4.1.tar.gz", container_digest=digest(5)),
        root=digest(1001),
        counts={"compared": 4, "excluded": 1, "unreadable": 0},
        files=tuple(sorted(files, key=lambda file: file.path)),
    )


def _questioned() -> Work:
    files = (
        entry("finance/books.py", lines=2_000, tokens=15_000, matched_tokens=3_300),
        entry("finance/books_old.py", duplicate_of="finance/books.py", lines=2_000, tokens=15_000),
        entry(SCRIPT_NAME, matched_tokens=400),
        entry(BIDI_NAME, matched_tokens=210),
        entry(MARKUP_NAME, matched_tokens=80),
        skipped("dump.sql", Disposition.EXCLUDED, Reason.TOO_LARGE, TOO_LARGE, 209_715_200),
        skipped(
            "secret/\u2067key.bin",
            Disposition.UNREADABLE,
            Reason.READ_ERROR,
            Message.of("system-said", text=Name("permission denied <i>")),
            0,
        ),
    )
    return Work(
        label=HOSTILE_LABEL,
        origin=Origin(kind=OriginKind.GIT, locator="finance.git", revision="ab" * 20, requested="v3<b>"),
        root=digest(1002),
        counts={"compared": 5, "excluded": 1, "unreadable": 1},
        files=tuple(sorted(files, key=lambda file: file.path)),
    )


def _prior() -> tuple[PriorWork, ...]:
    """Shared material with two files, one of them unreadable."""
    files = (
        entry("libs/a.py", lines=120, tokens=1_400),
        skipped(
            "libs/b.py",
            Disposition.UNREADABLE,
            Reason.READ_ERROR,
            Message.of("system-said", text=Name("permission denied")),
            0,
        ),
    )
    work = Work(
        label="shared/<b>libs</b>",
        origin=Origin(kind=OriginKind.DIRECTORY, locator="libs"),
        root=digest(1003),
        counts={"compared": 1, "excluded": 0, "unreadable": 1},
        files=files,
    )
    return (PriorWork(filter=FilterId.COMMON, code=ReasonCode.OSS, work=work),)


def _errors(share: float) -> Message:
    return Message.of("syntax-errors", share=share, language=Name("Python"))


def _limitations() -> tuple[Limitation, ...]:
    return (
        Limitation(stage="languages", subject=BIDI_NAME, reason=Reason.SYNTAX_ERRORS, detail=_errors(0.31)),
        Limitation(stage="languages", subject=SCRIPT_NAME, reason=Reason.SYNTAX_ERRORS, detail=_errors(0.22)),
        Limitation(stage="weight", subject="lua", reason=Reason.SMALL_BACKGROUND, detail=REMARK),
        Limitation(stage="align", subject="", reason=Reason.FREQUENT_SEEDS, detail=SET_ASIDE),
    )


def sample_result() -> CaseResult:
    """Return a result with 26 regions, two exhibits, hostile names on both sides, and every kind of row."""
    regions = _regions()
    exhibits = (
        Exhibit(region=1, rows=_exhibit_rows(), omitted_rows=37),
        Exhibit(
            region=2,
            rows=(
                ExhibitRow(
                    state=RowState.IDENTICAL,
                    known_line=1,
                    known_text="import datetime  # </td></table><script>alert(3)</script>",
                    questioned_line=3,
                    questioned_text="import datetime  # </td></table><script>alert(3)</script>",
                ),
            ),
            omitted_rows=0,
            known_span=(7, 5),
            questioned_span=(7, 5),
        ),
    )
    pair = PairResult(
        known=_known(),
        questioned=_questioned(),
        totals=Totals(
            file=Ratio(total=Both(4, 4), matched=Both(1, 2)),
            line=Ratio(total=Both(48_022, 61_400), matched=Both(2_310, 2_295)),
            token=Ratio(total=Both(412_345, 612_345), matched=Both(412_344, 3)),
            function=Ratio(total=Both(0, 812), matched=Both(0, 0)),
        ),
        regions=regions,
        file_pairs=_file_pairs(regions),
        exhibits=exhibits,
        seeds_set_aside=1_204,
        comparisons=9,
        shared_text=SharedText(names=1_843, names_bits=6_012.34, literals=1, literals_bits=0.01),
        significance=_significance(),
        ledger=_ledger(),
        evidence=_evidence(),
        explanations=_explanations(),
        asserted=_asserted(),
        prior=_prior(),
        masked_lines=3,
        masked={"e-mail": 1, "key": 3},
        light_matches=17,
        unit_pairs=_unit_pairs(),
        unit_tally=UnitTally(functions=Both(40, 50), in_identical_files=Both(3, 3)),
        differences=_differences(),
        changed_lines=(
            ChangedLines(
                pair=1,
                units=("Gate.<b>lift</b>",),
                deleted=((3, 9, 20, 41, 0), (12, 12, 0, 0, -1)),
                inserted=((30, 30, 5, 5, -1),),
            ),
        ),
        further_places=(
            FurtherPlaces(
                region=1, known=((1, 4, 19, 1), (2, 8, 23, 0)), questioned=((0, 2, 17, 1),), total=Both(2, 9)
            ),
        ),
        strata=_strata(),
    )
    return CaseResult(
        format_version=FORMAT_VERSION,
        manifest=_manifest(),
        pairs=(pair,),
        limitations=_limitations(),
        engagement=_engagement(),
    )


def _strata() -> StrataFound:
    """Two strata that fit, with figures of both kinds, and one that does not; the examiner gave the more favourable."""
    return StrataFound(
        found=(
            FoundStratum(
                stratum=Stratum.SAME_INTERFACE,
                fits=True,
                figures=(
                    StratumFigure(name="interface-names", value=12.34, is_share=False, least=2.5),
                    StratumFigure(name="interface-share", value=0.4321, is_share=True, least=0.1),
                ),
                reason=Message.of("same-interface-fits", names=(Quote("<b>lift</b>"), Quote("lower")), count=9),
            ),
            FoundStratum(stratum=Stratum.UNRELATED, fits=True, figures=(), reason=Message.of("unrelated-fits")),
            FoundStratum(
                stratum=Stratum.SAME_TASK,
                fits=False,
                figures=(StratumFigure(name="task-tokens", value=612_345, is_share=False),),
                reason=Message.of("no-small-programs"),
            ),
        ),
        chosen=Stratum.UNRELATED,
        is_given=True,
    )


def _engagement() -> Engagement:
    """A matter with two questions and two items, one of them without a source."""
    known = Item(role=Role.KNOWN, id="K1", description="the <b>engine</b>", supplied_by="Culvert Works", medium="disk")
    return Engagement(
        title="Weir v. Sluice",
        number="(2026) 7",
        client="District court",
        questions=("Do the works correspond?", "Which <i>parts</i>?"),
        items=(known, Item(role=Role.QUESTIONED, id="Q1"), Item(role=Role.PRIOR, id="P7", supplied_by="the maker")),
        tier="CONFIDENTIAL",
    )


def _asserted() -> tuple[AssertedResult, ...]:
    """One item with two counterparts, one without any."""
    weight = Weight(structure=80.5, names=3.25, literals=0.0, comments=0.0)
    nothing = Weight(structure=0.0, names=0.0, literals=0.0, comments=0.0)
    part = Counterpart(
        region=1,
        known_path="ledger/settlement.py",
        known_first_line=120,
        known_last_line=131,
        questioned_path="finance/books.py",
        questioned_first_line=98,
        questioned_last_line=109,
        tokens=44,
    )
    found = AssertedResult(
        item=AssertedItem(
            text="ledger/*.py:120-140", path="ledger/*.py", lines=(120, 140), description="the <b>core</b>"
        ),
        status=ItemStatus.COUNTERPART,
        files=("ledger/settlement.py",),
        files_total=2,
        tokens=1_200,
        lines=21,
        matched_tokens=88,
        matched_lines=12,
        residual_tokens=40,
        weight=weight,
        residual=nothing,
        counterparts=(part, replace(part, region=2)),
        findings=3,
    )
    missing = AssertedItem(text="gone.py", path="gone.py")
    numbers = ("files_total", "tokens", "lines", "matched_tokens", "matched_lines", "residual_tokens", "findings")
    none = replace(found, item=missing, status=ItemStatus.NOT_FOUND, files=(), weight=nothing, counterparts=(),
                   **dict.fromkeys(numbers, 0))  # fmt: skip
    return found, none


def empty_result() -> CaseResult:
    """Return the result of comparing two works that share nothing."""
    full = sample_result()
    totals = Totals(
        file=Ratio(total=Both(4, 4), matched=Both(0, 0)),
        line=Ratio(total=Both(48_022, 61_400), matched=Both(0, 0)),
        token=Ratio(total=Both(412_345, 612_345), matched=Both(0, 0)),
        function=Ratio(total=Both(12, 812), matched=Both(0, 0)),
    )
    pair = replace(
        full.pairs[0],
        totals=totals,
        regions=(),
        file_pairs=(),
        exhibits=(),
        seeds_set_aside=0,
        changed_lines=(),
        further_places=(),
    )
    return replace(full, pairs=(pair,))


def identical_result() -> CaseResult:
    """Return the result of comparing a work with itself."""
    full = sample_result()
    whole = Ratio(total=Both(120, 120), matched=Both(120, 120))
    pair = replace(full.pairs[0], totals=Totals(file=whole, line=whole, token=whole, function=whole))
    return replace(full, pairs=(pair,), limitations=())


def large_result(regions: int) -> CaseResult:
    """Return a result with so many regions."""
    full = sample_result()
    pattern = full.pairs[0].regions[0]
    many = tuple(replace(pattern, number=number) for number in range(1, regions + 1))
    exhibits = tuple(exhibit for exhibit in full.pairs[0].exhibits if exhibit.region <= regions)
    further = full.pairs[0].further_places if regions else ()
    return replace(full, pairs=(replace(full.pairs[0], regions=many, exhibits=exhibits, further_places=further),))


HOSTILE = "</style></script>\"'><svg onload=alert(9)>[red]{{ 7 * 7 }}\u202e\u2028\x1b[31m\x00"
_VOCABULARY = {
    "relation",
    "stratum",
    "chosen",
    "key",
    "role",
    "status",
    "not_evaluated",
    "not_covered",
    "match_class",
    "disposition",
    "reason",
    "state",
    "kind",
    "script",
    "settings",
    "filter",
    "code",
    "codes",
    "side",
    "channel",
    "figures",
    "id",
    "outcome",
    "tests",
    "shown",
}


def hostile_result() -> CaseResult:
    """Return the sample result with the same hostile text in place of every text that is not a fixed vocabulary."""

    def poison(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                # What differs between two files is a word of ours, a difference quotes both works.
                key: item if key in _VOCABULARY or (key == "change" and isinstance(item, str)) else poison(item)
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [poison(item) for item in value]
        return HOSTILE if isinstance(value, str) else value

    document = poison(to_document(sample_result()))
    for work in (document["pairs"][0][side] for side in ("known", "questioned")):
        longest = max(file["lines"] for file in work["files"])
        for file in work["files"]:  # they all have one path
            file["lines"] = longest
    return from_document(document)
