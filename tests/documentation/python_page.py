"""The page of the Python interface: what `import codematch` offers, from its docstrings."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import codematch
import codematch.model

_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Yields|Example|Examples):$")
_ITEM = re.compile(r"^(\*{0,2}\w+)(?: \(([^)]*)\))?: (.*)$")


def python_page() -> str:
    """Every public name with its signature and docstring."""
    parts = [
        "# Python interface\n",
        "What the command line does can be done from Python, with the same results. `import codematch` is fast:"
        " parsers, NumPy and reports are imported when first needed. [The notebook](../tutorial/notebook.md) shows it"
        " at work, [Exit codes and errors](exit-codes.md) draws the exceptions as a tree, and [Result](result.md) lists"
        " the fields of a result.\n",
    ]
    for name in codematch.__all__:
        if not name.startswith("__"):
            parts.append(_entry(name, getattr(codematch, name)))
    return "\n".join(parts)


def result_types() -> dict[str, str]:
    """The docstrings of the types of `codematch.model`, by their names, each as one text."""
    found = {}
    for info in pkgutil.walk_packages(codematch.model.__path__, "codematch.model."):
        module = importlib.import_module(info.name)
        for name, kind in vars(module).items():
            doc = (inspect.isclass(kind) and kind.__module__ == info.name and kind.__doc__) or ""
            if doc and not doc.startswith(f"{name}("):
                found[name] = "\n".join(_prose(inspect.cleandoc(doc).splitlines()))
    return found


def _entry(name: str, value: Any) -> str:
    kind = "class" if inspect.isclass(value) else "function"
    kind = "exception" if kind == "class" and issubclass(value, Exception) else kind
    doc = inspect.cleandoc(value.__doc__ or "").splitlines()
    lines = [f"## `codematch.{name}`\n", f"*{kind}*\n"]
    if kind == "function":
        lines.append(f"```python\n{_signature(name, value)}\n```\n")
    lines += _prose(doc)
    if dataclasses.is_dataclass(value) and kind == "class":
        lines += ["", *_methods(value)]
    return "\n".join(lines) + "\n"


def _signature(name: str, value: Any) -> str:
    """The signature on one line, without the quotation marks of names that are resolved later."""
    signature = inspect.signature(value)
    parameters = [one.replace(annotation=_annotation(one.annotation)) for one in signature.parameters.values()]
    made = signature.replace(parameters=parameters, return_annotation=_annotation(signature.return_annotation))
    return f"codematch.{name}{made}".replace("typing.", "")


class _Annotation:
    """An annotation as it is written in a signature; a default stays as Python writes it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _annotation(value: Any) -> Any:
    """An annotation without the quotation marks of names that are resolved later.

    Python 3.14 writes `Unpack` itself, with the whole name of what is unpacked.
    """
    if value is inspect.Signature.empty:
        return value
    text = value if isinstance(value, str) else inspect.formatannotation(value)
    text = re.sub(r"'([^']*)'", r"\1", text)
    text = re.sub(r"^\*<class codematch\.(.+)>$", r"Unpack[\1]", text)
    return _Annotation(text.replace("Unpack[codematch.", "Unpack["))


def _methods(kind: type) -> Iterator[str]:
    for name, value in inspect.getmembers(kind, inspect.isfunction):
        if not name.startswith("_") and value.__doc__:
            yield f"### `{kind.__name__}.{name}`\n"
            yield f"```python\n{_signature(name, value).removeprefix('codematch.')}\n```\n"
            yield from _prose(inspect.cleandoc(value.__doc__).splitlines())
            yield ""


def _prose(lines: list[str]) -> Iterator[str]:
    """A docstring of Google's style as Markdown: sections as bold words, their items as lists."""
    section = ""
    code = False
    for line in lines:
        if match := _SECTION.match(line):
            if code:
                yield "```"
            section, code = match[1], False
            yield f"\n**{match[1]}**\n"
            continue
        text = line.strip()
        if text.startswith(">>>") and not code:
            code = True
            yield "\n```pycon"
        elif code and not text:
            code = False
            yield "```"
        if code:
            yield text
        elif section and (item := _ITEM.match(text)) and line.startswith("    ") and not line.startswith("     "):
            yield f"- `{item[1]}`: {item[3]}"
        elif section and section not in ("Example", "Examples") and text and line.startswith("        "):
            yield f"  {text}"
        else:
            yield text
    if code:
        yield "```"
