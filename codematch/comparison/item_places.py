"""What asserted items name in the known work: its files and its units, also where they are written another way."""

import fnmatch
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from codematch.comparison.item_text import StatedItem
from codematch.comparison.prepare import PreparedWork
from codematch.errors import UsageError
from codematch.model.asserted import AssertedItem
from codematch.model.source import FileRecord, Origin
from codematch.model.tokens import TokenStream
from codematch.nearest_name import nearest

_NAMED = 3
"""So many names stand in a message where several are meant."""


def place_items(stated: Sequence[AssertedItem | StatedItem], work: PreparedWork) -> tuple[AssertedItem, ...]:
    """Return each item by its first reading that names something, its path and symbol as the known work has them.

    An item of another commit than that of the work is not looked for, and neither is one that is no text.

    Raises:
        UsageError: Some name nothing; the message says of each where it stands, and what is nearest.
    """
    found, problems = [], []
    for one in stated:
        if isinstance(one, AssertedItem):
            found.append(one)
            continue
        item, problem = _placed(one, work)
        if item is None:
            problems.append(f"{one.where}: {problem}")
        else:
            found.append(item)
    if problems:
        raise UsageError("; ".join(problems))
    return tuple(found)


def is_of(commit: str, origin: Origin) -> bool:
    """Say whether a work is of a commit, by its name or by the beginning of its number."""
    return commit == origin.requested or (bool(origin.revision) and origin.revision.startswith(commit))


def records_of(item: AssertedItem, work: PreparedWork) -> list[FileRecord]:
    """Return the files that the path of an item names: the one of that name, else those of the pattern."""
    records = [source.record for source in work.tree.files]
    same = [record for record in records if record.path == item.path]
    return same or [record for record in records if fnmatch.fnmatchcase(record.path, item.path)]


def units_of(symbol: str, stream: TokenStream) -> list[tuple[int, int]]:
    """Return the first token and the one behind the last of each unit with a dotted name, or with the end of one."""
    wanted = dotted(symbol)
    return [
        (unit.first_token, unit.stop_token)
        for unit in stream.units
        if dotted(unit.name) == wanted or dotted(unit.name).endswith(f".{wanted}")
    ]


def dotted(name: str) -> str:
    """Return the name of a unit without arguments, its parts joined by dots: `A::b(int)`, `A#b` and `A->b` are A.b."""
    bare = re.sub(r"\s*(?<!operator)\(.*$", "", name.strip())
    return re.sub(r"\s*(?:::|->|#|\\)\s*", ".", bare).strip(". ")


def _placed(stated: StatedItem, work: PreparedWork) -> tuple[AssertedItem | None, str]:
    """Return the item, or None and what is wrong with the reading that came nearest to naming something."""
    elsewhere = None
    problem, depth = "", -1
    for reading in stated.readings:
        if reading.commit and not is_of(reading.commit, work.tree.origin):
            elsewhere = elsewhere or reading
            continue
        for path in _paths(reading.path, work):
            item, said = _within(replace(reading, path=path), work)
            if item is not None:
                return item, ""
            if depth < 1:
                problem, depth = said, 1
        if depth < 0:
            problem, depth = _no_file(reading, work), 0
    return elsewhere, problem


def _paths(path: str, work: PreparedWork) -> list[str]:
    """Return how the known work writes a path or a pattern: as it is, else by its signs, else by its letters."""
    names = [source.record.path for source in work.tree.files]
    if path in names or any(fnmatch.fnmatchcase(name, path) for name in names):
        return [path]
    ways: tuple[Callable[[str], str], ...] = (_by_signs, _by_letters)
    for way in ways:
        same = [name for name in names if way(name) == way(path)]
        if len(same) == 1:
            return same
    for pattern in (_by_signs(path), _any_case(_by_signs(path))):
        if any(fnmatch.fnmatchcase(name, pattern) for name in names):
            return [pattern]
    if "…" in path:
        short = re.compile(".+".join(re.escape(_by_signs(part)) for part in path.split("…")))
        same = [name for name in names if short.fullmatch(_by_signs(name))]
        return same if len(same) == 1 else []
    return []


def _by_signs(path: str) -> str:
    """A path with the common signs for others of the same meaning: composed, half-width, slashes for backslashes."""
    plain = re.sub(r"/+", "/", unicodedata.normalize("NFKC", path).replace("\\", "/"))
    return plain.removeprefix("./")


def _by_letters(path: str) -> str:
    return _by_signs(path).casefold()


def _any_case(pattern: str) -> str:
    """A pattern that leaves the case of letters open; one with sets of characters stays as it is."""
    if "[" in pattern or not any(sign in pattern for sign in "*?"):
        return pattern
    return "".join(f"[{char.lower()}{char.upper()}]" if char.isalpha() else char for char in pattern)


def _within(item: AssertedItem, work: PreparedWork) -> tuple[AssertedItem | None, str]:
    """Return an item whose file is there if its lines and its symbol are, too; else None and what is wrong."""
    records = records_of(item, work)
    if item.symbol:
        return _with_symbol(item, records, work)
    most = max((record.lines for record in records), default=0)
    beyond = [(first, last) for first, last in item.ranges if last > most + 1]
    if beyond and most:
        lines = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in beyond)
        return None, f"{item.text!r} names lines {lines}, but {item.path} ends at line {most}; correct the lines"
    return item, ""


def _with_symbol(
    item: AssertedItem, records: Iterable[FileRecord], work: PreparedWork
) -> tuple[AssertedItem | None, str]:
    digests = {record.digest for record in records}
    streams = [
        file.stream for source, file in zip(work.sources, work.files, strict=True) if source.record.digest in digests
    ]
    names = list(dict.fromkeys(unit.name for stream in streams for unit in stream.units))
    symbol = dotted(item.symbol)
    candidates = [symbol, *_folded(symbol, names)]
    for one in candidates:
        if any(units_of(one, stream) for stream in streams):
            return replace(item, symbol=one), ""
    near = nearest(symbol, [dotted(name) for name in names], "only functions and classes can be named")
    place = "" if item.path == "*" else f" in {item.path}"
    return None, f"{item.text!r} is not a function or class{place} of the known work{near}"


def _folded(symbol: str, names: Sequence[str]) -> list[str]:
    """The name of a unit that differs from a symbol by the case of its letters alone, if there is just one."""
    ends = {dotted(name) for name in names}
    ends |= {end.rpartition(".")[2] for end in ends} if "." not in symbol else set()
    same = sorted(name for name in ends if name.casefold() == symbol.casefold())
    return same if len(same) == 1 else []


def _no_file(item: AssertedItem, work: PreparedWork) -> str:
    """Say that a path names no file, and which one is meant, or may be."""
    names = [source.record.path for source in work.tree.files]
    same = [name for name in names if _by_letters(name) == _by_letters(item.path)]
    if same:
        listed = ", ".join(same[:_NAMED]) + (" and more" if len(same) > _NAMED else "")
        return (
            f"{item.text!r} matches several files of the known work that differ in case ({listed}); write one exactly"
        )
    wanted = _by_signs(item.path)
    ends = [name for name in names if wanted.endswith(f"/{name}") or name.endswith(f"/{wanted}")]
    folders = sorted({name[: place.start()] for name in names for place in re.finditer("/", name)})
    folder = next((one for one in folders if _by_letters(one) == _by_letters(wanted.rstrip("/"))), "")
    if folder:
        return f"{item.text!r} is a folder of the known work; write {folder}/* for the files in it"
    if wanted.endswith("/"):
        near = nearest(wanted, [f"{one}/" for one in folders], "write paths relative to its top folder")
        return f"{item.text!r} is not a folder of the known work{near}"
    near = f"; did you mean {min(ends, key=lambda name: (-len(name), name))}?" if ends else ""
    near = near or nearest(wanted, [*names, *folders], "write paths relative to its top folder")
    return f"{item.text!r} is not a file of the known work{near}"
