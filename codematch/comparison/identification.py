"""Which files of a work are compared, in which language each is read, and which of them repeat another one.

A language is claimed before a file is read and settled when it is (`codematch.languages`). Files with the same bytes,
read in the same encoding and language, count once, under the path that says most plainly what they are.
"""

import fnmatch
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from codematch.languages import TEXT, Identified, Languages, settle
from codematch.languages.endings import ending
from codematch.model.message import Message, Name, PathName, Value
from codematch.model.source import Disposition, LanguageBasis, Limitation, Reason, SourceFile, SourceTree
from codematch.settings import Settings

Given = Sequence[tuple[str, str]]
"""Languages that the user gave: (pattern of paths, name of the language); the last that fits a path counts."""

_STRENGTH = (
    LanguageBasis.GIVEN,
    LanguageBasis.NAME,
    LanguageBasis.EXTENSION,
    LanguageBasis.MODELINE,
    LanguageBasis.SHEBANG,
    LanguageBasis.INNER_EXTENSION,
    LanguageBasis.CONTENT,
    LanguageBasis.PARSE,
    LanguageBasis.NONE,
)
"""What says the language of a file, the plainest first."""
_OF_ITSELF = frozenset(_STRENGTH[1:6])
"""What a file may lend to another one with the same bytes whose own name says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A file to be compared, and the language that it claims to be in."""

    source: SourceFile
    identified: Identified

    @property
    def content(self) -> str:
        """The same for files with the same text: the same bytes, read in the same encoding."""
        return f"{self.source.record.digest} {self.source.record.encoding}"

    @property
    def key(self) -> tuple[str, Identified]:
        """What is read once: the same text with the same claim."""
        return self.content, self.identified


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """The files of a work once those that repeat another one are left out.

    `kept` are (file, key of its preparation), sorted by path; `copies` names for each file left out the one that is
    kept; `bases` says for every file what decided its language.
    """

    kept: tuple[tuple[SourceFile, tuple[str, Identified]], ...]
    copies: Mapping[str, str]
    bases: Mapping[str, LanguageBasis]
    limitations: tuple[Limitation, ...]


def claim_languages(
    tree: SourceTree, languages: Languages, settings: Settings, only: tuple[str, ...], given: Given
) -> list[Claim]:
    """Return the files of a tree that are to be compared, each with the language that it claims."""
    claims = []
    for source in tree.files:
        record = source.record
        if record.disposition is not Disposition.COMPARED or source.text is None:
            continue
        found = given_language(record.path, given) or languages.identify(record.path, source.text.utf8)
        if only:
            settled = settle(found, source.text.utf8, languages, settings.parsing, settings.identification)
            if settled.language not in only:
                continue
        claims.append(Claim(source=source, identified=found))
    return claims


def unused(trees: Iterable[SourceTree], given: Given) -> list[Limitation]:
    """Name the patterns that fit no file of any work."""
    paths = [source.record.path for tree in trees for source in tree.files]
    return [
        Limitation(
            stage="languages",
            subject="",
            reason=Reason.UNUSED_OPTION,
            detail=Message.of("unused-language-of", pattern=Name(pattern), language=Name(name)),
        )
        for pattern, name in given
        if not any(_fits(path, pattern) for path in paths)
    ]


def lend(claims: Sequence[Sequence[Claim]], settled: Mapping[tuple[str, Identified], Identified]) -> dict[str, Claim]:
    """Return for each text the file whose own name says most plainly what it is, of any of the works."""
    best: dict[str, Claim] = {}
    for claim in sorted((claim for work in claims for claim in work), key=lambda one: one.source.record.path):
        found = settled[claim.key]
        if found.language == TEXT or found.basis not in _OF_ITSELF:
            continue
        held = best.get(claim.content)
        if held is None or _strength(found) < _strength(settled[held.key]):
            best[claim.content] = claim
    return best


def fold(
    claims: Sequence[Claim],
    settled: Mapping[tuple[str, Identified], Identified],
    lent: Mapping[str, Claim],
    languages: Languages,
) -> Folded:
    """Leave out the files of one work that repeat another one in bytes, encoding and language.

    Args:
        claims: The files of the work, sorted by path.
        settled: What came of each claim once the file was read.
        lent: What `lend` returned: what a file is whose own name does not say so.
        languages: The languages, for their titles.
    """
    groups: dict[tuple[str, str, str], list[tuple[int, str, Claim, tuple[str, Identified]]]] = {}
    bases: dict[str, LanguageBasis] = {}
    limitations = []
    for claim in claims:
        record, key = claim.source.record, claim.key
        found = settled[key]
        lender = lent.get(claim.content)
        if lender is not None and record.size_bytes and _unsaid(claim.identified, found):
            if settled[lender.key].language != found.language:
                found = replace(settled[lender.key], basis=LanguageBasis.CONTENT)
            key = lender.key if settled[lender.key].language == found.language else key
        bases[record.path] = found.basis
        limitations += _notes(record.path, claim.identified, found, languages)
        group = (claim.content, found.language, found.form) if record.size_bytes else (record.path, "", "")
        groups.setdefault(group, []).append((_strength(found), record.path, claim, key))
    kept, copies = [], {}
    for members in groups.values():
        _, path, first, key = min(members, key=lambda item: item[:2])
        kept.append((first.source, key))
        copies.update({other: path for _, other, _, _ in members if other != path})
    kept.sort(key=lambda item: item[0].record.path)
    return Folded(kept=tuple(kept), copies=copies, bases=bases, limitations=tuple(limitations))


def given_language(path: str, given: Given) -> Identified | None:
    """Return the language that the user gave to a file, if any."""
    name = next((name for pattern, name in reversed(given) if _fits(path, pattern)), None)
    return None if name is None else Identified(language=name, basis=LanguageBasis.GIVEN, certain=True)


def _fits(path: str, pattern: str) -> bool:
    """Whether a pattern fits a path, or the end of one behind a slash, as with `--encoding`."""
    return fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path, f"*/{pattern}")


def _strength(found: Identified) -> int:
    return _STRENGTH.index(found.basis)


def _unsaid(claim: Identified, found: Identified) -> bool:
    """Whether neither the name nor the first lines of a file say its language, or they were not believed."""
    return claim.basis is not LanguageBasis.GIVEN and found.basis not in _OF_ITSELF


def _notes(path: str, claim: Identified, found: Identified, languages: Languages) -> list[Limitation]:
    """What a reader must know of how a file is read."""
    notes = []
    if found.borrowed:
        detail = Message.of("borrowed-grammar", language=Name(found.borrowed), grammar=Name(found.language))
        notes.append((Reason.BORROWED_GRAMMAR, detail))
    end = ending(path.rpartition("/")[2])
    against = claim.language != found.language and (claim.language != TEXT or found.basis is not LanguageBasis.NONE)
    if end and against and (found.language == TEXT or found.language not in claim.rivals or claim.language == TEXT):
        values: dict[str, Value] = {"ending": PathName(end)}
        if found.language != TEXT:
            values["language"] = Name(languages.spec(found.language).title)
        key = "ending-against-plain-text" if found.language == TEXT else "ending-against-content"
        notes.append((Reason.LANGUAGE_EVIDENCE, Message.of(key, **values)))
    return [Limitation(stage="languages", subject=path, reason=reason, detail=detail) for reason, detail in notes]
