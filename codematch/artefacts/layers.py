"""The layers of models in code: sequences with hyper-parameters, under common names, whatever the framework.

A class or function that creates layers is a model in code. Classes of the work that are used as layers are put in the
place of their use, so that a block in a class of its own lines up with one that is written out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from codematch.artefacts.vocabulary import vocabulary
from codematch.languages.calls import Call, PythonCalls

_MAX_LAYERS = 2_000
_MAX_DEPTH = 6
_IMPORT = re.compile(rb"^[ \t]*(?:import|from)[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)
_PLAIN_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer: its common name, its hyper-parameters by common name, sorted, and where it is created."""

    kind: str
    parameters: tuple[tuple[str, str], ...]
    line: int
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeModel:
    """A model in code: the class or function that creates its layers, "" for the file itself."""

    path: str
    name: str
    framework: str
    layers: tuple[Layer, ...]


def framework_of(utf8: bytes) -> str:
    """Return the framework that a Python file imports, "" for none."""
    modules = {found.group(1).decode("utf-8", "replace").partition(".")[0] for found in _IMPORT.finditer(utf8)}
    names = vocabulary().frameworks
    return next((name for name, roots in names.items() if modules.intersection(roots)), "")


def models_in_code(files: Mapping[str, tuple[str, PythonCalls]], min_layers: int) -> tuple[CodeModel, ...]:
    """Return the models of a work.

    Args:
        files: The framework and the calls of each Python file, by path.
        min_layers: Classes and functions with fewer layers are no models.
    """
    own = {
        name.rpartition(".")[2]: (path, name) for path, (_, found) in sorted(files.items()) for name, _ in found.classes
    }
    by_scope = {path: _by_scope(found) for path, (_, found) in files.items()}
    reader = _Layers(files, own, by_scope)
    models = (
        CodeModel(path=path, name=scope, framework=files[path][0], layers=tuple(layers))
        for path in sorted(files)
        for scope in sorted(by_scope[path])
        if len(layers := list(reader.of(path, scope, (scope.rpartition(".")[2],)))) >= min_layers
    )
    return tuple(models)


def _by_scope(found: PythonCalls) -> dict[str, list[Call]]:
    """Return the calls of each class, or of each function that is in none."""
    classes = {name for name, _ in found.classes}
    scopes: dict[str, list[Call]] = {}
    for call in found.calls:
        scope = call.scope
        while scope and scope not in classes:
            scope = scope.rpartition(".")[0]
        scopes.setdefault(scope or call.scope, []).append(call)
    return scopes


class _Layers:
    def __init__(
        self,
        files: Mapping[str, tuple[str, PythonCalls]],
        own: Mapping[str, tuple[str, str]],
        by_scope: Mapping[str, Mapping[str, list[Call]]],
    ) -> None:
        self._files, self._own, self._by_scope = files, own, by_scope

    def of(self, path: str, scope: str, around: tuple[str, ...]) -> Iterator[Layer]:
        """Yield the layers that a class creates, those of its blocks in their place."""
        count = 0
        framework = self._files[path][0]
        for call in self._by_scope[path].get(scope, []):
            for layer in self._layers(call, framework, around):
                count += 1
                if count > _MAX_LAYERS:
                    return
                yield layer

    def _layers(self, call: Call, framework: str, around: tuple[str, ...]) -> Iterator[Layer]:
        named = vocabulary().layers.get(framework, {})
        inside = self._own.get(call.last)
        if inside is not None and call.last not in around and len(around) < _MAX_DEPTH:
            yield from self.of(*inside, (*around, call.last))
        elif inside is None and call.last in named:
            yield _layer(call, named[call.last])


def _layer(call: Call, signature: Sequence[str]) -> Layer:
    """Return a layer by the signature of its call: common name, then the names of arguments by place."""
    names, kind = list(signature[1:]), signature[0]
    found: dict[str, str] = {}
    for place, (name, value) in enumerate(call.arguments):
        common = vocabulary().arguments.get(name, "") if name else (names[place] if place < len(names) else "")
        if common and (plain := plain_value(value)):
            found[common] = plain
    if kind.startswith("conv") and found.get("groups", "1") not in ("1", "") and found.get("groups") == found.get("in"):
        kind = "depthwise-" + kind
    return Layer(kind=kind, parameters=tuple(sorted(found.items())), line=call.line, written=call.name)


def plain_value(text: str) -> str:
    """Return a number or a name in one form, "" for what is neither: (3, 3) is 3, 'same' is same, 1e-3 is 0.001."""
    parts = [part.strip() for part in text.strip("()[] ").split(",") if part.strip()]
    if parts and all(part == parts[0] for part in parts):
        text = parts[0]
    text = text.strip("\"'").lower()
    if _PLAIN_NUMBER.fullmatch(text):
        return plain_number(text)
    return text if re.fullmatch(r"[\w.*/+ -]{1,60}", text) else ""


def plain_number(text: str) -> str:
    """Return a number in one form."""
    value = float(text.replace("_", ""))
    return (
        str(int(value))
        if value == int(value) and abs(value) < 1e15
        else f"{value:.12g}".rstrip("0")
        if ("e" not in f"{value:.12g}")
        else f"{value:.18f}".rstrip("0")
    )


def published(layers: Sequence[str], classes: Sequence[str]) -> tuple[str, ...]:
    """Return the published architectures that a run of layers, or the names of classes, shows."""
    joined = "\n" + "\n".join(layers) + "\n"
    said = vocabulary().published
    found = [name for name, run in said["layers"].items() if "\n" + "\n".join(run) + "\n" in joined]
    short = {name.rpartition(".")[2] for name in classes}
    found += [name for name, names in said["classes"].items() if short.intersection(names)]
    return tuple(dict.fromkeys(found))


def published_tensors(names: Sequence[str]) -> tuple[str, ...]:
    """Return the published architectures whose names of tensors all occur."""
    joined = "\n".join(names)
    said = vocabulary().published["tensors"]
    return tuple(name for name, parts in said.items() if all(re.search(part, joined) for part in parts))
