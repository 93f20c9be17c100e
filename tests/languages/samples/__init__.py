"""Labelled snippets, written for these tests: `<class>.txt`, each under a line `%%%% name | ending | languages`.

Without languages the name of the file is the right one; several of them, with commas between, are all right.
"""

from dataclasses import dataclass
from pathlib import Path

_MARK = "%%%% "


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A snippet, its class, the ending that it has by rights, and the languages that are right for it."""

    group: str
    name: str
    ending: str
    right: tuple[str, ...]
    text: bytes


def read_samples() -> list[Sample]:
    """Return all snippets, sorted by class, as they stand in it."""
    samples = []
    for file in sorted(Path(__file__).parent.glob("*.txt")):
        for part in ("\n" + file.read_text(encoding="utf-8")).split("\n" + _MARK)[1:]:
            head, _, text = part.partition("\n")
            name, ending, *right = (field.strip() for field in head.split("|"))
            samples.append(
                Sample(
                    group=file.stem,
                    name=name,
                    ending=ending,
                    right=tuple(right[0].split(",")) if right else (file.stem,),
                    text=(text.rstrip("\n") + "\n").encode(),
                )
            )
    return samples
