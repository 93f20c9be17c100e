"""Literal lines: which lines of each work stand in the other, white space at both ends aside, in both directions."""

from collections.abc import Iterator

from codematch.evidence.subject import EvidenceFile, Subject
from codematch.model.evidence import Channel, ChannelResult
from codematch.settings import Evidence


def lines(known: Subject, questioned: Subject, settings: Evidence) -> ChannelResult:
    """Return counts of lines with and without comments; blank lines never count.

    A line counts as often as it stands in its work. `code` lines hold the beginning of a token.
    """
    figures: dict[str, int] = {}
    for name, only_code in (("all", False), ("code", True)):
        left, right = (list(_lines(work, only_code)) for work in (known, questioned))
        in_left, in_right = set(left), set(right)
        figures |= {
            f"known-{name}": len(left),
            f"questioned-{name}": len(right),
            f"known-{name}-found": sum(line in in_right for line in left),
            f"questioned-{name}-found": sum(line in in_left for line in right),
            f"different-{name}": len(in_left & in_right),
        }
    return ChannelResult(channel=Channel.LINES, figures=figures, findings=(), omitted=0)


def _lines(work: Subject, only_code: bool) -> Iterator[bytes]:
    for file in work.files:
        wanted = _code_lines(file) if only_code else None
        for number, line in enumerate(file.utf8.splitlines(), start=1):
            text = line.strip()
            if text and (wanted is None or number in wanted):
                yield text


def _code_lines(file: EvidenceFile) -> set[int]:
    return set(file.stream.lines.tolist())
