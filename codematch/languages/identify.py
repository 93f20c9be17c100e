"""Which language a file is in: by file name, extension, content markers, then the first line."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from codematch.errors import SpecError
from codematch.languages.spec import LanguageSpec

TEXT = "text"
"""The language of a file without a grammar."""

HEAD_BYTES = 16_384
"""How much of a file's text the content markers see."""

_SHEBANG = re.compile(rb"#![ \t]*(?:\S*/)?env(?:[ \t]+(?:-\S+|\w+=\S*))*[ \t]+(?:\S*/)?(\S+)|#![ \t]*(?:\S*/)?(\S+)")
_VERSION = re.compile(r"[\d.]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A file's language; `borrowed` is the title of what it really is when another language's grammar reads it."""

    language: str
    borrowed: str = ""


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of one `grammars/` folder, sorted by name."""

    specs: tuple[LanguageSpec, ...]
    _by_extension: dict[str, list[LanguageSpec]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_extension", _by_extension(self.specs))
        for extension, sharing in self._by_extension.items():
            unmarked = [spec.name for spec in sharing if not spec.markers]
            if len(unmarked) > 1:
                raise SpecError(f"{unmarked[1]}/language.toml: content.markers: {extension} is also {unmarked[0]}'s")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all languages, sorted."""
        return tuple(spec.name for spec in self.specs)

    def spec(self, name: str) -> LanguageSpec:
        """Return the language called `name`.

        Raises:
            SpecError: There is no such language.
        """
        for spec in self.specs:
            if spec.name == name:
                return spec
        raise SpecError(f"there is no language {name!r}: known are {', '.join(self.names)}")

    def identify(self, path: str, head: bytes) -> Identified:
        """Say which language a file is in.

        A file name that a language lists decides; then the extension (as written, then in small letters).
        Several languages with the same extension are asked in order of falling priority, and the first whose
        markers match the head has it, else the one without markers, else the last asked. A file that has no
        known extension may name its interpreter in the first line.

        Args:
            path: The file's path; only its last part counts.
            head: The beginning of the file's text; at most 16 KiB are looked at.

        Returns:
            The language, "text" when it is unknown.
        """
        name = PurePosixPath(path).name
        for spec in self.specs:
            if name in spec.filenames:
                return Identified(language=spec.name)
        suffix = PurePosixPath(name).suffix
        for extension in (suffix, suffix.lower()) if suffix else ():
            sharing = self._by_extension.get(extension)
            if sharing:
                spec = _claimant(sharing, head)
                return Identified(language=spec.name, borrowed=dict(spec.borrowed).get(extension, ""))
        return Identified(language=self._interpreter(head))

    def _interpreter(self, head: bytes) -> str:
        match = _SHEBANG.match(head.partition(b"\n")[0][:256])
        program = (match[1] or match[2]).decode("ascii", "replace") if match else ""
        for spec in self.specs:
            if program in spec.shebangs or _VERSION.sub("", program) in spec.shebangs:
                return spec.name
        return TEXT


def _by_extension(specs: tuple[LanguageSpec, ...]) -> dict[str, list[LanguageSpec]]:
    """Return the languages of each extension, in the order in which they are asked."""
    asked = sorted(specs, key=lambda spec: (not spec.markers, -spec.priority, spec.name))
    endings = {spec.name: {*spec.extensions, *dict(spec.borrowed)} for spec in specs}
    extensions = sorted({ending for chosen in endings.values() for ending in chosen})
    return {ending: [spec for spec in asked if ending in endings[spec.name]] for ending in extensions}


def _claimant(sharing: list[LanguageSpec], head: bytes) -> LanguageSpec:
    lines = b"\n" + head[:HEAD_BYTES] if len(sharing) > 1 else b""
    for spec in sharing[:-1]:
        if _pattern(spec.markers).search(lines):
            return spec
    return sharing[-1]


@lru_cache
def _pattern(markers: tuple[str, ...]) -> re.Pattern[bytes]:
    """One expression for all markers. It begins with a line end, for which `re` looks many times faster than for ^."""
    return re.compile(b"\n(?:%s)" % b"|".join(marker.encode() for marker in markers))
