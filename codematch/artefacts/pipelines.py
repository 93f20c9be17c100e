"""Pipelines in code: sequences of calls with their plain arguments; and the constants of training with their values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from codematch.artefacts.layers import plain_number, plain_value
from codematch.artefacts.vocabulary import vocabulary
from codematch.languages.calls import Call, PythonCalls

_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_MODULE = re.compile(rb"^[ \t]*(?:import|from)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A call of a pipeline: the last part of its name, and its plain arguments."""

    name: str
    arguments: tuple[tuple[str, str], ...]
    line: int

    @property
    def written(self) -> str:
        """The call as it is shown."""
        return f"{self.name}({', '.join(f'{key}={value}' if key else value for key, value in self.arguments)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """The steps of one function, "" for the file itself."""

    path: str
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A constant of training: the part of its name that says what it is, its name and value."""

    path: str
    line: int
    kind: str
    name: str
    value: str

    @property
    def is_usual(self) -> bool:
        """Whether the value is a usual one for its kind."""
        return self.value in vocabulary().constants[self.kind]


def has_pipelines(utf8: bytes) -> bool:
    """Say whether a Python file imports something that pipelines are made of."""
    found = {match.group(1).decode() for match in _MODULE.finditer(utf8)}
    return not found.isdisjoint(vocabulary().pipeline_modules)


def pipelines(path: str, calls: PythonCalls, least: int) -> Iterator[Pipeline]:
    """Yield the pipelines of a file."""
    known = vocabulary().pipeline_calls
    scopes: dict[str, list[Step]] = {}
    for call in calls.calls:
        if call.last in known:
            scopes.setdefault(call.scope, []).append(_step(call))
    for scope, steps in sorted(scopes.items()):
        if len(steps) >= least:
            yield Pipeline(path=path, name=scope, steps=tuple(steps))


def _step(call: Call) -> Step:
    plain = ((name, plain_value(value)) for name, value in call.arguments)
    return Step(
        name=call.last, arguments=tuple((name, value) for name, value in plain if _tells(value)), line=call.line
    )


def _tells(value: str) -> bool:
    """Say whether an argument is a number or a quoted word: names of variables are free."""
    return bool(_NUMBER.fullmatch(value))


def constants(path: str, calls: PythonCalls) -> Iterator[Constant]:
    """Yield the constants of training in a file: plain values of names, and named arguments of calls."""
    for item in calls.values:
        yield from _constant(path, item.name, item.value, item.line)
    for call in calls.calls:
        for name, value in call.arguments:
            yield from _constant(path, name, value, call.line)
        yield from _option(path, call)


def _option(path: str, call: Call) -> Iterator[Constant]:
    """Yield the default of an option of a command line."""
    named = dict(call.arguments)
    if call.last == "add_argument" and call.arguments and "default" in named:
        yield from _constant(path, call.arguments[0][1].strip("\"'-"), named["default"], call.line)


def configured(path: str, fields: Mapping[str, str]) -> Iterator[Constant]:
    """Yield the constants of training in a configuration."""
    for name, value in fields.items():
        yield from _constant(path, name.rpartition(".")[2], value, 0)


def _constant(path: str, name: str, value: str, line: int) -> Iterator[Constant]:
    if not name or not _NUMBER.fullmatch(value):
        return
    short = re.sub(r"[\s-]", "_", name.rpartition(".")[2].lower())
    parts = set(short.split("_"))
    for part, kind in vocabulary().constant_names.items():
        if part == short or part in parts or ("_" in part and part in short):
            yield Constant(path=path, line=line, kind=kind, name=name, value=plain_number(value))
            return


def same_constants(known: Sequence[Constant], questioned: Sequence[Constant]) -> list[tuple[Constant, Constant]]:
    """Return constants of one kind and value that both works have, unusual ones first."""
    by_value: dict[tuple[str, str], Constant] = {}
    for item in questioned:
        by_value.setdefault((item.kind, item.value), item)
    found: dict[tuple[str, str], tuple[Constant, Constant]] = {}
    for item in known:
        key = item.kind, item.value
        if key in by_value:
            found.setdefault(key, (item, by_value[key]))
    return sorted(found.values(), key=lambda pair: (pair[0].is_usual, -_digits(pair[0].value), pair[0].kind))


def _digits(value: str) -> int:
    return len(re.sub(r"[-+.]", "", value).strip("0"))
