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

from codematch.evidence.authorship_marks import AUTHOR, HOLDER, LICENCE, RELEASE
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
NamesOf = Callable[[Iterable[EvidenceFile]], Names]
"""Reads the names that files give."""


def _check(case: DetectorInput) -> DetectorResult:
    """Return the pairs of files that share a good part of their tokens, and whose notices differ."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for item in case.aligned:
        shared[item.known_file, item.questioned_file] += len(item.known)
    said_of = _Works(case.works)
    found: dict[tuple[str, str, Place, Place], int] = defaultdict(int)
    for (first, second), tokens in sorted(shared.items()):
        known, questioned = case.known.files[first], case.questioned.files[second]
        if tokens >= case.settings.notice_share * min(len(known.stream), len(questioned.stream)):
            # What a licence file says for many files stands once, with their number.
            for said in _differences(known, questioned, said_of):
                found[said] += 1
    findings = [_finding(*said, count, case.settings.max_characters) for said, count in found.items()]
    findings.sort(key=lambda item: (KINDS.index(item.kind), item.known.path, item.questioned.path))
    return DetectorResult.by_kind(findings, KINDS)


class _Named:
    """Names, with the words of each: what is a longer or shorter form of another name shares a word with it."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._by_word: dict[str, list[frozenset[str]]] = defaultdict(list)
        for words in map(frozenset, map(str.split, names)):
            for word in words or ("",):
                self._by_word[word].append(words)

    def has_form_of(self, key: str) -> bool:
        """Say whether one of the names is a given one, or a longer or shorter form of it."""
        words = frozenset(key.split())
        if not words or key in self.names:
            return bool(self.names)
        near = (other for word in ("", *words) for other in self._by_word.get(word, ()))
        return any(words <= other or other <= words for other in near)


class _Speakers:
    """The files of a work that speak for others: licences and the like, for all files beside and below them."""

    def __init__(self, work: Subject, names: re.Pattern[str]) -> None:
        self._files = work.files
        self._by_folder: dict[str, list[int]] = defaultdict(list)
        self._above: dict[str, tuple[int, ...]] = {}
        for number, file in enumerate(work.files):
            for folder in _spoken_for(file.record.path, names):
                self._by_folder[folder].append(number)

    def of(self, file: EvidenceFile) -> tuple[int, ...]:
        """Return the numbers of the files that speak for another one, rising."""
        folder = file.record.path.rpartition("/")[0]
        if folder not in self._above:
            parts = folder.split("/")
            above = {"", *("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))}
            numbers = {number for place in above for number in self._by_folder.get(place, ())}
            self._above[folder] = tuple(sorted(numbers))
        speaking = self._above[folder]
        return tuple(number for number in speaking if self._files[number] is not file)


_Speaking = tuple[tuple[int, ...], tuple[int, ...]]
"""The numbers of the files that speak for one, and of those of them that say whose the work is."""


class _Naming:
    """Whom the files of one work name, by themselves or by the files that speak for them; each is read once."""

    def __init__(self, work: Subject, names_of: NamesOf, speakers: _Speakers, owners: _Speakers) -> None:
        self._work, self._names_of, self._speakers, self._owners = work, names_of, speakers, owners
        self._own: dict[str, _Named] = {}
        self._said: dict[tuple[int, ...], _Named] = {}

    def named_in(self, file: EvidenceFile) -> _Named:
        """Return the names that a file gives itself."""
        if file.record.path not in self._own:
            self._own[file.record.path] = _Named(self._names_of([file]))
        return self._own[file.record.path]

    def speaking(self, file: EvidenceFile) -> _Speaking:
        """Return the numbers of the files that speak for one, and of those that say whose the work is."""
        return self._speakers.of(file), self._owners.of(file)

    def named_by(self, numbers: tuple[int, ...]) -> _Named:
        """Return the names in some files."""
        if numbers not in self._said:
            self._said[numbers] = _Named(self._names_of(self._work.files[number] for number in numbers))
        return self._said[numbers]


class _Difference(NamedTuple):
    """How the names of two files differ, "" where they do not, and the names of each."""

    kind: str
    known: Names
    questioned: Names


class _Namings:
    """The names in both works, compared; pairs of files that name nobody, and for which the same files speak, once."""

    def __init__(self, known: _Naming, questioned: _Naming) -> None:
        self._sides = known, questioned
        self._unnamed: dict[object, _Difference] = {}

    def difference(self, known: EvidenceFile, questioned: EvidenceFile) -> _Difference:
        """Return how the names of two files differ.

        A file that names nobody is spoken for by a file that owns the work in its folder or above; but what neither
        file says, and only one work says for it, is no difference: a part of a work is often handed over without it.
        """
        first, second = self._sides
        own = first.named_in(known), second.named_in(questioned)
        speaking = first.speaking(known), second.speaking(questioned)
        if own[0].names or own[1].names:
            return self._compared(own, speaking)
        if speaking not in self._unnamed:
            self._unnamed[speaking] = self._compared(own, speaking)
        return self._unnamed[speaking]

    def _compared(self, own: tuple[_Named, _Named], speaking: tuple[_Speaking, _Speaking]) -> _Difference:
        first, second = self._sides
        left = own[0] if own[0].names else first.named_by(speaking[0][1])
        right = own[1] if own[1].names else second.named_by(speaking[1][1])
        gone = _without(left.names, (right, second.named_by(speaking[1][0])))
        new = _without(right.names, (left, first.named_by(speaking[0][0])))
        kind = ""
        if not own[0].names and not own[1].names:
            kind = "changed" if len(gone) == len(left.names) > 0 and len(new) == len(right.names) > 0 else ""
        elif gone and new:
            kind = "changed"
        # What one file says in its head, and only the licence file of the other says for that, is in both.
        elif gone and own[0].names:
            kind = "removed"
        elif new and own[1].names:
            kind = "added"
        return _Difference(kind, left.names, right.names)


def _namings(
    works: tuple[Subject, Subject], names_of: NamesOf, speakers: list[_Speakers], owners: list[_Speakers]
) -> _Namings:
    known, questioned = (_Naming(work, names_of, *given) for work, *given in zip(works, speakers, owners, strict=True))
    return _Namings(known, questioned)


class _Works:
    """Both works: what holds of many files, as a licence above them does, is found out once."""

    def __init__(self, works: tuple[Subject, Subject]) -> None:
        self._works = works
        self._speakers = [_Speakers(work, _SPEAKS_FOR) for work in works]
        owners = [_Speakers(work, _OWNS) for work in works]
        lists = [_Speakers(work, _NAMES_AUTHORS) for work in works]
        self.holders = _namings(works, _holders, self._speakers, owners)
        self.authors = _namings(works, _authors, lists, lists)
        self._licences: tuple[dict[tuple[int, ...], frozenset[str]], ...] = ({}, {})

    def licences_for(self, side: int, file: EvidenceFile) -> frozenset[str]:
        """Return the licences in all files that speak for one of the known (0) or the questioned (1) work."""
        numbers, known = self._speakers[side].of(file), self._licences[side]
        if numbers not in known:
            known[numbers] = frozenset(name for n in numbers for name in _licences(self._works[side].files[n]))
        return known[numbers]


def _differences(
    known: EvidenceFile, questioned: EvidenceFile, works: _Works
) -> Iterator[tuple[str, str, Place, Place]]:
    """Yield kind, text and places of what the notices of two files say differently."""
    pair = known, questioned
    kind, left, right = works.holders.difference(*pair)
    if kind:
        yield f"notice-{kind}", *_shown(left, right, pair)
    elif not left and not right:
        kind = _kind_of_licences(known, questioned, works)
        if kind:
            yield kind, *_shown({}, {}, pair)
    kind, left, right = works.authors.difference(*pair)
    if kind:
        (before, after), (first, second) = map(_listed, (left, right)), map(_place, (left, right), pair)
        yield f"author-{kind}", f"{before} → {after}", first, second


def _kind_of_licences(known: EvidenceFile, questioned: EvidenceFile, works: _Works) -> str:
    """The same of files that name no holder: a licence counts where the other side says nothing of it."""
    if bool(known.notices) == bool(questioned.notices):
        return ""
    speaker, silent, side, kind = (
        (known, questioned, 1, "notice-removed") if known.notices else (questioned, known, 0, "notice-added")
    )
    said = {licence_of(speaker.stream.comments.texts[number]) for number in speaker.notices} - {
        "",
        "warranty",
        "notice",
    }
    elsewhere = set(_licences(silent)) | works.licences_for(side, silent)
    return "" if elsewhere & said or (elsewhere and not said) else kind


def _licences(file: EvidenceFile) -> Iterator[str]:
    yield from filter(None, (licence_of(passage.text) for passage in passages(file.utf8, file.stream)))


def _without(names: Names, others: Iterable[_Named]) -> Names:
    """The names that no other is the same as, or a longer or shorter form of."""
    return {key: value for key, value in names.items() if not any(other.has_form_of(key) for other in others)}


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
        # The marks of a file tell that it names an author, but not in every case as whom.
        names_any = any(trace.kind == AUTHOR for trace in file.facts.traces)
        for passage in passages(file.utf8, file.stream) if names_any and not is_list else ():
            read = written_by if passage.is_comment else stated_authors
            for name, offset in read(passage.text):
                place = passage.line + passage.text.count("\n", 0, offset)
                result.setdefault(_author_key(name), _Said(name, file.record.path, place))
        line, counted = 1, 0
        for match in _AUTHORS_LINE.finditer(file.utf8.decode("utf-8", "replace")) if is_list else ():
            name, start = " ".join(match["name"].split()), match.start("name")
            line, counted = line + match.string.count("\n", counted, start), start
            if len(name.split()) > 1 and is_name(name, is_tagged=False):
                result.setdefault(_author_key(name), _Said(name, file.record.path, line))
    return result


def _author_key(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s@]", " ", name.lower()).split())


def _spoken_for(path: str, names: re.Pattern[str]) -> set[str]:
    """The folders for whose files, and those below, a file speaks by its name or by the folder that it lies in."""
    folder, _, name = path.rpartition("/")
    parent, _, last = folder.rpartition("/")
    if last.lower() in _FOLDERS and names is _SPEAKS_FOR:
        return {parent, folder}
    return {folder} if names.match(name) else set()


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
