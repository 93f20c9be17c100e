"""Which language a file claims to be in: by its name, its ending, its interpreter, its modeline, its first lines.

Nothing is parsed here. Whether the claim holds is asked by `codematch.languages.settle`, where there is doubt.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from codematch.errors import SpecError
from codematch.languages.embedded import Form, form_by_name
from codematch.languages.endings import ending, inner_names, without_ending
from codematch.languages.hints import HEAD_BYTES, interpreter, mode
from codematch.languages.spec import LanguageSpec
from codematch.model.source import LanguageBasis

TEXT = "text"
"""The language of a file without a grammar."""

_MARKUP = re.compile(rb"\s{0,64}<(?:\?xml\b|!DOCTYPE[ \t]+\w+|html\b|TS\b)", re.IGNORECASE)
_TAG = re.compile(rb"\s{0,64}<(?:[A-Za-z!][\w!:-]*[\s>/]|!--|\?xml\b)")
"""The beginning of a page or of another document of tags."""
FORMATS = frozenset({
    ".adoc", ".cfg", ".cmake", ".conf", ".css", ".csv", ".diff", ".dtd", ".htm", ".html", ".ini", ".ipynb", ".json",
    ".jsonl", ".less", ".lock", ".map", ".markdown", ".md", ".patch", ".plist", ".po", ".pot", ".properties",
    ".proto", ".rej", ".rst", ".sass", ".scss", ".sql", ".svg", ".tex", ".toml", ".tsv", ".xaml", ".xhtml", ".xml",
    ".xsd", ".xsl", ".yaml", ".yml",
})  # fmt: skip
"""Endings of formats that hold no program, or one in a language without a grammar."""
_CAPITAL_ENDINGS = (".C", ".H")
"""Endings of C++ as written; where every name is in capitals, as on DOS, they say no more than `.c` and `.h`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A file's language and what said so; `borrowed` is the title of what it really is when another grammar reads it.

    `rivals` are other languages that the same evidence indicates, `certain` says that nothing is left to doubt, and
    `format` that the ending names another format, such as JSON or Markdown: it takes more to call the file a program.
    `form` is the format by which its name says that the file is divided into parts (`codematch.languages.embedded`).
    """

    language: str
    basis: LanguageBasis = LanguageBasis.NONE
    borrowed: str = ""
    rivals: tuple[str, ...] = ()
    certain: bool = False
    format: bool = False
    form: str = ""

    @property
    def named(self) -> bool:
        """Whether the unchanged extension, the name or the user says so."""
        return self.basis in (LanguageBasis.NAME, LanguageBasis.EXTENSION, LanguageBasis.GIVEN)


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of one `grammars/` folder, sorted by name."""

    specs: tuple[LanguageSpec, ...]
    _by_extension: dict[str, list[LanguageSpec]] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, LanguageSpec] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_extension", _by_extension(self.specs))
        object.__setattr__(self, "_by_name", {spec.name: spec for spec in self.specs})
        for extension, sharing in self._by_extension.items():
            unmarked = [spec.name for spec in sharing if not spec.markers]
            if len(unmarked) > 1:
                raise SpecError(
                    f"{unmarked[1]}/language.toml: content.markers: needed, because {extension} is"
                    f" also an extension of {unmarked[0]}"
                )
        for spec in self.specs:
            if spec.extends and spec.extends not in self._by_name:
                raise SpecError(f"{spec.name}/language.toml: content.extends: unknown language {spec.extends!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all languages, sorted."""
        return tuple(self._by_name)

    def spec(self, name: str) -> LanguageSpec:
        """Return the language called `name`.

        Raises:
            SpecError: There is no such language.
        """
        if name not in self._by_name:
            raise SpecError(f"unknown language {name!r}; choose from {', '.join(self.names)}")
        return self._by_name[name]

    def base(self, name: str) -> tuple[str, ...]:
        """Return a language and those that it extends, itself first."""
        found = [name]
        while name in self._by_name and (name := self._by_name[name].extends) and name not in found:
            found.append(name)
        return tuple(found)

    def identify(self, path: str, text: bytes) -> Identified:
        """Say which language a file is in, as far as that can be said without parsing it.

        The first of these decides: a file name that a language lists; the ending (as written, then in small letters);
        the ending within one that says copy, backup or template; the interpreter in a `#!` line; the modeline of an
        editor; an ending of a language within one that says something else. Several languages with the same ending
        are asked in order of falling priority, and the first whose markers match the first 16 KiB has it; then a
        modeline is asked; else the one without markers has it.

        Args:
            path: The file's path; only its last part counts.
            text: The file's text, or its beginning.

        Returns:
            The language, "text" when it is unknown, and whether the content is still to be asked.
        """
        name = PurePosixPath(path).name
        form = form_by_name(name)
        return replace(self._identified(name, text, form), form=form.name if form is not None else "")

    def _identified(self, name: str, text: bytes, form: Form | None) -> Identified:
        named = self._by_file_name(name, text)
        if named is not None:
            return self._markup(named, text) or self._against_interpreter(named, text)
        if form is not None and form.shows(text):
            # Its parts are in languages of their own; no sign of one of them is one of the whole.
            host = form.host if form.host in self._by_name else TEXT
            inner = self._by_inner_name(name, text)
            if inner is not None and inner.language == host:
                return inner
            return Identified(language=host, basis=LanguageBasis.EXTENSION, certain=True)
        return self._by_inner_name(name, text) or self._by_first_lines(text) or self._by_weak_name(name, text)

    def _markup(self, named: Identified, text: bytes) -> Identified | None:
        """A document of tags whose ending says a program: translations of Qt are called `.ts`, property lists anything.

        Languages without signs of their own are formats, and those of tags among them.
        """
        plain = named.basis is not LanguageBasis.EXTENSION or not self.spec(named.language).signs
        if plain or b"<?php" in text[:HEAD_BYTES] or not (tag := _MARKUP.match(text)):
            return None
        language = "html" if tag[0].lower().endswith(b"html") else "xml"
        known = language if language in self._by_name else TEXT
        return Identified(language=known, basis=LanguageBasis.CONTENT, certain=True)

    def _by_file_name(self, name: str, text: bytes) -> Identified | None:
        for spec in self.specs:
            if name in spec.filenames:
                return Identified(language=spec.name, basis=LanguageBasis.NAME)
        suffix = ending(name)
        capitals = suffix in _CAPITAL_ENDINGS and name == name.upper() and len(name) > len(suffix)
        for extension in (suffix, suffix.lower()) if suffix else ():
            sharing = self._by_extension.get(extension)
            if sharing and not (capitals and extension == suffix):
                if capitals:
                    rivals = {spec.name: spec for spec in (*self._by_extension[suffix], *sharing)}
                    sharing = sorted(rivals.values(), key=_asked)
                return self._claimant(sharing, extension, text)
        return None

    def _claimant(self, sharing: list[LanguageSpec], extension: str, text: bytes) -> Identified:
        """Choose between the languages of one ending."""
        spec, basis = sharing[-1], LanguageBasis.EXTENSION
        if len(sharing) > 1:
            lines = b"\n" + text[:HEAD_BYTES]
            marked = next((one for one in sharing if one.markers and pattern(one.markers).search(lines)), None)
            by_mode = None if marked else self._by_mode(text)
            if marked is not None:
                spec, basis = marked, LanguageBasis.CONTENT
            elif by_mode is not None and by_mode.language in [one.name for one in sharing]:
                spec, basis = self.spec(by_mode.language), LanguageBasis.MODELINE
        rivals = tuple(one.name for one in sharing if one is not spec)
        return Identified(
            language=spec.name, basis=basis, borrowed=dict(spec.borrowed).get(extension, ""), rivals=rivals
        )

    def _against_interpreter(self, named: Identified, text: bytes) -> Identified:
        """Let the interpreter of a `#!` line contradict the extension."""
        rival = self._is_shebang(text)
        if rival in (None, TEXT) or rival in (named.language, *named.rivals) or named.borrowed:
            return named
        return Identified(language=named.language, basis=named.basis, rivals=(*named.rivals, str(rival)))

    def _by_inner_name(self, name: str, text: bytes) -> Identified | None:
        for inner in inner_names(name):
            found = self._by_file_name(inner, text)
            if found is not None:
                basis = LanguageBasis.INNER_EXTENSION if found.basis is not LanguageBasis.NAME else found.basis
                wrapped = Identified(language=found.language, basis=basis, borrowed=found.borrowed, rivals=found.rivals)
                return self._against_interpreter(wrapped, text)
        return None

    def _by_first_lines(self, text: bytes) -> Identified | None:
        """Ask the interpreter and the modeline. The one that an editor is told names what `#!/bin/sh` only starts."""
        program, by_mode = self._is_shebang(text), self._by_mode(text)
        if by_mode is not None and (program is None or by_mode.language != TEXT):
            return by_mode
        if program is None:
            return None
        return Identified(language=program, basis=LanguageBasis.SHEBANG, certain=program == TEXT)

    def _is_shebang(self, text: bytes) -> str | None:
        """The language of the interpreter, "text" for one of no language here, None where none is named."""
        programs = interpreter(text)
        for spec in self.specs:
            if any(program in spec.shebangs for program in programs):
                return spec.name
        return TEXT if programs else None

    def _by_mode(self, text: bytes) -> Identified | None:
        named = mode(text).removesuffix("-mode")
        if not named or named == "fundamental":
            return None
        for spec in self.specs:
            if named in (spec.name, spec.title.lower(), *spec.modes):
                return Identified(language=spec.name, basis=LanguageBasis.MODELINE)
        return Identified(language=TEXT, basis=LanguageBasis.MODELINE, certain=True)

    def _by_weak_name(self, name: str, text: bytes) -> Identified:
        """A file that names no language: one within its name is a rival that the content may speak for."""
        if _TAG.match(text) and b"<?php" not in text[:HEAD_BYTES]:
            return Identified(language=TEXT, certain=True)
        is_format = ending(name).lower() in FORMATS
        found = next(filter(None, (self._by_file_name(inner, text) for inner in _within(name))), None)
        rivals = (found.language, *found.rivals) if found is not None else ()
        return Identified(language=TEXT, rivals=rivals, format=is_format)


def _within(name: str) -> Iterator[str]:
    """The names within a name whose last ending says something else: `valve.c` in `valve.c.png`."""
    for outer in (name, *inner_names(name)):
        bare = without_ending(outer)
        if bare != outer:
            yield bare
            yield from inner_names(bare)


def _by_extension(specs: tuple[LanguageSpec, ...]) -> dict[str, list[LanguageSpec]]:
    """Return the languages of each extension, in the order in which they are asked."""
    asked = sorted(specs, key=_asked)
    endings = {spec.name: {*spec.extensions, *dict(spec.borrowed)} for spec in specs}
    extensions = sorted({one for chosen in endings.values() for one in chosen})
    return {one: [spec for spec in asked if one in endings[spec.name]] for one in extensions}


def _asked(spec: LanguageSpec) -> tuple[bool, int, str]:
    return not spec.markers, -spec.priority, spec.name


@lru_cache
def pattern(lines: tuple[str, ...]) -> re.Pattern[bytes]:
    """One expression for all of these. It begins with a line end, for which `re` looks many times faster than for ^."""
    return re.compile(b"\n(?:%s)" % b"|".join(line.encode() for line in lines))
