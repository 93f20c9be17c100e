"""Small corpora of projects that share nothing, written by a seeded generator."""

import random
from pathlib import Path

from codematch.settings import Settings, Significance

SHARED = "def ticket(rows, seats):\n" + "".join(
    f"    if rows[{n}].kind in seats and not seats[{n}:].used({n} << {n}):\n        rows[{n}] ^= ~seats.get({n}, -1)\n"
    f"    with seats.held({n}) as seat, rows.locked() as row:\n        yield from (row @ seat for row in rows if row)\n"
    for n in range(14)
)
"""A function that no generator writes; it weighs more than what their statements share by coincidence."""
HEAVY_BITS = 400.0

RULES = Significance(first_band_tokens=300, bands=2, min_band_works=4, few_band_works=4, fit_above_bits=0.0)
SETTINGS = Settings(significance=RULES)


def write_corpus(folder: Path, projects: int, statements: int = 120) -> Path:
    """Write projects of a few files each."""
    for number in range(projects):
        draw = random.Random(number)  # noqa: S311 - variety, not secrecy
        home = folder / f"work{number}"
        for part in range(3):
            (home / "src").mkdir(parents=True, exist_ok=True)
            lines = [_statement(draw) for _ in range(statements // 3)]
            (home / "src" / f"part{part}.py").write_text("\n".join(lines) + "\n")
    return folder


def _statement(draw: random.Random) -> str:
    name = "".join(draw.choices("abcdefghij", k=6))
    forms = (
        "{n} = {a} {o} {n}2[{a}]",
        "{n}.{n}x({a}, {a} {o} {a})",
        "assert {n} {o} {a}, '{n}'",
        "del {n}[{a}:{a}]",
        "{n} = [{n}y {o} {a} for {n}y in {n}]",
        "{n} = lambda {n}z: {n}z {o} {a}",
        "{n} {o}= {n}({n}={a})",
    )
    operator = draw.choice(("+", "-", "*", "//", "%", "|", "&"))
    return draw.choice(forms).format(n=name, a=draw.randrange(10**6), o=operator).replace("assert", "print")
