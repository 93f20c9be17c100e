"""Makes the bold fonts of `codematch/report/fonts` from NotoSansCJK-Bold.ttc (SIL Open Font License 1.1).

    python -m tests.report.make_fonts NotoSansCJK-Bold.ttc

They hold what bold text of a report is made of: Latin letters, signs, and the characters of GB 2312. What they lack is
set in the regular weight. Their names differ from that of the original, as its licence asks of modified versions.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

FOLDER = Path(__file__).resolve().parents[2] / "codematch" / "report" / "fonts"
MADE = {
    "CodematchSansSC-Bold.otf": ("Noto Sans CJK SC", "Codematch Sans SC", True),
    "CodematchMono-Bold.otf": ("Noto Sans Mono CJK SC", "Codematch Mono", False),
}
"""By file: the family of the original, the name, and whether it has Chinese."""
SIGNS = "–—‘’“”…•≤≥±≈≠→←↑↓·×÷§−"


def chinese() -> Iterator[str]:
    """Yield the characters of GB 2312."""
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                continue


def make(original: Path, name: str) -> None:
    """Write one font."""
    family, own, with_chinese = MADE[name]
    wanted = {*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x180)), *SIGNS, *(chinese() if with_chinese else ())}
    with TTCollection(original) as collection:
        font = next(font for font in collection.fonts if font["name"].getDebugName(1) == family)
        options = subset.Options(
            hinting=False, notdef_outline=True, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]
        )
        options.drop_tables += ["BASE", "DSIG", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=[ord(character) for character in wanted])
        chosen.subset(font)
        names = {1: own, 3: f"{own} Bold", 4: f"{own} Bold", 6: name.removesuffix(".otf")}
        for number, text in names.items():
            font["name"].setName(text, number, 3, 1, 0x409)
        font["CFF "].cff.fontNames = [names[6]]
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(FOLDER / name)


if __name__ == "__main__":
    for file in MADE:
        make(Path(sys.argv[1]), file)
