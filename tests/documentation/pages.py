"""The pages of the documentation: what they tell a reader to type, and what they say comes out.

A page is run from top to bottom in a folder of its own, in which `fixtures` is the folder of the repository:

- a block of `console` holds commands after `$ ` and what they print; a line `[...]` stands for any lines left out,
  and `[...]` within a line for any characters;
- a block of `sh` holds commands whose output does not matter;
- a block of `pycon` is a session of Python;
- a block with `title="FILE"` is a file that the reader writes; one with `title="FILE (excerpt)"` shows a file.

A comment on the line before a block changes this: `<!-- exit 3 -->` names the exit code of its last command,
`<!-- not run: REASON -->` leaves it out.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CUT = "[...]"
_FENCE = re.compile(r"^(`{3,})(\w*)(?: title=\"([^\"]+)\")?\s*$")
_NOTE = re.compile(r"^<!-- (exit \d+|not run: .+) -->$")
RUN = frozenset(("console", "sh", "pycon"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: its lines, and those of the page at which its content begins and stops, counted from 0."""

    language: str
    title: str
    lines: tuple[str, ...]
    first: int
    stop: int
    exit_code: int
    is_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command of a block, and the lines that it prints according to the page."""

    text: str
    expected: tuple[str, ...]


def pages() -> list[Path]:
    """Every page that somebody wrote: the README, and `docs` without what is made from the program."""
    written = (file for file in sorted((ROOT / "docs").rglob("*.md")) if not is_made(file))
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *written]


def is_made(file: Path) -> bool:
    """Say whether a page is made from the program."""
    return file.read_text(encoding="utf-8").startswith("<!-- Made by ")


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        if not (opening := _FENCE.match(lines[number])):
            number += 1
            continue
        note = _NOTE.match(lines[number - 1]) if number else None
        said = note[1] if note else ""
        stop = next(at for at in range(number + 1, len(lines)) if lines[at] == opening[1])
        yield Block(
            language=opening[2],
            title=opening[3] or "",
            lines=tuple(lines[number + 1 : stop]),
            first=number + 1,
            stop=stop,
            exit_code=int(said.split()[1]) if said.startswith("exit") else 0,
            is_run=not said.startswith("not run") and (opening[2] in RUN or bool(opening[3])),
        )
        number = stop + 1


def commands(block: Block) -> list[Command]:
    """Return the commands of a block of `console` or `sh`; a backslash at the end of a line continues a command."""
    found: list[Command] = []
    continued = False
    for line in block.lines:
        if continued:
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line}")
        elif block.language == "sh" or line.startswith("$ "):
            if line.strip():
                found.append(Command(text=line.removeprefix("$ "), expected=()))
        else:
            found[-1] = replace(found[-1], expected=(*found[-1].expected, line))
        continued = line.endswith("\\") and (continued or block.language == "sh" or line.startswith("$ "))
    return found


def agrees(expected: tuple[str, ...], printed: list[str]) -> bool:
    """Say whether lines are those that a page gives, with its cuts."""
    pattern = "".join(r"(?:.*\n)*?" if line == CUT else f"{_pattern(line)}\n" for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def _pattern(line: str) -> str:
    """A line as a pattern; a cut within it stands for any characters."""
    return ".*?".join(re.escape(part) for part in line.split(CUT))


def recorded(expected: tuple[str, ...], printed: list[str]) -> list[str]:
    """Return what a page should say now: the lines printed, with the same parts left out as before."""
    if CUT not in expected:
        return _kept(expected, printed)
    parts: list[list[str]] = [[]]
    for line in expected:
        if line == CUT:
            parts.append([])
        else:
            parts[-1].append(line)
    made, begin = [], 0
    for number, part in enumerate(parts):
        if number:
            made.append(CUT)
        if part:
            at = _place(part, printed, begin, is_first=number == 0, is_last=number == len(parts) - 1)
            made += _kept(part, printed[at : at + len(part)])
            begin = at + len(part)
    return made


def _kept(expected: Sequence[str], printed: list[str]) -> list[str]:
    """Return lines as printed, but those with a cut as they were, if they still agree."""
    if len(expected) != len(printed):
        return printed
    return [
        old if CUT in old and re.fullmatch(_pattern(old), new) else new
        for old, new in zip(expected, printed, strict=True)
    ]


def _place(part: list[str], printed: list[str], begin: int, *, is_first: bool, is_last: bool) -> int:
    """Return where the lines that resemble a part most begin."""
    last = max(len(printed) - len(part), begin)
    if is_first or is_last:
        return 0 if is_first else last

    def alike(at: int) -> float:
        pairs = zip(part, printed[at : at + len(part)], strict=False)
        return sum(difflib.SequenceMatcher(None, *pair, autojunk=False).ratio() for pair in pairs)

    return max(range(begin, last + 1), key=alike)
