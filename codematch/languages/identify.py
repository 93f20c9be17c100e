"""Which language a file is in: by file name, extension, content markers, then the first line."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from codematch.errors import SpecError
from codematch.languages.spec import LanguageSpec

TEXT = "text"
"""The language of a file without a grammar."""

HEAD_BYTES = 65_536
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

    def __post_init__(self) -> None:
        for extension in sorted({ending for spec in self.specs for ending in _endings(spec)}):
            unmarked = [spec.name for spec in self._with_extension(extension) if not spec.markers]
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
            head: The beginning of the file's text; at most 64 KiB are looked at.

        Returns:
            The language, "text" when it is unknown.
        """
        name = PurePosixPath(path).name
        for spec in self.specs:
            if name in spec.filenames:
                return Identified(language=spec.name)
        suffix = PurePosixPath(name).suffix
        for extension in (suffix, suffix.lower()) if suffix else ():
            sharing = self._with_extension(extension)
            if sharing:
                spec = _claimant(sharing, head)
                return Identified(language=spec.name, borrowed=dict(spec.borrowed).get(extension, ""))
        return Identified(language=self._interpreter(head))

    def _with_extension(self, extension: str) -> list[LanguageSpec]:
        return sorted(
            (spec for spec in self.specs if extension in _endings(spec)),
            key=lambda spec: (not spec.markers, -spec.priority, spec.name),
        )

    def _interpreter(self, head: bytes) -> str:
        match = _SHEBANG.match(head.partition(b"\n")[0][:256])
        program = (match[1] or match[2]).decode("ascii", "replace") if match else ""
        for spec in self.specs:
            if program in spec.shebangs or _VERSION.sub("", program) in spec.shebangs:
                return spec.name
        return TEXT


def _endings(spec: LanguageSpec) -> set[str]:
    return {*spec.extensions, *dict(spec.borrowed)}


def _claimant(sharing: list[LanguageSpec], head: bytes) -> LanguageSpec:
    if len(sharing) > 1:
        text = head[:HEAD_BYTES].decode("utf-8", "replace")
        for spec in sharing:
            if any(pattern.search(text) for pattern in _compiled(spec.markers)):
                return spec
    return sharing[-1]


@lru_cache
def _compiled(markers: tuple[str, ...]) -> list[re.Pattern[str]]:
    return [re.compile(marker, re.MULTILINE) for marker in markers]
