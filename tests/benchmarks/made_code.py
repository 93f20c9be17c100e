"""Python code made at random for tests: works with an interface and third-party code in common, and nothing else."""

import numpy as np

WORDS = {
    "known": ("parcel", "route", "depot", "driver", "stamp", "weight", "tariff", "zone", "label", "window", "claim"),
    "questioned": (
        "reading",
        "meter",
        "sensor",
        "probe",
        "sample",
        "drift",
        "range",
        "batch",
        "filter",
        "limit",
        "gain",
    ),
    "shared": ("node", "edge", "queue", "cursor", "token", "buffer", "frame", "slot"),
}
INTERFACE = ("open", "close", "get", "put", "delete", "list_keys", "flush", "rename", "copy_to", "describe")


class Writer:
    """Writes functions of random statements over one list of words."""

    def __init__(self, words: tuple[str, ...], seed: int) -> None:
        self._words = words
        self._generator = np.random.default_rng(seed)

    def _pick(self, number: int) -> int:
        return int(self._generator.integers(number))

    def _name(self) -> str:
        return self._words[self._pick(len(self._words))]

    def expression(self, depth: int = 0) -> str:
        """Return an expression; deeper ones are simpler."""
        kind = self._pick(4) if depth > 2 else self._pick(11)
        inner = [self.expression(depth + 1) for _ in range(2)] if kind > 3 else []
        return (
            lambda: self._name(),
            lambda: str(self._pick(900)),
            lambda: f"{self._name()}.{self._name()}",
            lambda: f'"{self._name()} {self._name()}"',
            lambda: f"{self._name()}({inner[0]}, {inner[1]})",
            lambda: f"{self._name()}.{self._name()}({inner[0]})",
            lambda: f"{self._name()}[{inner[0]}]",
            lambda: f"({inner[0]} {'+-*/%'[self._pick(5)]} {inner[1]})",
            lambda: f"[{inner[0]} for {self._name()} in {self._name()}]",
            lambda: f"({inner[0]} if {self._name()} else {inner[1]})",
            lambda: f"{{{inner[0]}: {inner[1]}}}",
        )[kind]()

    def statement(self, indent: str, depth: int = 0) -> list[str]:
        """Return the lines of a statement."""
        kind = self._pick(5) if depth > 1 else self._pick(10)
        body = self.block(indent + "    ", 1 + self._pick(3), depth + 1) if kind > 4 else []
        heads = (
            f"{self._name()} = {self.expression()}",
            f"{self._name()}.{self._name()} = {self.expression()}",
            f"{self._name()} += {self.expression()}",
            f"{self._name()}.{self._name()}({self.expression()})",
            f"assert {self.expression()} != {self.expression()}",
            f"if {self.expression()} > {self.expression()}:",
            f"for {self._name()} in {self.expression()}:",
            f"while {self._name()} < {self.expression()}:",
            f"with {self._name()}({self.expression()}) as {self._name()}:",
            "try:",
        )
        lines = [indent + heads[kind], *body]
        if kind == len(heads) - 1:
            lines += [f"{indent}except {self._name().title()}Error:", *self.block(indent + "    ", 1, depth + 1)]
        return lines

    def block(self, indent: str, count: int, depth: int = 0) -> list[str]:
        """Return the lines of several statements."""
        return [line for _ in range(count) for line in self.statement(indent, depth)]

    def function(self, name: str, indent: str = "", head: str = "") -> list[str]:
        """Return a function; `head` are its parameters."""
        body = self.block(indent + "    ", 3 + self._pick(6))
        return [f"{indent}def {name}({head or self._name()}):", *body, f"{indent}    return {self.expression()}", ""]

    def module(self, functions: int) -> str:
        """Return a module of functions."""
        lines = []
        for number in range(functions):
            lines += self.function(f"{self._name()}_{self._name()}_{number}")
        return "\n".join(lines)

    def store(self) -> str:
        """Return a class with the methods of the interface that both works have."""
        lines = ["class Store:"]
        for method in INTERFACE:
            lines += self.function(method, "    ", "self, key, value=None, *, timeout=30, encoding='utf-8'")
        return "\n".join(lines)


def made_work(side: str, modules: int = 12, functions: int = 12) -> dict[str, str]:
    """Return the files of a work by path: modules of its own, the shared interface, shared third-party code."""
    seed = sorted(WORDS).index(side)
    writer = Writer(WORDS[side], seed)
    files = {f"{side}/module{number:02}.py": writer.module(functions) for number in range(modules)}
    files[f"{side}/store.py"] = writer.store()
    shared = Writer(WORDS["shared"], 99)
    return files | {f"{side}/_vendor/tools/part{number}.py": shared.module(functions) for number in range(4)}
