"""Sign of works for the same task: two small whole programs that share names or texts beyond what small programs do.

What counts: both works are small and few files, and programs by themselves: they have an entry point, or most of their
code is outside functions. And the smaller one shares a part of its names or of its literals with the other, each
weighed by how rare it is in the background: the texts that a task asks to print, the names that its wording suggests,
the classes and input readers of a contest. Two programs for different tasks of one course or contest share so much as
well: the sign tells such programs from others, not one task from another. Words of comments were tried and tell
nothing: files of unrelated works share as many.

What copying does: a copy shares its names and texts, and the sign fits. Copies are not left out here, because small
programs for one task can be the same by chance.
"""

import numpy as np

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.message import Message
from codematch.model.sides import Both
from codematch.model.stable_hash import text_hash
from codematch.model.stratum import FoundStratum, Stratum, StratumFigure
from codematch.strata.overlap import CHANNELS, NOTHING, shared_vocabulary

_ENTRY_NAMES = frozenset({"main", "Main", "wmain", "WinMain"})
_PYTHON_ENTRY = text_hash(b"__name__")
_SCRIPT_SHARE = 0.5
"""A work with this share of its tokens outside functions and types is a program by itself."""


def fit(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> FoundStratum:
    """Measure how small two works are, whether they are programs by themselves, and what they share by rarity."""
    rules, works = toolkit.settings.strata, Both(known, questioned)
    tokens = max(works.map(_tokens))
    files = max(works.map(lambda work: len(work.files)))
    small = min(works.map(_tokens)) > 0 and tokens <= rules.task_tokens and files <= rules.task_files
    programs = sum(works.map(_is_program)) if small else 0
    names, texts = (shared_vocabulary(works, channel, toolkit) if small else NOTHING for channel in CHANNELS)
    shared_names = StratumFigure(
        name="task-names-share", value=names.share, is_share=True, least=rules.task_names_share
    )
    shared_texts = StratumFigure(
        name="task-texts-share", value=texts.share, is_share=True, least=rules.task_texts_share
    )
    number = StratumFigure(name="task-texts", value=texts.number, is_share=False, least=rules.task_texts)
    fits = (
        small
        and programs == len(tuple(works))
        and (shared_names.is_reached or (shared_texts.is_reached and number.is_reached))
    )
    return FoundStratum(
        stratum=Stratum.SAME_TASK,
        fits=fits,
        figures=(
            StratumFigure(name="task-tokens", value=tokens, is_share=False),
            StratumFigure(name="task-programs", value=programs, is_share=False, least=2),
            shared_names,
            shared_texts,
            number,
        ),
        reason=_reason(small=small, fits=fits),
    )


def _reason(*, small: bool, fits: bool) -> Message:
    if not small:
        return Message.of("no-small-programs")
    return Message.of("same-task-fits") if fits else Message.of("same-task-misses")


def _tokens(work: PreparedWork) -> int:
    return sum(len(file.stream) for file in work.files)


def _is_program(work: PreparedWork) -> bool:
    """Say whether a work is a program by itself."""
    inside = 0
    for file in work.files:
        stop = 0
        for unit in sorted(file.stream.units, key=lambda unit: (unit.first_token, -unit.stop_token)):
            if unit.name.rpartition(".")[2] in _ENTRY_NAMES:
                return True
            inside += max(0, unit.stop_token - max(unit.first_token, stop))
            stop = max(stop, unit.stop_token)
        if bool((file.names == np.uint64(_PYTHON_ENTRY)).any()):
            return True
    return inside < (1 - _SCRIPT_SHARE) * _tokens(work)
