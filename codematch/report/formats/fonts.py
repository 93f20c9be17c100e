"""The fonts of printed records, which must have Chinese glyphs: their files and their characters.

They come with codematch, the regular weight as a package and the bold one in it, so that the same result gives the same
pages on every machine.
"""

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from codematch.errors import StoreError
from codematch.report.text.visible import code_point, visible

PACKAGE = "noto_cjk_sans_otc"
FILE = "NotoSansCJK-Regular.ttc"
FAMILY = "Noto Sans CJK SC"
BRACKETS = "⟨⟩\u200b"
"""What a font that comes with typst has: the brackets around code points, and a place to break a line."""
_SYSTEM = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/share/fonts/google-noto-cjk"),
    Path("/usr/share/fonts/google-noto-sans-cjk-fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)


@cache
def font_file() -> Path:
    """Return the file of the font.

    Raises:
        StoreError: There is none; the message says what to install.
    """
    spec = find_spec(PACKAGE)
    folders = [*(Path(place) for place in (spec.submodule_search_locations or ()) if spec)] if spec else []
    for folder in (*folders, *_SYSTEM):
        if (folder / FILE).is_file():
            return folder / FILE
    raise StoreError(
        f"no font with Chinese was found ({FILE}), and no PDF was written: install codematch[pdf], or the fonts "
        "Noto Sans CJK of the system"
    )


def folders() -> tuple[Path, Path]:
    """Return the folders of all fonts: of the regular weight, and of the bold one.

    Raises:
        StoreError: There is no font of the regular weight.
    """
    return font_file().parent, Path(str(files("codematch.report"))) / "fonts"


@cache
def characters() -> frozenset[int]:
    """Return the code points that the font has glyphs for.

    Raises:
        StoreError: There is no font, or the file has no family of that name.
    """
    from fontTools.ttLib import TTCollection

    with TTCollection(font_file(), lazy=True) as collection:
        for font in collection.fonts:
            if font["name"].getDebugName(1) == FAMILY:
                return frozenset(font.getBestCmap())
    raise StoreError(f"{font_file()}: has no font {FAMILY}; install the package noto-cjk-sans-otc anew")


def lacking(text: str) -> set[str]:
    """Return the characters of a text that the font has no glyph for."""
    return {character for character in text if ord(character) not in characters()}


def settable(text: str) -> str:
    """Return text in which what is hidden, and what the font lacks, is written by its code point."""
    shown = visible(text)
    return shown if shown.isascii() else "".join(map(_settable, shown))


def settable_svg(svg: str) -> str:
    """Return a figure in the family of the font, with what it lacks by its code point."""
    shown = svg if svg.isascii() else "".join(map(_settable, svg))
    return shown.replace('font-family="sans-serif"', f'font-family="{FAMILY}"', 1)


@cache
def _settable(character: str) -> str:
    known = character.isascii() or character in BRACKETS or ord(character) in characters()
    return character if known else f"⟨{code_point(character)}⟩"
