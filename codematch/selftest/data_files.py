"""The data of the languages: every file against its recorded SHA-256, and every model loaded."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from codematch.across import counts as item_counts
from codematch.across import null_model as across_null
from codematch.artefacts import parameter_null, vocabulary
from codematch.errors import StoreError
from codematch.languages.spec import QUERY_FILE, SPEC_FILE
from codematch.selftest.outcome import Check, compare_texts
from codematch.settings import Settings
from codematch.significance.null_model import FILE_NAME as NULL_NAME
from codematch.significance.null_model import has_null
from codematch.significance.reference_sets import NullModels
from codematch.significance.strata import FILE_NAME as STRATA_NAME
from codematch.significance.strata import has_strata, load_strata
from codematch.weight.background import CARD_NAME, MODEL_NAME, load_background

FILES_GROUP = "language data"
MODELS_GROUP = "models"
DATA_NAMES = (
    CARD_NAME, MODEL_NAME, NULL_NAME, QUERY_FILE, SPEC_FILE, STRATA_NAME, item_counts.CARD_NAME, item_counts.MODEL_NAME,
)  # fmt: skip
"""What codematch reads from the folder of a language; any other file there has no effect."""

_MISSING = "no such file"
_UNLISTED = "not listed"
_LOADED = "loads"


def data_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every data file below the folder of the languages, by "language/file", sorted."""
    files = [file for name in DATA_NAMES for file in folder.glob(f"*/{name}")]
    return {file.relative_to(folder).as_posix(): _digest(file) for file in sorted(files)}


def check_files(folder: Path, recorded: Mapping[str, str]) -> tuple[Check, ...]:
    """Hold every data file against its recorded digest; a missing, changed or unlisted file is a failed check."""
    present = data_digests(folder)
    names = sorted(recorded.keys() | present.keys())
    return tuple(
        compare_texts(FILES_GROUP, name, recorded.get(name, _UNLISTED), present.get(name, _MISSING)) for name in names
    )


def check_models(folder: Path) -> tuple[Check, ...]:
    """Load every background model and every reference set, so that one that is damaged is found.

    A language with neither has no check here: that its files are missing, the digests tell.
    """
    return tuple(compare_texts(MODELS_GROUP, name, _LOADED, _outcome(load)) for name, load in _models(folder))


def _models(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What loads each model, with its name. Half a background is one that does not load."""
    yield f"artefacts/{parameter_null.FILE.name}", parameter_null.load_parameter_null
    yield f"artefacts/{vocabulary.FILE.name}", vocabulary.vocabulary
    nulls = NullModels(folder, Settings())
    for language in sorted(path for path in folder.iterdir() if path.is_dir()):
        if language.name == item_counts.FOLDER:
            yield from _models_across(language)
            continue
        if any((language / name).is_file() for name in (MODEL_NAME, CARD_NAME)):
            yield f"{language.name}/{MODEL_NAME}", partial(load_background, language)
        if has_null(language):
            yield f"{language.name}/{NULL_NAME}", partial(nulls.get, language.name)
        if has_strata(language):
            yield f"{language.name}/{STRATA_NAME}", partial(load_strata, language)


def _models_across(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What loads the models for comparisons across languages."""
    if any((folder / name).is_file() for name in (item_counts.MODEL_NAME, item_counts.CARD_NAME)):
        yield f"{folder.name}/{item_counts.MODEL_NAME}", partial(item_counts.load_counts, folder)
    if across_null.has_null(folder):
        yield f"{folder.name}/{NULL_NAME}", partial(across_null.load_null, folder)


def _outcome(load: Callable[[], object]) -> str:
    """Say whether a model loads, else why not. One that fits its digest and is none fails in ways of its own."""
    try:
        load()
    except StoreError as error:
        return str(error)
    except (ValueError, LookupError, TypeError, zlib.error) as error:
        return f"no model ({type(error).__name__}: {error})"
    return _LOADED


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        return f"cannot be read ({error.strerror})"
