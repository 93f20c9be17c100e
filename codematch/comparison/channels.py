"""The channels of evidence beside the regions, each by itself, in the order of a report."""

from collections.abc import Sequence

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

_SHOWN_DIGEST = 16


def gather_evidence(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> tuple[ChannelResult, ...]:
    """Return what every channel finds in two works, wherever it stands."""
    works = _subject(known), _subject(questioned)
    settings = toolkit.settings.evidence
    counts = _Counts(toolkit)
    return (
        files(*works, settings),
        lines(*works, settings),
        names(*works, counts, settings),
        comments(*works, counts, settings),
        texts(*works, counts, settings),
        artefacts(*works, settings),
        order(*works, settings),
    )


class _Counts:
    """Counts items in the background of a language."""

    def __init__(self, toolkit: Toolkit) -> None:
        self._weigher = toolkit.weigher

    def __call__(self, language: str, kind: str, hashes: NDArray[np.uint64]) -> Sequence[Rarity | None]:
        background = self._weigher.background(language)
        if background is None:
            return [None] * len(hashes)
        seen = getattr(background, kind).look_up(hashes).tolist()
        corpus = f"background of {language} {background.digest[:_SHOWN_DIGEST]}"
        return [Rarity(seen_in=count, projects=background.projects, corpus=corpus) for count in seen]


def _subject(work: PreparedWork) -> Subject:
    return Subject(
        records=tuple(source.record for source in work.tree.files),
        files=tuple(
            EvidenceFile(
                record=source.record, utf8=source.text.utf8 if source.text is not None else b"", stream=file.stream
            )
            for source, file in zip(work.sources, work.files, strict=True)
        ),
    )
