"""The numbers that a reader sees: those of the specification, or 一、(一) and 1. in a Chinese document."""

from dataclasses import replace

from codematch.report.record.blocks import Block, Heading, Section
from codematch.report.record.context import Context
from codematch.report.text import current_language, say

_DIGITS = "零一二三四五六七八九"
_TEN = 10


def labelled(sections: tuple[Section, ...], context: Context) -> tuple[Section, ...]:
    """Return the sections with their labels, their headings numbered in turn."""
    hierarchical = any(section.part for section in sections)
    made = []
    parts = place = annexes = 0
    for running, section in enumerate(sections, start=1):
        if section.part:
            parts, place = parts + 1, 0
        place += 1
        annexes += section.annex
        if hierarchical:
            label, part = say("number.section", number=_number(place)), section.part
            part = say("number.part", number=_number(parts), title=part) if part else ""
        else:
            label, part = str(running) if context.brief else f"{section.number}{section.letter}", ""
        if section.annex and not hierarchical:
            label = say("number.annex", letter=chr(ord("A") + annexes - 1))
        blocks = _numbered(section.blocks, "" if hierarchical else label)
        made.append(replace(section, label=label, part=part, blocks=blocks))
    return tuple(made)


def _numbered(blocks: tuple[Block, ...], label: str) -> tuple[Block, ...]:
    """Return blocks with numbers before their headings: "7.1" below a label, else "1."."""
    made: list[Block] = []
    count = 0
    for block in blocks:
        if isinstance(block, Heading):
            count += 1
            number = f"{label}.{count}" if label else f"{count}."
            block = replace(block, text=f"{number} {block.text}")
        made.append(block)
    return tuple(made)


def _number(number: int) -> str:
    """Return a number below 100 in Chinese, or in digits in another language."""
    if current_language() != "zh":
        return str(number)
    tens, ones = divmod(number, _TEN)
    start = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return start + (_DIGITS[ones] if ones or not tens else "")
