"""Sign of works by the same author: holders, authors, mail addresses and organisations that both works name.

What counts: names in notices and of authors, mail addresses at the heads of files, first parts of packages that both
works declare, and the account of a hosting service that a manifest at the top of each work names. A name counts by the
share of the files with any name that carry it; one in a licence file or manifest at the top of a work is of the whole
work. Authors of commits are not read.

What copying does: files with the same tokens are left out, but for licence files. A copied file that was edited may
keep its notice; the name has to be in many files of both works, so that a few such files do not make the sign fit. A
work that was copied and edited throughout, with its notices, makes it fit: that the works name the same author is so.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from codematch.comparison.prepare import PreparedFile, PreparedWork, Toolkit
from codematch.evidence.authorship_marks import AUTHOR, HOLDER
from codematch.model.message import Message, Quote
from codematch.model.source import SourceFile
from codematch.model.stratum import FoundStratum, Stratum, StratumFigure
from codematch.strata.imported_modules import organisation
from codematch.strata.imported_modules import rules as import_rules
from codematch.strata.overlap import without_copies

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HEAD_COMMENTS = 3
"""Comments at the head of a file in which mail addresses are looked for."""
_ACCOUNT = re.compile(rb"\b((?:github|gitlab|gitee|bitbucket)\.(?:com|org))[/:]([\w.-]+)/")
_MANIFESTS = frozenset({
    "go.mod", "package.json", "Cargo.toml", "pyproject.toml", "setup.py", "setup.cfg", "composer.json", "pom.xml",
})  # fmt: skip
_OF_WORK = re.compile(r"(?i)^(?:licen[cs]e|copying|copyright|notice|authors?)\b[^/]*$")
_NO_NAME = frozenset({"the authors", "authors", "author", "contributors", "the contributors", "owner", "yourself"})
_OF_LICENCES = frozenset({
    "free software foundation", "james hacker", "james random hacker", "treaty adopted on december",
    "mozilla foundation", "open source initiative", "creative commons", "name of copyright owner", "name of author",
    "the linux foundation", "linux foundation and its contributors", "apache software foundation",
})  # fmt: skip
"""Whom the texts of licences name as their own authors, or as examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """Whom a work names: the share of files, of those that name anybody, by name; 1 for names of the whole work."""

    shares: Mapping[str, float]


def fit(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> FoundStratum:
    """Measure in which share of their files two works name the same author, holder or organisation."""
    settings = toolkit.settings.strata
    works = without_copies(known, questioned, keep=_OF_WORK.match)
    authors = works.map(authors_of)
    shared = {
        name: round(min(authors.known.shares[name], authors.questioned.shares[name]), 4)
        for name in authors.known.shares.keys() & authors.questioned.shares.keys()
    }
    ranked = sorted(shared, key=lambda name: (-shared[name], name))
    figures = (
        StratumFigure(
            name="author-share",
            value=shared[ranked[0]] if ranked else 0.0,
            is_share=True,
            least=settings.author_share,
        ),
        StratumFigure(name="author-names", value=len(ranked), is_share=False),
    )
    fits = figures[0].is_reached
    return FoundStratum(
        stratum=Stratum.SAME_AUTHOR,
        fits=fits,
        figures=figures,
        reason=_reason(ranked, settings.examples, fits=fits),
    )


def _reason(names: Sequence[str], most: int, *, fits: bool) -> Message:
    listed = tuple(map(Quote, names[:most]))
    if not names:
        return Message.of("no-author-in-common")
    if fits:
        return Message.of("same-author-fits", names=listed, count=len(names))
    return Message.of("same-author-misses", names=listed, count=len(names))


def authors_of(work: PreparedWork) -> Authors:
    """Return whom the files of a work name."""
    files: Counter[str] = Counter()
    whole: set[str] = set()
    naming = 0
    for source, file in zip(work.sources, work.files, strict=True):
        names = {name for name in _names(source, file) if "licen" not in name} - _NO_NAME
        if is_of_work := _OF_WORK.match(source.record.path) is not None:
            names -= _OF_LICENCES
        naming += bool(names)
        files.update(names)
        if is_of_work:
            whole |= names
        whole |= _organisations(source)
    shares = {name: count / naming for name, count in files.items()}
    return Authors(shares=shares | dict.fromkeys(whole, 1.0))


def _organisations(source: SourceFile) -> set[str]:
    """Return on whose account a hosting service keeps a work, if the file is its manifest and says so."""
    if source.record.path not in _MANIFESTS:
        return set()
    text = source.utf8.partition(b"\n")[0] if source.record.path == "go.mod" else source.utf8
    return {b"/".join(found).decode("utf-8", "replace").lower() for found in _ACCOUNT.findall(text)}


def _names(source: SourceFile, file: PreparedFile) -> Iterator[str]:
    """Yield whom a file names, in small letters."""
    for trace in file.facts.traces if file.facts is not None else ():
        if trace.kind in (AUTHOR, HOLDER):
            yield trace.key
    for text in file.stream.comments.texts[:_HEAD_COMMENTS]:
        if "@" in text:
            yield from (address.lower() for address in _MAIL.findall(text))
    rule = import_rules().get(file.stream.language)
    if rule is not None and rule.declares is not None and rule.parts is None:
        for package in rule.declares.findall(source.utf8):
            if name := organisation(package.decode("utf-8", "replace"), rule):
                yield name
