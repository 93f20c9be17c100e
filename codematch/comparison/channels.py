"""The channels of evidence beside the regions, each by itself, in the order of a report."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.evidence.artefacts import artefacts
from codematch.evidence.comments import comments
from codematch.evidence.files import files
from codematch.evidence.lines import lines
from codematch.evidence.order import order
from codematch.evidence.subject import EvidenceFile, Subject
from codematch.evidence.tokens import names, texts
from codematch.model.evidence import ChannelResult, Rarity
from codematch.weight.weigher import Weigher

_SHOWN_DIGEST = 16


def gather_evidence(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> tuple[ChannelResult, ...]:
    """Return what every channel finds in two works, wherever it stands."""
    works = _subject(known), _subject(questioned)
    settings = toolkit.settings.evidence
    counts = partial(_rarities, toolkit.weigher)
    return (
        files(*works, settings),
        lines(*works, settings),
        names(*works, counts, settings),
        comments(*works, counts, settings),
        texts(*works, counts, settings),
        artefacts(*works, settings),
        order(*works, settings),
    )


def _rarities(weigher: Weigher, language: str, kind: str, hashes: NDArray[np.uint64]) -> Sequence[Rarity | None]:
    """Count items of a kind in the background of a language."""
    background = weigher.background(language)
    if background is None:
        return [None] * len(hashes)
    seen = getattr(background, kind).look_up(hashes).tolist()
    corpus = f"background of {language} {background.digest[:_SHOWN_DIGEST]}"
    return [Rarity(seen_in=count, projects=background.projects, corpus=corpus) for count in seen]


def _subject(work: PreparedWork) -> Subject:
    return Subject(
        records=tuple(source.record for source in work.tree.files),
        files=tuple(
            EvidenceFile(record=source.record, utf8=source.utf8, stream=file.stream)
            for source, file in zip(work.sources, work.files, strict=True)
        ),
    )
