"""All settings of the program: default, unit, range and reason. No threshold is defined anywhere else."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any

from codematch.errors import UsageError
from codematch.nearest_name import nearest
from codematch.settings.across import Across
from codematch.settings.artefacts import Artefacts
from codematch.settings.cache import Cache
from codematch.settings.declaration import SWITCH
from codematch.settings.detectors import Evidence
from codematch.settings.exchange import Exchange
from codematch.settings.filters import Filtration
from codematch.settings.folders import grammars_folder, validation_folder
from codematch.settings.matching import (
    Chaining,
    Corresponding,
    Counting,
    Fingerprinting,
    PlainPass,
    Seeding,
    Significance,
    Weighing,
)
from codematch.settings.models import Evaluation, Training
from codematch.settings.policy import Baseline
from codematch.settings.reading import Identification, Intake, Parsing
from codematch.settings.scanning import Scan
from codematch.settings.store import Store
from codematch.settings.strata import Strata
from codematch.settings.versions import Versions

__all__ = [
    "SWITCH",
    "Across",
    "Artefacts",
    "Baseline",
    "Cache",
    "Chaining",
    "Corresponding",
    "Counting",
    "Evaluation",
    "Evidence",
    "Exchange",
    "Filtration",
    "Fingerprinting",
    "Identification",
    "Intake",
    "Parsing",
    "PlainPass",
    "Scan",
    "Seeding",
    "Settings",
    "Significance",
    "Store",
    "Strata",
    "Training",
    "Versions",
    "Weighing",
    "as_dict",
    "describe",
    "grammars_folder",
    "unfit",
    "unknown",
    "validation_folder",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Settings:
    """The documented defaults; one group for each stage."""

    intake: Intake = field(default_factory=Intake)
    parsing: Parsing = field(default_factory=Parsing)
    identification: Identification = field(default_factory=Identification)
    fingerprinting: Fingerprinting = field(default_factory=Fingerprinting)
    seeding: Seeding = field(default_factory=Seeding)
    corresponding: Corresponding = field(default_factory=Corresponding)
    chaining: Chaining = field(default_factory=Chaining)
    weighing: Weighing = field(default_factory=Weighing)
    plain: PlainPass = field(default_factory=PlainPass)
    across: Across = field(default_factory=Across)
    significance: Significance = field(default_factory=Significance)
    strata: Strata = field(default_factory=Strata)
    counting: Counting = field(default_factory=Counting)
    filtration: Filtration = field(default_factory=Filtration)
    evidence: Evidence = field(default_factory=Evidence)
    artefacts: Artefacts = field(default_factory=Artefacts)
    training: Training = field(default_factory=Training)
    evaluation: Evaluation = field(default_factory=Evaluation)
    scan: Scan = field(default_factory=Scan)
    baseline: Baseline = field(default_factory=Baseline)
    store: Store = field(default_factory=Store)
    versions: Versions = field(default_factory=Versions)
    exchange: Exchange = field(default_factory=Exchange)
    cache: Cache = field(default_factory=Cache)

    def __post_init__(self) -> None:
        for name, value, info in describe(self):
            if said := _wrong(name, value, info):
                raise UsageError(f"setting {said}")

    def __repr__(self) -> str:
        """What differs from the defaults, as it may be written."""
        groups = []
        for group in fields(self):
            values = getattr(self, group.name)
            if changed := [
                f"{item.name}={getattr(values, item.name)!r}"
                for item in fields(values)
                if getattr(values, item.name) != item.default
            ]:
                groups.append(f"{group.name}={type(values).__name__}({', '.join(changed)})")
        return f"Settings({', '.join(groups)})"


def describe(settings: Settings) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Yield (dotted name, value, metadata) for every setting, in the order of the method."""
    for group in fields(settings):
        values = getattr(settings, group.name)
        for item in fields(values) if is_dataclass(values) else ():
            yield f"{group.name}.{item.name}", getattr(values, item.name), dict(item.metadata)


def unknown(name: str) -> str:
    """Return the error message for an unknown setting; "" for a known one."""
    names = [known for known, _, _ in describe(Settings())]
    return "" if name in names else f"unknown setting {name}{nearest(name, names, 'codematch settings lists them')}"


def unfit(name: str, value: object) -> str:
    """Return the error message for an invalid value of a setting; "" for a valid one."""
    return _wrong(name, value, next(info for known, _, info in describe(Settings()) if known == name))


def _wrong(name: str, value: object, info: dict[str, Any]) -> str:
    low, high, kind = info["low"], info["high"], info["kind"]
    if isinstance(value, bool) or kind is bool:
        wanted = "" if isinstance(value, bool) and kind is bool else _WANTED[kind]
    elif not isinstance(value, int if kind is int else int | float):
        wanted = _WANTED[kind]
    else:
        wanted = "" if low <= value <= high else "a value from {low} to {high}"
    return f"{name} is {_shown(value)}; give {wanted.format(low=low, high=high)}" if wanted else ""


_WANTED = {bool: "true or false", int: "a whole number from {low} to {high}", float: "a number from {low} to {high}"}


def _shown(value: object) -> str:
    """A value as an error message quotes it: any value of a TOML file, at limited length."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > 10**18:
        return "a number of many digits"
    return str(value).strip() or "empty"


def as_dict(settings: Settings) -> dict[str, Any]:
    """Return the settings as nested dictionaries of numbers and booleans."""
    return asdict(settings)
