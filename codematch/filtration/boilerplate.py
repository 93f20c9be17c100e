"""Accessors, their fields, generated methods, storing constructors, and lines of data classes.

Accessors are functions that only return or set a field. Methods that development environments generate (`toString`,
`equals`, `hashCode`) are recognised by their names and by bodies of names, literals, operators and usual calls only;
the words are listed in `boilerplate.toml`. A constructor that only stores its parameters is labelled too. Lines that
mappers and encoders require in a data class are listed in `prescribed/classes_of_data.toml`.

Why: Tools and habits write this code in the same way for the same fields.

Not covered: The choice and the order of the fields, which may be the author's. Accessors that also check a value.

Example: `public int getLevel() { return level; }`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codematch.filtration import data_class_lines
from codematch.filtration.file_view import FileView
from codematch.filtration.rule import Filter
from codematch.filtration.spans import Span, byte_mask, tokens_inside
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.message import Message, Name
from codematch.model.stable_hash import text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream, Unit
from codematch.settings.filters import Boilerplate

_WORDS = frozenset(
    text_hash(text) for text in b"{ } return this self . -> ; = => end pass super get set init value $this".split()
)
_LITERAL = CLASS_CODES[TokenClass.LITERAL]
_IDENTIFIER = CLASS_CODES[TokenClass.IDENTIFIER]
_GIVEN = {
    name: frozenset(words)
    for name, words in tomllib.loads(Path(__file__).with_name("boilerplate.toml").read_text(encoding="utf-8")).items()
}
_CALLED = _GIVEN["calls"]
_STORE = re.compile(
    r"(?:(?:this|self|\$this)\s*(?:\.|->)|@)?\s*(?:m_|_)?\$?(?P<field>\w+)\s*(?::[^=;\n]*)?"
    r":?=\s*\$?(?P<given>\w+)\s*;?\s*"
)
_SUPER = re.compile(r"super\s*\(\s*\)\s*;?\s*|super\(\)\.__init__\(\)\s*|base\(\)\s*")
_ACCESS = rb"(?:(?:private|protected|internal)[ \t]+)?"
_AUTO_PROPERTY = re.compile(
    rb"(?:(?:public|private|protected|internal|static|virtual|override|required|abstract|new)[ \t]+)*"
    rb"[\w<>\[\]?.,]+[ \t]+\w+\s*\{\s*"
    + (_ACCESS + rb"get\s*(?:;|\{\s*return\s+(?:this\.)?\w+\s*;\s*\}|=>\s*\w+\s*;)\s*")
    + (rb"(?:" + _ACCESS + rb"(?:set|init)\s*")
    + rb"(?:;|\{\s*(?:this\.)?\w+\s*=\s*value\s*;\s*\}|=>\s*\w+\s*=\s*value\s*;)\s*)?\}"
)
_FIELD = re.compile(
    rb"(?:(?:private|protected|public|internal|static|final|readonly|volatile|transient|lateinit|var|val|let|const)\s+)*"
    rb"(?:[\w.$]+(?:::[\w.$]+)*(?:<[\w<>,.?\s]*>)?(?:\[\])*[?!*]?\s+)?[$*&]?"
    rb"(?P<name>[A-Za-z_#]\w*)\s*[?!]?\s*(?::\s*[\w.<>\[\]?|, ]+)?\s*"
    rb"(?:=\s*(?:null|nil|0|0L|0\.0|false|true|\"\"|''|new \w+(?:<>|<[\w, ]*>)?\(\)|None))?\s*(?:;|$)",
)

_ACCESSOR = Message.of("accessor")


def marks(file: FileView, settings: Boilerplate) -> Iterable[Mark]:
    """Label accessors, methods of the generated shape, storing constructors, and the fields of a class of data."""
    accessors = 0
    handled: set[str] = set()
    found: list[Span] = []
    for unit in file.stream.units:
        if unit.kind != "function":
            continue
        basis = _basis(file, unit, settings)
        if basis is not None:
            found.append(_bytes_of(file.stream, unit))
            yield Mark(unit.first_token, unit.stop_token, ReasonCode.LANG_BOILERPLATE, basis)
        if basis == _ACCESSOR:
            accessors += 1
            handled |= _names_in(file, unit)
    yield from data_class_lines.marks(file, settings, found)
    properties = _properties(file) if file.stream.language == "csharp" and b"get" in file.utf8 else []
    for first, stop in properties:
        yield Mark(first, stop, ReasonCode.LANG_BOILERPLATE, _ACCESSOR)
        handled |= set(_texts(file, first, stop))
    if accessors + len(properties) >= settings.bean_accessors:
        yield from _fields(file, handled)


def _basis(file: FileView, unit: Unit, settings: Boilerplate) -> Message | None:
    """What kind of boilerplate a function is, None for none."""
    if _is_accessor(file.stream, unit, settings):
        return _ACCESSOR
    name = unit.name.rsplit(".", 1)[-1]
    if name.lower() in _GIVEN["methods"] and _is_of_generated_shape(file, unit, name.lower(), settings):
        return Message.of("generated-shape", name=Name(name))
    classes = unit.name.rsplit(".", 2)
    if name in _GIVEN["constructors"] or (len(classes) > 1 and classes[-2] == name):
        return Message.of("storing-constructor") if _only_stores(file, unit) else None
    return None


def _is_accessor(stream: TokenStream, unit: Unit, settings: Boilerplate) -> bool:
    size = unit.stop_token - unit.body_token
    if not 0 < size <= settings.accessor_tokens:
        return False
    body = slice(unit.body_token, unit.stop_token)
    return all(
        kind == _IDENTIFIER or text in _WORDS
        for kind, text in zip(stream.classes[body].tolist(), stream.texts[body].tolist(), strict=True)
    )


def _texts(file: FileView, first: int, stop: int) -> list[str]:
    spans = zip(file.stream.starts[first:stop].tolist(), file.stream.stops[first:stop].tolist(), strict=True)
    return [file.utf8[start:end].decode("utf-8", "replace") for start, end in spans]


def _is_of_generated_shape(file: FileView, unit: Unit, name: str, settings: Boilerplate) -> bool:
    """Say whether a body holds nothing but names, literals, operators and the calls that such methods make."""
    texts = _texts(file, unit.body_token, unit.stop_token)
    classes = file.stream.classes[unit.body_token : unit.stop_token].tolist()
    after = [*texts[1:], ""]
    longest = settings.hash_text_characters if name in _GIVEN["hashes"] else None
    return bool(texts) and all(
        _belongs(text, kind, is_called=following == "(", longest=longest)
        for text, kind, following in zip(texts, classes, after, strict=True)
    )


def _belongs(text: str, kind: int, *, is_called: bool, longest: int | None) -> bool:
    """Say whether a token may occur in a method of the generated shape; texts may have `longest` characters."""
    if kind == _IDENTIFIER:
        return not is_called or text.lower() in _CALLED or _is_getter(text)
    if kind == _LITERAL:
        if text[:1].isdigit():
            return text.rstrip("lLuU") in _GIVEN["numbers"]
        return longest is None or len(text) <= longest
    return text in _GIVEN["signs"] or text.lower() in _CALLED


def _is_getter(name: str) -> bool:
    return re.match(r"(?:get|is|has)(?:[A-Z_]|$)", name) is not None


def _only_stores(file: FileView, unit: Unit) -> bool:
    """Say whether a body only gives parameters to fields of the same names."""
    if unit.stop_token <= unit.body_token:
        return False
    start, stop = int(file.stream.starts[unit.body_token]), int(file.stream.stops[unit.stop_token - 1])
    text = file.utf8[start:stop].decode("utf-8", "replace").strip().removeprefix(":").strip()
    body = text.removeprefix("{").removesuffix("}").strip()
    found = _SUPER.match(body)
    place, stored = (found.end() if found else 0), 0
    while place < len(body):
        match = _STORE.match(body, place)
        if match is None or match["field"].strip("_").lower() != match["given"].strip("_").lower():
            return False
        place, stored = match.end(), stored + 1
    return stored > 0


def _properties(file: FileView) -> list[tuple[int, int]]:
    """The token spans of properties of C# that only hand a field out and take it in."""
    return tokens_inside(
        file, byte_mask(len(file.utf8), (match.span() for match in _AUTO_PROPERTY.finditer(file.utf8)))
    )


def _names_in(file: FileView, unit: Unit) -> set[str]:
    """The names in the body of an accessor, as a field may be called."""
    return {text.lstrip("$#") for text in _texts(file, unit.body_token, unit.stop_token)}


def _fields(file: FileView, handled: set[str]) -> Iterator[Mark]:
    """Declarations of the fields that accessors hand out: lines outside of functions, in classes."""
    stream = file.stream
    taken = byte_mask(len(file.utf8), (_bytes_of(stream, unit) for unit in stream.units if unit.kind == "function"))
    spans = {
        (start, stop)
        for unit in stream.units
        if unit.kind != "function" and unit.stop_token > unit.body_token
        for start, stop in _field_lines(file.utf8, *_bytes_of(stream, unit), handled, taken)
        if not taken[start:stop].any()
    }
    for first, last in tokens_inside(file, byte_mask(len(file.utf8), sorted(spans))) if spans else ():
        yield Mark(first, last, ReasonCode.LANG_BOILERPLATE, Message.of("field-with-accessor"))


def _bytes_of(stream: TokenStream, unit: Unit) -> Span:
    """The bytes of the body of a class, or of the whole of a function."""
    first = unit.first_token if unit.kind == "function" else unit.body_token
    return int(stream.starts[first]), int(stream.stops[unit.stop_token - 1])


def _field_lines(utf8: bytes, start: int, stop: int, handled: set[str], taken: NDArray[np.bool_]) -> Iterator[Span]:
    """Lines that declare a field; most lines of a class lie in a function, and are not looked at."""
    place = start
    for raw in utf8[start:stop].splitlines(keepends=True):
        line = raw.strip().removeprefix(b"{").strip()
        match = None if taken[place + raw.find(line)] else _FIELD.fullmatch(line)
        if match is not None and match["name"].decode().lstrip("$#") in handled and (b" " in line or b":" in line):
            at = place + raw.find(line)
            yield at, at + len(line)
        place += len(raw)


RULE = Filter(
    id=FilterId.BOILERPLATE,
    docs=__doc__,
    settings=Boilerplate,
    codes=(ReasonCode.LANG_BOILERPLATE,),
    messages=("accessor", "generated-shape", "storing-constructor", "field-with-accessor", "data-class-line"),
    check=marks,
    is_customary=True,
)
