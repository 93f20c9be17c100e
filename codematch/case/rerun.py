"""Repeats a comparison from the works with the settings of a saved result, and lists the differences."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from codematch.model.document import to_document
from codematch.model.filtration import HELD_AGAINST, FilterId
from codematch.model.result import CaseResult
from codematch.model.source import GIVEN, LanguageBasis, Reason
from codematch.model.stratum import AUTO
from codematch.settings import Settings

Compare = Callable[..., CaseResult]

_OF_OPTIONS = (Reason.UNUSED_OPTION.value, Reason.UNFIT_ENCODING.value)
"""Limitations that concern options only, which the result does not contain."""
_GLOB_SIGN = re.compile(r"[*?\[]")


def why_not(result: CaseResult) -> str:
    """Return why a result cannot be made again from its works alone, "" when it can."""
    for pair in result.pairs:
        rows, listed = (pair.ledger.rows, pair.ledger.exclusions) if pair.ledger is not None else ((), ())
        counts = {row.filter: len(row.material) for row in rows if row.filter in HELD_AGAINST}
        if counts.get(FilterId.LIBRARY):
            return "the comparison used a reference library, which the result does not contain"
        if counts.get(FilterId.AGREED) or any(item.filter == FilterId.AGREED for item in listed):
            return "the comparison used agreed exclusions, which the result does not contain"
        if counts.get(FilterId.COMMON, 0) > len(pair.prior):
            return "the comparison used shared material, which the result does not contain"
        if pair.likelihood:
            return "the comparison used a validation bundle, which the result does not contain"
        files = (*pair.known.files, *pair.questioned.files)
        if any(file.reason is Reason.LANGUAGE_NOT_CHOSEN for file in files):
            return "only some languages were compared"
        if any(file.reason is Reason.FILE_NOT_CHOSEN for file in files):
            return "only some files were compared"
        if any(file.language_basis == LanguageBasis.GIVEN for file in files):
            return "the languages of some files were given"
    return ""


def differences(
    result: CaseResult, compare: Compare, known: str, questioned: str, prior: Sequence[str], jobs: int
) -> list[str]:
    """Compare two works again and return where the new result differs from a saved one, as places in the document.

    Args:
        result: The saved result, for which `why_not` has nothing to say.
        compare: `codematch.compare`.
        known: The locator of the known work.
        questioned: The locator of the questioned work.
        prior: The locators of the shared material, in the order of the result.
        jobs: Number of worker processes.
    """
    recorded = [entry for pair in result.pairs for entry in pair.prior]
    again = compare(
        known,
        questioned,
        common=[f"{entry.code.value}={locator}" for entry, locator in zip(recorded, prior, strict=True)],
        asserted=[entry.item for pair in result.pairs for entry in pair.asserted],
        engagement=result.engagement,
        settings=settings_of(result),
        encodings=_given_encodings(result),
        stratum=_given_stratum(result),
        unmask=result.unmasked,
        jobs=jobs,
    )
    return list(_different(_comparable(result), _comparable(again), ""))


def _given_stratum(result: CaseResult) -> str:
    """Return the stratum that the examiner gave, or that it is to be found."""
    given = (pair.strata.chosen for pair in result.pairs if pair.strata is not None and pair.strata.is_given)
    return next(given, AUTO)


def _given_encodings(result: CaseResult) -> list[str]:
    """Return the encodings that were stated, `GLOB=NAME` for each file; longer paths, which are narrower, last."""
    works = [work for pair in result.pairs for work in (pair.known, pair.questioned, *(one.work for one in pair.prior))]
    stated = {
        _GLOB_SIGN.sub(r"[\g<0>]", file.path) + "=" + file.encoding
        for work in works
        for file in work.files
        if file.encoding_basis == GIVEN
    }
    return sorted(stated, key=lambda text: (len(text), text))


def settings_of(result: CaseResult) -> Settings:
    """Return the settings that a result records; settings that this version lacks are dropped."""
    recorded: Mapping[str, Any] = result.manifest.settings
    groups = {}
    for group in fields(Settings):
        kind = type(getattr(Settings(), group.name))
        values = recorded.get(group.name, {})
        # Switches were recorded as 0 and 1 before they were false and true.
        groups[group.name] = kind(
            **{
                field.name: bool(values[field.name]) if field.type is bool else values[field.name]
                for field in fields(kind)
                if field.name in values
            }
        )
    return Settings(**groups)


def _comparable(result: CaseResult) -> dict[str, Any]:
    """The document of a result without what the works were called and how they were handed over."""
    document = to_document(result)
    document["manifest"].pop("inputs")
    for pair in document["pairs"]:
        del pair["policy"], pair["marks"]
        names = {entry["work"]["label"]: f"P{number}" for number, entry in enumerate(pair["prior"], start=1)}
        for part in ("regions", "ledger", "explanations"):
            pair[part] = _unnamed(pair[part], names)
        for work in (pair["known"], pair["questioned"], *(entry["work"] for entry in pair["prior"])):
            del work["label"], work["origin"]
    document["limitations"] = [
        {**item, "subject": ""} for item in document["limitations"] if item["reason"] not in _OF_OPTIONS
    ]
    return document


def _unnamed(value: Any, names: Mapping[str, str]) -> Any:
    """Plain data whose messages name the shared material by its numbers and not by what they were called."""
    if isinstance(value, list):
        return [_unnamed(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    work = value.get("work")
    replaced = {key: _unnamed(item, names) for key, item in value.items()}
    return {**replaced, "work": names[work]} if isinstance(work, str) and work in names else replaced


def _different(saved: Any, again: Any, place: str) -> list[str]:
    if isinstance(saved, dict) and isinstance(again, dict):
        keys = sorted(saved.keys() | again.keys())
        return [
            line for key in keys for line in _different(saved.get(key), again.get(key), f"{place}.{key}".strip("."))
        ]
    if isinstance(saved, list) and isinstance(again, list):
        if len(saved) != len(again):
            return [f"{place}: {len(saved)} entries, now {len(again)}"]
        pairs = enumerate(zip(saved, again, strict=True))
        return [line for number, (a, b) in pairs for line in _different(a, b, f"{place}[{number}]")]
    return [] if saved == again else [f"{place}: {_short(saved)}, now {_short(again)}"]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
