"""What the commands that accept fingerprint files have in common: when one is meant, and what cannot be asked of it."""

from collections.abc import Collection, Sequence
from dataclasses import MISSING, fields
from typing import Any

from codematch.cli import printing
from codematch.cli.options import Language
from codematch.errors import UsageError


def is_meant(key: object, works: Sequence[str]) -> bool:
    """Return whether one of some works is a fingerprint file.

    Raises:
        UsageError: None is, but a key is given.
    """
    from codematch.exchange.file_format import is_fingerprint_file

    found = any(is_fingerprint_file(one) for one in works)
    if key is not None and not found:
        raise UsageError("--key needs a fingerprint file as one of the works; make one with codematch fingerprint")
    return found


def refuse_unused(given: Any, used: Collection[str]) -> None:
    """Refuse arguments that say nothing to a fingerprint file.

    Args:
        given: The arguments of a command, a dataclass.
        used: The names of those that do, or that say nothing to any result.

    Raises:
        UsageError: Another one is given.
    """
    for field in fields(given):
        usual = None if field.default is MISSING else field.default
        if field.name not in used and getattr(given, field.name) != usual:
            name = field.name.rstrip("_").replace("_", "-")
            raise UsageError(f"--{name} cannot be used with a fingerprint file, which has no source; drop it")


def formats(given: Any, known: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that are given, each once, checked as far as they are printed.

    Raises:
        UsageError: One of them needs source, or they cannot be printed.
    """
    names = tuple(dict.fromkeys(given.formats or ()))
    for name in names:
        if name not in known:
            raise UsageError(f"--format {name}: there is no source to show; choose from {', '.join(known)}")
    if given.out is None:
        printing.check(names, given.lang or Language.ENGLISH)
    return names
