"""What an index is asked of a questioned work: fingerprints with what they weigh, and signatures.

Places are windows of two blocks of tokens in a row, as in a scan: a window weighs the structure of those of its tokens
that shared fingerprints cover. Each fingerprint stands for the tokens up to the next one, at most for its own length,
so a window weighs what is aligned in it or a little less.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedFile, PreparedWork
from codematch.fingerprints.winnow import winnow
from codematch.model.frozen import array_value
from codematch.model.kgrams import kgram_hashes
from codematch.settings import Settings
from codematch.store.layout import SIGNATURE_WORDS, SIGNATURES

Numbers = NDArray[np.int64]
STEPS = 1024
"""Weights are asked in whole multiples of 1/STEPS bit, so that sums do not depend on their order."""


@array_value(copy=False)
class Asked:
    """The fingerprints of a work, in order: r of them.

    `hashes` int64 (r,), `files` int64 (r,) the file of each, `places` int64 (r,) its first token in it, `blocks` int64
    (r,) its block among those of the whole work, `gains` int64 (r,) what it adds [1/1024 bit].
    `signatures` int64 (s, w) are those of its files and longer units that weigh enough, `owners` int64 (s,) the file of
    each; the first `whole` are of files. `first_blocks` int64 (f,) are the first blocks of the files.
    """

    hashes: Numbers
    files: Numbers
    places: Numbers
    blocks: Numbers
    gains: Numbers
    signatures: Numbers
    owners: Numbers
    whole: int
    first_blocks: Numbers


def ask(work: PreparedWork, settings: Settings) -> Asked:
    """Return what an index is asked of a prepared work."""
    prints, block = settings.fingerprinting, settings.store.window_blocks
    rows: list[tuple[Numbers, ...]] = []
    firsts: list[int] = []
    start = 0
    for number, file in enumerate(work.files):
        hashes = kgram_hashes(file.symbols, prints.k)
        places = winnow(hashes, prints.window).astype(np.int64)
        sums = np.concatenate(([0.0], np.cumsum(file.weights.bits)))
        stops = np.minimum(np.append(places[1:], len(file.stream)), places + prints.k)
        gains = np.round((sums[stops] - sums[places]) * STEPS).astype(np.int64)
        rows.append(
            (hashes[places].view(np.int64), np.full(len(places), number), places, start + places // block, gains)
        )
        firsts.append(start)
        start += len(file.stream) // block + 2
    columns = [np.concatenate([np.empty(0, dtype=np.int64), *(row[place] for row in rows)]) for place in range(5)]
    signatures, owners, whole = _signatures(work.files, settings.store.candidate_bits)
    return Asked(
        hashes=columns[0],
        files=columns[1],
        places=columns[2],
        blocks=columns[3],
        gains=columns[4],
        signatures=signatures,
        owners=owners,
        whole=whole,
        first_blocks=np.array(firsts, dtype=np.int64),
    )


def _signatures(files: Sequence[PreparedFile], least: float) -> tuple[Numbers, Numbers, int]:
    """Return the signatures of files, then of units, that weigh at least so much [bits], with the file of each."""
    rows = [np.empty((0, SIGNATURE_WORDS * 8), dtype=np.uint8)]
    owners: list[int] = []
    sums = [np.concatenate(([0.0], np.cumsum(file.weights.bits))) for file in files]
    for number, file in enumerate(files):
        if len(file.prints) and sums[number][-1] >= least:
            rows.append(_lowest(file.sketch.values[None, :]))
            owners.append(number)
    whole = len(owners)
    for number, file in enumerate(files):
        chosen = [file.stream.units[place] for place in file.units.units.tolist()]
        own = sums[number]
        heavy = np.array([own[unit.stop_token] - own[unit.first_token] >= least for unit in chosen], dtype=bool)
        if heavy.any():
            rows.append(_lowest(file.units.values.reshape(len(chosen), -1)[heavy]))
            owners += [number] * int(np.count_nonzero(heavy))
    values = np.ascontiguousarray(np.concatenate(rows)).view("<i8").astype(np.int64)
    return values.reshape(len(owners), len(SIGNATURES)), np.array(owners, dtype=np.int64), whole


def _lowest(values: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return values[:, : SIGNATURE_WORDS * 8].astype(np.uint8)
