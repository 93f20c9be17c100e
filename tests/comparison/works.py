"""Small works made in memory, and small programs to put into them."""

import hashlib

import numpy as np

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.message import Message
from codematch.model.result import PairResult
from codematch.model.source import (
    DecodedText,
    Disposition,
    FileRecord,
    Origin,
    OriginKind,
    SourceFile,
    SourceTree,
)
from codematch.model.stratum import Stratum
from codematch.pipeline import ComparisonInputs, compare_works, make_tools, prepare
from codematch.settings import Settings

TOOLS = make_tools(Settings())
"""Languages, backgrounds and null models under the default settings, loaded once."""


def compared(known: dict[str, str], questioned: dict[str, str]) -> PairResult:
    """Two works of files by their paths, compared with the settings as they are, and as unrelated works."""
    apart = ComparisonInputs(stratum=Stratum.UNRELATED)
    return compare_works(work("known", known), work("questioned", questioned), apart, settings=Settings()).pairs[0]


def prepared_pair(
    known: SourceTree, questioned: SourceTree, tools: Toolkit = TOOLS
) -> tuple[PreparedWork, PreparedWork]:
    """Two works, ready to be compared."""
    first, second = prepare((known, questioned), tools)
    return first, second


def work(label: str, files: dict[str, str]) -> SourceTree:
    """A directory of UTF-8 files, as intake would deliver it."""
    nothing = np.empty(0, dtype=np.int64)
    first: dict[str, str] = {}
    sources = []
    for path in sorted(files):
        content = files[path].encode()
        digest = hashlib.sha256(content).hexdigest()
        record = FileRecord(
            path=path,
            digest=digest,
            size_bytes=len(content),
            disposition=Disposition.COMPARED,
            lines=content.count(b"\n"),
            encoding="utf-8",
            encoding_basis="valid UTF-8",
            duplicate_of=first.get(digest, "") if content else "",
        )
        first.setdefault(digest, path)
        text = DecodedText(utf8=content, utf8_starts=nothing, original_starts=nothing)
        sources.append(SourceFile(record=record, content=content, text=text))
    root = hashlib.sha256("".join(f"{s.record.digest}  {s.record.path}\n" for s in sources).encode()).hexdigest()
    return SourceTree(
        label=label, origin=Origin(kind=OriginKind.DIRECTORY, locator=label), files=tuple(sources), digest=root
    )


def message(of: Message, name: str) -> Message:
    """The message that is a value of another one."""
    value = of[name]
    assert isinstance(value, Message)
    return value


LEDGER = '''
class LedgerBook:
    """Keeps one account book in the order of its value dates."""

    def __init__(self, owner_name, opening_cents):
        self.owner_name = owner_name
        self.balance_cents = opening_cents
        self.entries = []

    def post_entry(self, value_date, amount_cents, memo_text="unlabelled posting"):
        # Entries on the same day keep the order in which they were posted.
        position = len(self.entries)
        while position > 0 and self.entries[position - 1][0] > value_date:
            position -= 1
        self.entries.insert(position, (value_date, amount_cents, memo_text))
        self.balance_cents += amount_cents
        return position

    def running_totals(self, opening_cents=0):
        total_cents = opening_cents
        for value_date, amount_cents, memo_text in self.entries:
            total_cents += amount_cents
            yield value_date, total_cents, memo_text.strip() or "(none)"

    def overdrawn_days(self, limit_cents):
        days = {}
        for value_date, total_cents, _ in self.running_totals():
            if total_cents < -limit_cents:
                days[value_date] = min(days.get(value_date, 0), total_cents)
        return sorted(days.items(), key=lambda item: (item[1], item[0]))
'''

TRIANGLE = """
import math


def triangulate(points, maximum_edge=37.5):
    hull = sorted(points, key=lambda p: math.atan2(p[1], p[0]))
    stack = []
    for index, (x, y) in enumerate(hull):
        while len(stack) >= 2 and cross(stack[-2], stack[-1], (x, y)) <= 0:
            stack.pop()
        if not stack or math.dist(stack[-1], (x, y)) <= maximum_edge:
            stack.append((x, y))
    return [tuple(stack[i : i + 3]) for i in range(0, len(stack) - 2, 1)]


def cross(o, a, b):
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
"""

RENAMED_WORDS = {
    "LedgerBook": "CashJournal",
    "owner_name": "holder",
    "opening_cents": "start",
    "balance_cents": "saldo",
    "entries": "rows",
    "post_entry": "book",
    "value_date": "day",
    "amount_cents": "sum_",
    "memo_text": "note",
    "position": "slot",
    "running_totals": "cumulate",
    "total_cents": "acc",
    "overdrawn_days": "red_days",
    "limit_cents": "credit",
}


def renamed(text: str) -> str:
    """The ledger with every name of its own replaced, the same way everywhere."""
    for old, new in RENAMED_WORDS.items():
        text = text.replace(old, new)
    return text
