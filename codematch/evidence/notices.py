"""Notices of copyright and of authors that differ between files that share much of their code.

A notice was removed, added, or names somebody else. What a file does not state at its head it may state elsewhere, in a
text or below its code. A licence file in its folder or in a folder above applies to it, as does a list of authors.
Holders are the same if their names are, in any spelling.

Why: A notice names the author or the owner. It may differ because a name was removed, or because the rights changed
hands.

Not covered: Notices in pictures; files that share little of their tokens.

Example: `Copyright 2019 Acme` became `Copyright 2023 Bolt`; the line `# Author: Li Wei` is missing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from codematch.evidence.authorship_marks import HOLDER, LICENCE, RELEASE
from codematch.evidence.detector_input import DetectorInput, DetectorResult, EvidenceFile, Subject
from codematch.evidence.rule import Detector
from codematch.masking import masked
from codematch.model.evidence import Channel, Finding, Place
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.notices import is_name, licence_of, passages, stated_authors, written_by
from codematch.settings.detectors import Notices

KINDS = (
    "notice-changed", "notice-removed", "notice-added", "author-changed", "author-removed", "author-added",
)  # fmt: skip
_SPEAKS_FOR = re.compile(
    r"(?i)^(?:.*licen[cs]e.*|copying.*|notices?\b.*|copyright.*|authors.*|third.?party.*|readme.*)$"
)
"""Names of files that say whose all files beside and below them are."""
_OWNS = re.compile(r"(?i)^(?:licen[cs]e|copying|notice|copyright)(?:[.-](?:txt|md|rst|mit|bsd|apache|gpl|html?))?$")
"""Those that say it of the work itself, not of works that it uses."""
_NAMES_AUTHORS = re.compile(r"(?i)^(?:authors?|contributors?|maintainers?|credits)(?:\.(?:txt|md|rst))?$")
_AUTHORS_LINE = re.compile(r"^[\s*#+>-]*(?P<name>[^\n<(,:\[]{3,60}?)\s*(?:[<(,\[].*)?$", re.MULTILINE)
_FOLDERS = frozenset({"licenses", "licences", "license", "licence", "legal", "meta-inf"})


class _Said(NamedTuple):
    """A name as it is spelt, with the file and the line where it stands first."""

    text: str
    path: str
    line: int


Names = dict[str, _Said]
"""Names by what makes two of them the same."""


def _check(case: DetectorInput) -> DetectorResult:
    """Return the pairs of files that share a good part of their tokens, and whose notices differ."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for item in case.aligned:
        shared[item.known_file, item.questioned_file] += len(item.known)
    found: dict[tuple[str, str, Place, Place], int] = defaultdict(int)
    for (first, second), tokens in sorted(shared.items()):
        known, questioned = case.known.files[first], case.questioned.files[second]
        if tokens >= case.settings.notice_share * min(len(known.stream), len(questioned.stream)):
            # What a licence file says for many files stands once, with their number.
            for said in _differences(known, questioned, case):
                found[said] += 1
    findings = [_finding(*said, count, case.settings.max_characters) for said, count in found.items()]
    findings.sort(key=lambda item: (KINDS.index(item.kind), item.known.path, item.questioned.path))
    return DetectorResult.by_kind(findings, KINDS)


def _differences(
    known: EvidenceFile, questioned: EvidenceFile, case: DetectorInput
) -> Iterator[tuple[str, str, Place, Place]]:
    """Yield kind, text and places of what the notices of two files say differently."""
    pair = known, questioned
    kind, left, right = _compared(pair, case, _holders, (_SPEAKS_FOR, _OWNS))
    if kind:
        yield f"notice-{kind}", *_shown(left, right, pair)
    elif not left and not right:
        kind = _kind_of_licences(known, questioned, case)
        if kind:
            yield kind, *_shown({}, {}, pair)
    kind, left, right = _compared(pair, case, _authors, (_NAMES_AUTHORS, _NAMES_AUTHORS))
    if kind:
        (before, after), (first, second) = map(_listed, (left, right)), map(_place, (left, right), pair)
        yield f"author-{kind}", f"{before} → {after}", first, second


def _compared(
    pair: tuple[EvidenceFile, EvidenceFile],
    case: DetectorInput,
    names_of: Callable[[Iterable[EvidenceFile]], Names],
    speakers: tuple[re.Pattern[str], re.Pattern[str]],
) -> tuple[str, Names, Names]:
    """Return how the names of two files differ, "" where they do not, and the names of each.

    A file that names nobody is spoken for by a file of the second pattern in its folder or above; but what neither file
    says, and only one work says for it, is no difference: a part of a work is often handed over without it.
    """
    own = tuple(names_of([file]) for file in pair)
    spoken = tuple(names_of(_speaking(work, file, speakers[0])) for work, file in zip(case.works, pair, strict=True))
    for_it = tuple(names_of(_speaking(work, file, speakers[1])) for work, file in zip(case.works, pair, strict=True))
    left, right = (said or other for said, other in zip(own, for_it, strict=True))
    gone, new = _without(left, {**right, **spoken[1]}), _without(right, {**left, **spoken[0]})
    if not any(own):
        return "changed" if len(gone) == len(left) > 0 and len(new) == len(right) > 0 else "", left, right
    if gone and new:
        return "changed", left, right
    # What one file says in its head, and only the licence file of the other says for that, is in both.
    if gone and own[0]:
        return "removed", left, right
    return ("added", left, right) if new and own[1] else ("", left, right)


def _kind_of_licences(known: EvidenceFile, questioned: EvidenceFile, case: DetectorInput) -> str:
    """The same of files that name no holder: a licence counts where the other side says nothing of it."""
    if bool(known.notices) == bool(questioned.notices):
        return ""
    speaker, silent, work, kind = (
        (known, questioned, case.questioned, "notice-removed")
        if known.notices
        else (questioned, known, case.known, "notice-added")
    )
    said = {licence_of(speaker.stream.comments.texts[number]) for number in speaker.notices} - {
        "",
        "warranty",
        "notice",
    }
    elsewhere = {name for file in (silent, *_speaking(work, silent, _SPEAKS_FOR)) for name in _licences(file)}
    return "" if elsewhere & said or (elsewhere and not said) else kind


def _licences(file: EvidenceFile) -> Iterator[str]:
    yield from filter(None, (licence_of(passage.text) for passage in passages(file.utf8, file.stream)))


def _without(names: Names, others: Names) -> Names:
    """The names that no other is the same as, or a longer or shorter form of."""
    words = [set(key.split()) for key in others]
    return {key: value for key, value in names.items()
            if not any(set(key.split()) <= other or other <= set(key.split()) for other in words)}  # fmt: skip


def _holders(files: Iterable[EvidenceFile]) -> Names:
    """The holders that files name."""
    result: Names = {}
    for file in files:
        for trace in file.facts.traces:
            if trace.kind == HOLDER and trace.key not in _PLACEHOLDERS:
                result.setdefault(trace.key, _Said(trace.text, file.record.path, trace.line))
    return result


_PLACEHOLDERS = frozenset({"year fullname", "name of author", "name of copyright owner", "fullname"})


def _authors(files: Iterable[EvidenceFile]) -> Names:
    """Those whom files call their authors; in a file that is a list of authors, everybody on it."""
    result: Names = {}
    for file in files:
        is_list = _NAMES_AUTHORS.match(file.record.path.rpartition("/")[2]) is not None
        for passage in passages(file.utf8, file.stream) if not is_list else ():
            read = written_by if passage.is_comment else stated_authors
            for name, offset in read(passage.text):
                line = passage.line + passage.text.count("\n", 0, offset)
                result.setdefault(_author_key(name), _Said(name, file.record.path, line))
        for match in _AUTHORS_LINE.finditer(file.utf8.decode("utf-8", "replace")) if is_list else ():
            name = " ".join(match["name"].split())
            if len(name.split()) > 1 and is_name(name, is_tagged=False):
                line = file.utf8.count(b"\n", 0, len(match.string[: match.start("name")].encode())) + 1
                result.setdefault(_author_key(name), _Said(name, file.record.path, line))
    return result


def _author_key(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s@]", " ", name.lower()).split())


def _speaking(work: Subject, file: EvidenceFile, names: re.Pattern[str]) -> list[EvidenceFile]:
    """The files of a work that speak for another one: licences and the like beside it, above it, or in their folder."""
    folder = file.record.path.rpartition("/")[0]
    above = {"", *("/".join(folder.split("/")[:depth]) for depth in range(1, folder.count("/") + 2))}
    return [other for other in work.files if other is not file and _speaks_for(other.record.path, above, names)]


def _speaks_for(path: str, above: set[str], names: re.Pattern[str]) -> bool:
    folder, _, name = path.rpartition("/")
    parent, _, last = folder.rpartition("/")
    if last.lower() in _FOLDERS and names is _SPEAKS_FOR:
        return parent in above or folder in above
    return folder in above and names.match(name) is not None


def _shown(left: Names, right: Names, pair: tuple[EvidenceFile, EvidenceFile]) -> tuple[str, Place, Place]:
    """Return what both sides say of their owners, and where."""
    sides = [_side(names, file) for names, file in zip((left, right), pair, strict=True)]
    return f"{sides[0][0]} → {sides[1][0]}", sides[0][1], sides[1][1]


def _side(names: Names, file: EvidenceFile) -> tuple[str, Place]:
    """What a file says of its owners, and where: "–" for nothing, else holders, a licence, or how its notice begins."""
    if names:
        return _listed(names), _place(names, file)
    if not file.notices:
        return "–", file.at(0)
    said = [trace.text for trace in file.facts.traces if trace.kind in (LICENCE, RELEASE)]
    texts = [file.stream.comments.texts[number] for number in sorted(file.notices)]
    said += [name for name in map(licence_of, texts) if name not in ("", "SPDX", "warranty", "notice")]
    line = int(file.stream.comments.lines[min(file.notices)])
    first = " ".join(re.sub(r"[^\w\s.,:;()@©'’-]+", " ", texts[0]).split())
    return ", ".join(dict.fromkeys(said)) or first, file.at(line)


def _listed(names: Names) -> str:
    return ", ".join(said.text for said in names.values()) or "–"


def _place(names: Names, file: EvidenceFile) -> Place:
    """Where the first of the names stands, line 0 of the file itself where there are none."""
    if not names:
        return file.at(0)
    first = min(names.values(), key=lambda said: (said.path != file.record.path, said.path, said.line))
    return Place(path=first.path, line=first.line)


def _finding(kind: str, text: str, known: Place, questioned: Place, count: int, most: int) -> Finding:
    before, after = (masked(part)[:most] for part in text.split(" → ", 1))
    return Finding(
        channel=Channel.ARTEFACTS,
        kind=kind,
        text=f"{before} → {after}",
        known=known,
        questioned=questioned,
        count=Both(count, count),
        note=Message.of(f"note-{kind}"),
    )


RULE = Detector(
    id="notices",
    docs=__doc__,
    channel=Channel.ARTEFACTS,
    check=_check,
    settings=Notices,
    kinds=KINDS,
    messages=tuple(f"note-{kind}" for kind in KINDS),
    needs_regions=True,
)
