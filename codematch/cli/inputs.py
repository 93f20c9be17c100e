"""The inputs of a comparison, from the command line or the case file, checked before the first work is read.

An error names where the input was given: the option, or the line of the case file.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from codematch.cli import system
from codematch.errors import CodematchError, UsageError
from codematch.given import language as known_language
from codematch.given import languages as known_languages
from codematch.settings import Intake

if TYPE_CHECKING:
    from codematch import PolicyOptions
    from codematch.case.case_file import CaseFile
    from codematch.comparison.item_text import StatedItem
    from codematch.model.stratum import Stratum
    from codematch.revisions.attested import Attestation


def read_case(case: Path | None, known: str | None, questioned: str | None, verified: bool) -> "CaseFile | None":
    """Return the case file, if one is given; refuse a command line that names the works twice or not at all."""
    if case is None:
        if known is None or questioned is None:
            absent = "KNOWN" if known is None else "QUESTIONED"
            raise UsageError(
                f"missing argument '{absent}': give both works, or --case FILE; see codematch compare --help"
            )
        if verified:
            raise UsageError("--verified needs --case FILE, which says who supplied each work; see codematch case new")
        return None
    if known is not None:
        raise UsageError("KNOWN and QUESTIONED cannot be used together with --case, which names the works; drop them")
    from codematch.case.case_file import read

    stated = read(case)
    if verified and stated.missing:
        raise UsageError(f"{case}: --verified needs {', '.join(stated.missing)}; fill in the missing fields")
    return stated


def materials(given: Sequence[str] | None, stated: "CaseFile | None") -> tuple[str, ...]:
    """Return the works that both sides may share, those of the case first, each as `CODE=locator`."""
    from codematch.reason_codes import split_material

    found = list(stated.prior) if stated else []
    for text in given or ():
        with _errors_at("--common"):
            code, locator = split_material(text)
        found.append(f"{code.value}={locator}")
    return tuple(found)


def agreed(given: Path | None, stated: "CaseFile | None") -> Path | None:
    """Return the file of agreed exclusions, known to be one."""
    file = given or (stated.agreed if stated else None)
    if file is not None:
        from codematch.filtration.agreed import read_agreements

        with _errors_at(_place("--agreed", given, stated, "comparison.agreed")):
            read_agreements(file)
    return file


def marks(given: Path | None, stated: "CaseFile | None") -> Path | None:
    """Return the file of marks of an examiner, known to be one."""
    file = given or (stated.marks if stated else None)
    if file is not None:
        from codematch.marks import read_marks

        with _errors_at(_place("--marks", given, stated, "report.marks")):
            read_marks(file)
    return file


def likelihood_bundle(given: Path | None) -> Path | None:
    """Return the validation bundle, after checking that it can be read."""
    if given is not None:
        from codematch.significance.likelihood_ratio import read_bundle

        with _errors_at("--lr"):
            read_bundle(given)
    return given


def attestations(stated: "CaseFile | None") -> "tuple[Attestation, ...]":
    """Return the attestations of a case, each of whose files is there."""
    if stated is None or not stated.attested:
        return ()
    from codematch.model.engagement import Role
    from codematch.model.versions import AttestedKind
    from codematch.revisions.attested import Attestation

    found = []
    for number, row in enumerate(stated.attested):
        files = {key: Path(row[key]) if row.get(key) else None for key in ("file", "covers", "ca", "signers")}
        for key, file in files.items():
            if file is not None and not file.is_file():
                raise UsageError(f"{stated.place(f'attested.{number}.{key}')}: {file} is not a file; give one")
        found.append(
            Attestation(
                kind=AttestedKind(row["kind"]),
                role=Role(row["of"]),
                time=row.get("time", ""),
                source=row.get("source", ""),
                reference=row.get("reference", ""),
                file=files["file"],
                covers=files["covers"],
                ca=files["ca"],
                sha256=row.get("sha256", ""),
                signers=files["signers"],
            )
        )
    return tuple(found)


def stratum(given: str | None, stated: "CaseFile | None") -> "Stratum | None":
    """Return the stratum that the examiner gives, None for the one that is found."""
    from codematch.model.stratum import AUTO, parse_stratum

    place = _place("--stratum", given, stated, "comparison.stratum")
    return parse_stratum(given or (stated.stratum if stated else "") or AUTO, place)


def asserted(given: Path | None, stated: "CaseFile | None") -> "tuple[StatedItem, ...]":
    """Return the asserted items, read: those of a file, or those of the case; each knows where it was stated."""
    if given is None and stated is None:
        return ()
    from codematch.comparison.item_text import parse_items, read_items

    if given is not None:
        return read_items(given, "--asserted ")
    rows = enumerate(stated.asserted if stated else ())
    return parse_items([(stated.place(f"asserted.{number}.item"), *row) for number, row in rows] if stated else [])


def library(given: Path | None, none: bool, stated: "CaseFile | None") -> Path | None:
    """Return the library to use: the given one, else the library of this user if there is one."""
    if given is not None and none:
        raise UsageError("--library and --no-library cannot be used together; give one of them")
    if none:
        return None
    store = given or (stated.library if stated else None)
    if store is not None:
        if not store.is_dir():
            place = _place("--library", given, stated, "comparison.library")
            raise UsageError(f"{place} {store}: is not a folder; create a library with codematch library add")
        return store
    from codematch.reference_library import default_store

    store = default_store()
    return store if store.is_dir() else None


def languages(given: Sequence[str] | None, stated: "CaseFile | None") -> tuple[str, ...]:
    """Return the languages to compare without repetitions; refuse one that no grammar has."""
    names = tuple(given or (stated.languages if stated else ()))
    return known_languages(names, _place("--language", given, stated, "comparison.languages"))


def language_of(given: Sequence[str] | None, stated: "CaseFile | None") -> tuple[tuple[str, str], ...]:
    """Return the patterns of paths with the language of their files, those of the case first; refuse invalid ones."""
    found = [(stated.place("comparison.language_of"), text) for text in stated.language_of] if stated else []
    found += [("--language-of", text) for text in given or ()]
    return tuple(_pattern(place, text) for place, text in found)


def _pattern(place: str, text: str) -> tuple[str, str]:
    pattern, sign, name = text.rpartition("=")
    if not sign or not pattern.strip() or not name.strip():
        raise UsageError(f"{place} {text}: not of the form GLOB=NAME; write for example '*.inc=php'")
    return pattern.strip(), known_language(name.strip(), f"{place} {text}")


def encodings(stated_now: Sequence[str] | None, stated: "CaseFile | None") -> tuple[str, ...]:
    """Return the encodings that are stated for files, `GLOB=NAME`; those of the command line go before the case's."""
    from codematch.intake import given

    for texts, where in (
        (stated.encodings if stated else (), "comparison.encodings"),
        (stated_now or (), "--encoding"),
    ):
        given.parse(texts, where)
    return (*(stated.encodings if stated else ()), *(stated_now or ()))


def check_policy(policy: "PolicyOptions", questioned: str, limits: Intake) -> None:
    """Check what decides on the exit code, before hours are spent on the comparison.

    Raises:
        CodematchError: A file cannot be read, or the questioned work has no such revision.
    """
    baseline, suppressions, since = (policy.get(name) for name in ("baseline", "suppressions", "changed_since"))
    if baseline is not None:
        from codematch.policy import read_baseline

        with _errors_at("--baseline"):
            read_baseline(Path(str(baseline)))
    if suppressions is not None:
        from codematch.policy import read_suppressions

        with _errors_at("--suppressions"):
            read_suppressions(Path(str(suppressions)))
    if since is not None:
        from codematch.intake.ancestors import find_earlier

        find_earlier(questioned, str(since), limits)


def questioned_folder(questioned: str) -> str:
    """Return the folder of the questioned work relative to the current one, "" where that is not inside it."""
    folder = Path(questioned).resolve()
    here = system.working_directory()
    if here is None or not folder.is_dir() or folder == here or not folder.is_relative_to(here):
        return ""
    return folder.relative_to(here).as_posix()


def find_works(works: Sequence[str], common: Sequence[str], stated: "CaseFile | None", limits: Intake) -> None:
    """Check that every named work exists, before hours are spent on the first of them.

    Args:
        works: The locators of the known and the questioned work.
        common: What `materials` returned.
        stated: What the case file says.
        limits: The settings of intake.

    Raises:
        InputError: One is not there, or in no form that can be read.
    """
    from codematch.intake import find_work

    places = [""] * len(works)
    if stated:
        names = ["known.path", "questioned.path", *(f"prior.{number}.path" for number in range(len(stated.prior)))]
        places = [stated.place(name) for name in names]
    locators = [*works, *(text.partition("=")[2] for text in common)]
    for place, locator in zip_longest(places, locators, fillvalue="--common"):
        with _errors_at(place):
            find_work(locator, limits)


def _place(option: str, given: object, stated: "CaseFile | None", name: str) -> str:
    """Return where an input was given: the option, or the place of `name` in the case file."""
    return stated.place(name) if stated and not given else option


@contextmanager
def _errors_at(place: str) -> Iterator[None]:
    """Begin an error about an input with the place that named the input."""
    try:
        yield
    except CodematchError as error:
        raise type(error)(f"{place} {error}" if place else str(error)) from None
