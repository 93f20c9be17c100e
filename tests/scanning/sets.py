"""Sets of small works: unrelated ones of made code, with passages of one put into others."""

from dataclasses import replace
from pathlib import Path

from codematch.settings import Settings
from tests.benchmarks.made_code import WORDS, Writer
from tests.comparison.works import LEDGER, TRIANGLE, renamed

SETTINGS = Settings(
    weighing=replace(Settings().weighing, min_weight=100.0, rename_bits=0.0),
    significance=replace(Settings().significance, coincidence_rate=1.0),
)
"""Made code is rare, and forms of one writer are renamed alike: only 100 bits without renames are reported."""
NAMES = tuple(sorted({word for words in WORDS.values() for word in words}))


def made_set(folder: Path, works: int) -> Path:
    """Write works of made code that share the ledger: 2 as it is, 4 renamed and within other code, 5 not at all."""
    for number in range(1, works + 1):
        place = folder / f"work{number:02}"
        place.mkdir(parents=True)
        words = tuple(NAMES[(number * 5 + step) % len(NAMES)] for step in range(9))
        text = Writer(words, number).module(6)
        if number == 2:
            (place / "ledger.py").write_text(LEDGER)
        if number == 4:
            text += "\n" + renamed(LEDGER)
        (place / "own.py").write_text(text)
    return folder


def with_template(folder: Path, holders: int) -> Path:
    """Put the same module into the first works of a set."""
    for place in sorted(folder.iterdir())[:holders]:
        (place / "template.py").write_text(TRIANGLE)
    return folder
