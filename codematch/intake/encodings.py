"""The files of a work whose encoding was left open: decoded by what the work decides about them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from codematch.intake import vote
from codematch.intake.content import Judged
from codematch.intake.decode import Decoded, recoded
from codematch.settings import Intake


def settled(found: Sequence[Judged], limits: Intake) -> tuple[list[Judged], dict[tuple[str, str], list[bytes]]]:
    """Decode the files whose encoding is open.

    Args:
        found: All files of a work.
        limits: The settings of intake.

    Returns:
        The files, and the names of those that read as well in another encoding, by the labels of both.
    """
    decisions = vote.decide({one.entry.digest: one.open for one in found if one.open}, limits)
    texts: dict[str, Decoded] = {}
    doubtful: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    done = []
    for one in found:
        if one.open:
            digest = one.entry.digest
            decision = decisions[digest]
            if digest not in texts:
                texts[digest] = recoded(one.entry.content or b"", decision.charset, decision.basis)
            if decision.rival is not None:
                doubtful[decision.charset.label, decision.rival.label].append(one.entry.name)
            one = replace(one, decoded=texts[digest], open=b"")
        done.append(one)
    return done, doubtful
