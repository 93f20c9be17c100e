"""The bytes of a fingerprint file: JSON, arrays in Base64; the details of all files are one sealed text with a key."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codematch import saved_files
from codematch.errors import StoreError, UsageError
from codematch.exchange.keys import NO_KEY, Key, seal, unseal
from codematch.model.exchange import EXACT, LEVELS, RENAMED, FileDetails, FilePrints, UnitSpan, Windows, WorkPrints
from codematch.version import VERSION

FORMAT, FORMAT_VERSION = "codematch-fingerprint", 1
ENDING = ".fp"
_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"' + FORMAT.encode())
_DOCUMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
_HEAD_BYTES = 256
_ARRAYS = {"hashes": "<u8", "tokens": "<i4", "first": "<i4", "last": "<i4", "before": "<f8", "bits": "<f8"}
_UNIT = ("first_token", "stop_token", "first_line", "last_line")
_SIZES = ("size_bytes", "lines", "tokens")


def is_fingerprint_file(locator: str) -> bool:
    """Return whether a locator names a fingerprint file: by its first bytes, or a document by its ending.

    A file that somebody changed is thus refused as damaged, and not compared as the text that it also is.
    """
    try:
        with saved_files.opened(Path(locator), through_links=True) as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError):
        return False
    named = locator.lower().endswith(ENDING) and _DOCUMENT.match(head) is not None
    return named or _START.match(head) is not None


def render(prints: WorkPrints, key: Key) -> bytes:
    """Return the bytes of a fingerprint file."""
    details = [_written_details(file.details) for file in prints.files]
    document: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "version": VERSION,
        "method": prints.method,
        "key_id": prints.key_id,
        "k": prints.k,
        "window": prints.window,
        "files": [
            {
                "digest": file.digest,
                "language": file.language,
                **{level: _written(file.at(level), "<u8") for level in LEVELS},
            }
            for file in prints.files
        ],
    }
    if key.key_id:
        text = json.dumps(details, ensure_ascii=False).encode("utf-8", "surrogatepass")
        document["sealed"] = base64.b64encode(seal(text, key)).decode()
    else:
        document["details"] = details
    return (json.dumps(document, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def read(path: Path, key: Key = NO_KEY) -> WorkPrints:
    """Read a fingerprint file; without its key the details of a keyed one stay sealed.

    Raises:
        StoreError: It cannot be read, is damaged, or of another format.
        UsageError: It was made with another key, or without one.
    """
    try:
        document = saved_files.json_value(saved_files.read_bytes(path))
        if document["format"] != FORMAT or document["format_version"] != FORMAT_VERSION:
            raise StoreError(f"{path}: is not a fingerprint file of format {FORMAT_VERSION}; make it again")
        if key.key_id and document["key_id"] != key.key_id:
            made = "with another key" if document["key_id"] else "without a key"
            raise UsageError(f"{path}: was made {made}; both sides need the same --key")
        return _prints(document, key)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); give a fingerprint file") from None
    except (StoreError, UsageError) as error:
        raise type(error)(str(error) if str(error).startswith(str(path)) else f"{path}: {error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise StoreError(f"{path}: is damaged; make it again with codematch fingerprint") from None


def _prints(document: dict[str, Any], key: Key) -> WorkPrints:
    details: list[Any] = [None] * len(document["files"])
    if not document["key_id"]:
        details = document["details"]
    elif key.key_id:
        details = saved_files.json_value(unseal(base64.b64decode(document["sealed"], validate=True), key))
    files = tuple(
        FilePrints(
            digest=str(one["digest"]),
            language=str(one["language"]),
            exact=np.unique(_array(one[EXACT], "<u8")),
            renamed=np.unique(_array(one[RENAMED], "<u8")),
            details=None if own is None else _details(own),
        )
        for one, own in zip(document["files"], details, strict=True)
    )
    k, window = int(document["k"]), int(document["window"])
    if k < 1 or window < 1:
        raise ValueError
    return WorkPrints(method=str(document["method"]), key_id=str(document["key_id"]), k=k, window=window, files=files)


def _written_details(details: FileDetails | None) -> dict[str, Any]:
    if details is None:
        raise ValueError("sealed details cannot be written again")
    return {
        "path": details.path,
        **{name: getattr(details, name) for name in _SIZES},
        **{
            level: {name: _written(getattr(windows, name), kind) for name, kind in _ARRAYS.items()}
            for level, windows in details.windows.items()
        },
        "units": [[getattr(unit, name) for name in _UNIT] for unit in details.units],
    }


def _details(own: dict[str, Any]) -> FileDetails:
    sizes = {name: int(own[name]) for name in _SIZES}
    return FileDetails(
        path=str(own["path"]),
        windows={level: _windows(own[level], sizes["tokens"]) for level in LEVELS},
        units=tuple(UnitSpan(**dict(zip(_UNIT, map(int, unit), strict=True))) for unit in own["units"]),
        **sizes,
    )


def _windows(own: dict[str, str], tokens: int) -> Windows:
    arrays = {name: _array(own[name], kind) for name, kind in _ARRAYS.items()}
    places = arrays["tokens"]
    fit = len({len(array) for array in arrays.values()}) == 1 and bool(np.all(np.diff(places) > 0))
    if not fit or (len(places) and not 0 <= places[0] <= places[-1] < tokens):
        raise ValueError
    if not all(np.all(np.isfinite(arrays[name])) for name in ("before", "bits")):
        raise ValueError
    return Windows(**arrays)


def _written(array: NDArray[Any], kind: str) -> str:
    return base64.b64encode(array.astype(kind).tobytes()).decode()


def _array(text: str, kind: str) -> NDArray[Any]:
    return np.frombuffer(base64.b64decode(text, validate=True), dtype=kind).astype(kind.removeprefix("<"))
