"""Literal lines: which lines of each work stand in the other, white space at both ends aside, in both directions."""

from collections import Counter

from codematch.evidence.subject import Subject
from codematch.model.evidence import Channel, ChannelResult
from codematch.settings import Evidence


def lines(known: Subject, questioned: Subject, settings: Evidence) -> ChannelResult:
    """Return counts of lines with and without comments; blank lines never count.

    A line counts as often as it stands in its work. `code` lines hold the beginning of a token.
    """
    figures: dict[str, int] = {}
    for name, left, right in zip(("all", "code"), _lines(known), _lines(questioned), strict=True):
        both = left.keys() & right.keys()
        figures |= {
            f"known-{name}": left.total(),
            f"questioned-{name}": right.total(),
            f"known-{name}-found": sum(left[line] for line in both),
            f"questioned-{name}-found": sum(right[line] for line in both),
            f"different-{name}": len(both),
        }
    return ChannelResult.of(Channel.LINES, figures, (), settings.max_findings)


def _lines(work: Subject) -> tuple[Counter[bytes], Counter[bytes]]:
    """Count the lines of a work that are not blank, and those of them on which a token starts."""
    everything: Counter[bytes] = Counter()
    code: Counter[bytes] = Counter()
    for file in work.files:
        stripped = file.stripped_lines()
        everything.update(stripped)
        code.update([stripped[number - 1] for number in file.code_lines()])
    del everything[b""], code[b""]
    return everything, code
