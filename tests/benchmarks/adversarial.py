"""How time and memory grow with the size of works that are made to be slow.

Each family makes two works of a size that is doubled step by step; works of one file up to that which still has less
than 2 million tokens, the limit of a file. What counts is the processor time and the peak memory, each without what a
comparison of two lines takes. Memory is the proportional set size: pages that a process shares with the one that it
was forked from count once. Of two runs the least time counts, for other work on the machine can only add to it, and
the greatest memory, whose peak may fall between two looks at it; what takes long is compared once. The exponent is
the slope of the logarithm over that of the size, by least squares, and in the last step; it is also given with the
start-up.

Families that are named are measured anew, to the size that is given; of the others the saved figures stay.

    python -m tests.benchmarks.adversarial [FAMILY=LARGEST ...]
"""

import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.measuring import compare_once
from tests.benchmarks.saving import FOLDER, save
from tests.benchmarks.tables import markdown

AIM = 1.15
STEPS = 4
REPETITIONS = 2
LONG = 10.0
"""What takes longer is compared once [CPU seconds]."""
Works = tuple[Mapping[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Works of one kind: what a size counts, what makes them, and the largest size that is measured."""

    unit: str
    make: Callable[[int], Works]
    largest: int


def _function(number: int, random_: random.Random) -> str:
    """A function of Python whose statements are like those of the others, but not the same."""
    names = ("total", "limit", "price", "rows", "mark", "alpha", "width", "depth")
    lines = [f"def step_{number}({', '.join(random_.sample(names, 3))}):"]
    for _ in range(random_.randrange(6, 12)):
        a, b, c = random_.sample(names, 3)
        lines.append(
            random_.choice((
                f"    {a} = {b} * {random_.randrange(99)} + {c}",
                f"    for {a} in {b}:\n        {c}.append({a}[{random_.randrange(9)}])",
                f"    if {a} > {b} - {random_.randrange(99)}:\n        return {c}",
                f"    {a} = [{b} for {b} in {c} if {b} % {random_.randrange(2, 9)}]",
                f"    while {a} < {random_.randrange(999)}:\n        {a} += {b}.pop({c})",
            ))
        )  # fmt: skip
    return "\n".join([*lines, f"    return {random_.choice(names)}\n"])


def _functions(count: int, seed: int = 1) -> list[str]:
    random_ = random.Random(seed)
    return [_function(number, random_) for number in range(count)]


def repeated_tokens(size: int) -> Works:
    """One statement over and over, and at the end of one work another one."""
    text = "x = 1\n" * size
    return {"a.py": text}, {"b.py": text + "y = 2\n"}


def repeated_words(size: int) -> Works:
    """One word over and over in a text."""
    return {"a.txt": "a " * size}, {"b.txt": "a " * size + "b"}


def tables(size: int) -> Works:
    """A table of numbers with one row more in one work."""
    rows = [f" {number * 7919 % 65536},\n" for number in range(size)]
    return {"a.py": "T = [\n" + "".join(rows) + "]\n"}, {"b.py": "T = [\n" + "".join([*rows, " 3,\n"]) + "]\n"}


def tables_of_few(size: int) -> Works:
    """A table of few numbers, in another order in the other work."""
    random_ = random.Random(2)
    cells = [f" {random_.randrange(7)},\n" for _ in range(size)]
    other = random_.sample(cells, len(cells))
    return {"a.py": "T = [\n" + "".join(cells) + "]\n"}, {"b.py": "T = [\n" + "".join(other) + "]\n"}


def one_line(size: int) -> Works:
    """A program of JavaScript on one line."""
    random_ = random.Random(3)
    parts = []
    for number in range(size):
        a, b, c = random_.sample("abcdefgh", 3)
        steps = "".join(f"{a}+={b}[{random_.randrange(99)}]*{c};" for _ in range(random_.randrange(2, 6)))
        parts.append(f"function f{number}({a},{b},{c}){{for(;{a}<{random_.randrange(99)};){{{steps}}}return {c}}}")
    return {"a.js": "".join(parts)}, {"b.js": "".join(parts[1:])}


def changed_line(size: int) -> Works:
    """A program of JavaScript on one line, in which a third of the numbers are others in the other work."""
    random_ = random.Random(5)
    (text,) = one_line(size)[0].values()

    def other(match: re.Match[str]) -> str:
        return f"[{int(match[1]) + 1}]" if random_.random() < 0.3 else match[0]

    return {"a.js": text}, {"b.js": re.sub(r"\[(\d+)\]", other, text)}


def shuffled_chunks(size: int) -> Works:
    """The same functions in another order, in one file."""
    functions = _functions(size)
    return {"a.py": "\n".join(functions)}, {"b.py": "\n".join(random.Random(4).sample(functions, size))}


def embedded_programs(size: int) -> Works:
    """A text with a function between any two paragraphs, the same ones in another order in the other work."""
    functions = _functions(size)

    def text(parts: Sequence[str]) -> str:
        return "\n".join(f"Paragraph {at * 7919 % 65536}\n\n```python\n{part}```\n" for at, part in enumerate(parts))

    return {"a.md": text(functions)}, {"b.md": text(random.Random(4).sample(functions, size))}


def near_copies(size: int) -> Works:
    """Files that differ from one another in a line each, in both works."""
    functions = _functions(12)

    def files(side: str, shift: int) -> dict[str, str]:
        found = {}
        for number in range(size):
            changed = list(functions)
            changed[number % 12] += f"\nVALUE_{number + shift} = {number * 31 + shift}\n"
            found[f"{side}/m{number}.py"] = "\n".join(changed)
        return found

    return files("k", 0), files("q", 100_000)


def small_files(size: int) -> Works:
    """Files of one function each, half of them in both works."""
    functions = _functions(size + size // 2)
    known = {f"d{number % 97}/m{number}.py": functions[number] for number in range(size // 2)}
    return known, {f"e{number % 89}/n{number}.py": functions[number + size // 4] for number in range(size // 2)}


FAMILIES = {
    "repeated tokens": Family(unit="lines", make=repeated_tokens, largest=480_000),
    "repeated words": Family(unit="words", make=repeated_words, largest=1_920_000),
    "tables of numbers": Family(unit="rows", make=tables, largest=360_000),
    "tables of few numbers": Family(unit="rows", make=tables_of_few, largest=320_000),
    "one-line files": Family(unit="functions", make=one_line, largest=32_000),
    "changed one-line files": Family(unit="functions", make=changed_line, largest=32_000),
    "shuffled chunks": Family(unit="functions", make=shuffled_chunks, largest=16_000),
    "embedded programs": Family(unit="functions", make=embedded_programs, largest=8_000),
    "near copies": Family(unit="files of a work", make=near_copies, largest=1_600),
    "many small files": Family(unit="files", make=small_files, largest=130_000),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A measured size: bytes of both works, CPU time [s], peak memory [bytes], and the start that is not in these."""

    family: str
    size: int
    bytes: int
    cpu_seconds: float
    memory_bytes: int
    start_cpu_seconds: float
    start_memory_bytes: int


def measured(works: Works, folder: Path) -> tuple[int, float, int]:
    """Return the bytes, CPU seconds and peak memory of a comparison of two works."""
    total = 0
    for side, files in zip(("known", "questioned"), works, strict=True):
        for name, text in files.items():
            path = folder / side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            total += path.write_text(text)
    usage = compare_once(folder / "known", folder / "questioned", folder / "out", 1)
    return total, usage.cpu_seconds, usage.proportional_bytes


def least(works: Works) -> tuple[int, float, int]:
    """Return the bytes of two works, the least CPU seconds and the greatest peak memory of some comparisons of them."""
    found: list[tuple[int, float, int]] = []
    while len(found) < (1 if found and found[0][1] > LONG else REPETITIONS):
        with tempfile.TemporaryDirectory() as folder:
            found.append(measured(works, Path(folder)))
    totals, cpus, memories = zip(*found, strict=True)
    return totals[0], min(cpus), max(memories)


def measure_family(name: str, largest: int) -> list[Point]:
    """Measure a family at its sizes, from small to large."""
    _, start_cpu, start_memory = least(({"a.py": "x = 1\n"}, {"b.py": "x = 1\n"}))
    points = []
    for step in range(STEPS - 1, -1, -1):
        size = largest >> step
        total, cpu, memory = least(FAMILIES[name].make(size))
        point = Point(
            family=name,
            size=size,
            bytes=total,
            cpu_seconds=max(cpu - start_cpu, 0.01),
            memory_bytes=max(memory - start_memory, 1 << 20),
            start_cpu_seconds=start_cpu,
            start_memory_bytes=start_memory,
        )
        points.append(point)
        print(f"{name}: {size:,}: {point.cpu_seconds:.2f} s, {point.memory_bytes / 1e6:.0f} MB", flush=True)
    return points


def exponents(points: Sequence[Point], name: str) -> tuple[float, float, float, float]:
    """Return the exponents of a figure: over all sizes, in the last step, with the start-up, and of what is added.

    The last is that of what the last step adds over what the one before added: whatever does not grow falls out.
    """
    sizes = np.log([point.size for point in points])
    own, starts = (np.array([getattr(point, field) for point in points]) for field in (name, f"start_{name}"))
    values, added = np.log(own), np.log(np.maximum(np.diff(own), 1e-9))
    last = float((values[-1] - values[-2]) / (sizes[-1] - sizes[-2]))
    more = float((added[-1] - added[-2]) / (sizes[-1] - sizes[-2]))
    whole, started = (float(np.polyfit(sizes, figures, 1)[0]) for figures in (values, np.log(own + starts)))
    return whole, last, started, more


def describe(measured_points: Mapping[str, Sequence[Point]]) -> str:
    """Return the table of the families."""
    rows = []
    for name, points in measured_points.items():
        row = [name, " / ".join(f"{point.size:,}" for point in points) + f" {FAMILIES[name].unit}"]
        for field, unit, digits in (("cpu_seconds", 1.0, 1), ("memory_bytes", 1e6, 0)):
            whole, last, started, more = exponents(points, field)
            row.append(" / ".join(f"{getattr(point, field) / unit:.{digits}f}" for point in points))
            row += [f"{whole:.2f} ({last:.2f})", f"{started:.2f}"]
        rows.append([*row, f"{more:.2f}"])
    head = ["family", "sizes"]
    for figure in ("CPU, s", "memory, MB"):
        head += [figure, "exponent (last step)", "with start-up"]
    return "\n".join((
        "Works that are made to be slow, one process. CPU time and peak memory are those of a comparison without those "
        f"of its start. Exponents are aimed at {AIM} or less. The peak of the start is in another step than that of "
        "large works, so that it is too much to subtract from small ones; the last column needs no start: it is the "
        "exponent of what the last step adds to the memory over what the one before added.",
        "",
        markdown([*head, "of what is added"], rows),
    ))  # fmt: skip


def saved() -> dict[str, list[Point]]:
    """Return the figures of earlier runs, by family."""
    found: dict[str, list[Point]] = {}
    file = FOLDER / "adversarial.json"
    for row in json.loads(file.read_text(encoding="utf-8")) if file.exists() else ():
        found.setdefault(row["family"], []).append(Point(**row))
    return found


def main(given: Sequence[str]) -> None:
    chosen = {name: int(largest) for name, _, largest in (one.partition("=") for one in given)}
    wanted = chosen or {name: family.largest for name, family in FAMILIES.items()}
    for name, largest in wanted.items():
        measured_anew = measure_family(name, largest)
        points = saved() | {name: measured_anew}
        text = describe({name: points[name] for name in FAMILIES if name in points})
        save("adversarial", text, [point for found in points.values() for point in found])
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
