"""Revisions that changed much at once: notices removed, names replaced throughout, files moved, histories squashed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from codematch.model.engagement import Role
from codematch.model.message import Message
from codematch.model.versions import HistoryEvent
from codematch.revisions.history import History, Revision
from codematch.revisions.interval import name_of
from codematch.revisions.lines import abstract
from codematch.revisions.texts import Texts
from codematch.settings import Versions

_NOTICE = re.compile(
    rb"copyright|\(c\)\s+\d{4}|\xc2\xa9|licen[cs]ed under|@author|\xe7\x89\x88\xe6\x9d\x83", re.IGNORECASE
)
_SQUASHED = re.compile(r"\bsquash(?:ed)?\b|\bimport(?:ed)? (?:from|of)\b|\binitial import\b", re.IGNORECASE)


def find_events(
    history: History, chain: list[int], paths: frozenset[str], role: Role, texts: Texts, rules: Versions
) -> tuple[HistoryEvent, ...]:
    """Return the events on the way to a revision, in order.

    Args:
        history: The history of one work.
        chain: The revisions that are looked at, each the first parent of the next.
        paths: The files that the other work shares; of other files only moves are seen.
        role: Whose history it is.
        texts: The contents.
        rules: The settings.
    """
    look, held = _Look(texts), dict[str, str]()
    found: list[HistoryEvent] = []
    for number in chain:
        revision = history.revisions[number]
        for kind, detail in _events(revision, held, paths, look, rules):
            found.append(HistoryEvent(role=role, kind=kind, revision=name_of(history, number), detail=detail))
        for path, content in revision.changes.items():
            held.pop(path, None)
            if content:
                held[path] = content
    return tuple(found)[: rules.max_events]


def _events(
    revision: Revision, held: Mapping[str, str], paths: frozenset[str], look: "_Look", rules: Versions
) -> Iterator[tuple[str, Message]]:
    edited = [(held[path], content) for path, content in revision.changes.items() if content and path in held]
    shared = [
        (held[path], content)
        for path, content in revision.changes.items()
        if content and path in held and path in paths
    ]
    gone = Counter(held[path] for path, content in revision.changes.items() if not content and path in held)
    came = Counter(content for path, content in revision.changes.items() if content and path not in held)
    moved = (gone & came).total()
    if moved >= rules.bulk_files:
        yield "moved", Message.of("event-moved", count=moved)
    stripped = [pair for pair in shared if look.notices(pair[0]) > look.notices(pair[1])]
    if len(stripped) >= rules.notice_files:
        yield "notices-removed", Message.of("event-notices-removed", count=len(stripped))
    if len(edited) >= rules.bulk_files:
        renamed = sum(look.forms(before) == look.forms(after) for before, after in shared)
        if renamed >= rules.bulk_files:
            yield "renamed", Message.of("event-renamed", count=renamed)
    if _SQUASHED.search(revision.title):
        yield "squashed", Message.of("event-squashed")


class _Look:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._notices: dict[int, bool] = {}

    def notices(self, content: str) -> int:
        """Return the number of lines that look like a notice."""
        return sum(map(self._is_notice, self._texts.lines(content).tolist()))

    def _is_notice(self, line: int) -> bool:
        if line not in self._notices:
            self._notices[line] = _NOTICE.search(self._texts.all_lines.raw(line)) is not None
        return self._notices[line]

    def forms(self, content: str) -> list[bytes]:
        """Return the lines of a content without their words."""
        lines = self._texts.all_lines
        return [abstract(lines.normal(number)) for number in self._texts.lines(content).tolist()]
