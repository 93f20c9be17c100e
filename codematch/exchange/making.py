"""The fingerprints of a work: of every file at both levels, with their places and weights."""

import hashlib
import json
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedFile, PreparedWork, Toolkit
from codematch.exchange.keys import Key, keyed_digest, keyed_hashes
from codematch.fingerprints.winnow import winnow
from codematch.languages import grammar_versions
from codematch.levels import exact
from codematch.model.exchange import EXACT, LEVELS, RENAMED, FileDetails, FilePrints, UnitSpan, Windows, WorkPrints
from codematch.model.kgrams import kgram_hashes
from codematch.model.precision import BITS_DECIMALS
from codematch.model.source import SourceFile
from codematch.settings import Settings
from codematch.version import METHOD, VERSION


def method_of(toolkit: Toolkit) -> str:
    """Return the digest of everything that decides on the hashes and weights of a work, but for the key."""
    settings = toolkit.settings
    decides = {
        "version": VERSION,
        "method": METHOD,
        "grammars": grammar_versions(toolkit.languages),
        "settings": [asdict(one) for one in (settings.parsing, settings.identification, settings.weighing)],
        "fingerprints": [settings.fingerprinting.k, settings.fingerprinting.window, settings.exchange.min_window_bits],
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True, default=str).encode()).hexdigest()


def make_prints(work: PreparedWork, toolkit: Toolkit, key: Key, *, with_paths: bool) -> WorkPrints:
    """Return the fingerprints of a work, its files in the order of their digests, which tells nothing of their names.

    Args:
        work: The prepared work.
        toolkit: With what it was prepared.
        key: The key of both parties, or `NO_KEY`.
        with_paths: Whether the paths of files are told.
    """
    settings = toolkit.settings
    files = [
        _file(source, file, settings, key, with_paths) for source, file in zip(work.sources, work.files, strict=True)
    ]
    prints = settings.fingerprinting
    return WorkPrints(
        method=method_of(toolkit),
        key_id=key.key_id,
        k=prints.k,
        window=prints.window,
        files=tuple(sorted(files, key=lambda file: (file.digest, file.details.path if file.details else ""))),
    )


def _file(source: SourceFile, file: PreparedFile, settings: Settings, key: Key, with_paths: bool) -> FilePrints:
    stream = file.stream
    symbols = {level: exact(file.symbols, stream.texts) if level == EXACT else file.symbols for level in LEVELS}
    windows = {level: _windows(file, symbols[level], level, settings, key) for level in LEVELS}
    units = (
        UnitSpan(
            first_token=unit.first_token,
            stop_token=unit.stop_token,
            first_line=int(stream.lines[unit.first_token]),
            last_line=int(stream.lines[unit.stop_token - 1]),
        )
        for unit in stream.units
        if unit.stop_token - unit.first_token >= settings.fingerprinting.min_unit_tokens
    )
    details = FileDetails(
        path=source.record.path if with_paths else "",
        size_bytes=len(source.utf8),
        lines=source.record.lines or 0,
        tokens=len(stream),
        windows=windows,
        units=tuple(units),
    )
    return FilePrints(
        digest=keyed_digest(source.utf8, key),
        language=stream.language,
        exact=np.unique(windows[EXACT].hashes),
        renamed=np.unique(windows[RENAMED].hashes),
        details=details,
    )


def _windows(file: PreparedFile, symbols: NDArray[np.uint64], level: str, settings: Settings, key: Key) -> Windows:
    """Return the kept windows of a file that are not ordinary code.

    Winnowing selects among the keyed hashes: which windows are kept is a secret of the key, too.
    """
    prints = settings.fingerprinting
    grams = kgram_hashes(symbols, prints.k)
    grams = keyed_hashes(grams ^ file.salts[: len(grams)], level, key)
    edges = np.zeros(len(file.stream) + 1)
    np.cumsum(file.weights.bits, out=edges[1:])
    kept = winnow(grams, prints.window).astype(np.int64)
    bits = edges[kept + prints.k] - edges[kept]
    kept, bits = kept[bits >= settings.exchange.min_window_bits], bits[bits >= settings.exchange.min_window_bits]
    lines = file.stream.lines
    return Windows(
        hashes=grams[kept],
        tokens=kept.astype(np.int32),
        first=lines[kept].astype(np.int32),
        last=lines[kept + prints.k - 1].astype(np.int32),
        before=np.round(edges[kept], BITS_DECIMALS),
        bits=np.round(bits, BITS_DECIMALS),
    )
