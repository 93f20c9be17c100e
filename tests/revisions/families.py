"""Families of works with a known tree, written for tests: modules that are changed from one version to the next."""

import random
from collections.abc import Mapping, Sequence

Files = dict[str, str]


def first(files: int = 24, functions: int = 6) -> Files:
    """A work of some modules, in which hardly a line occurs twice."""
    return {
        f"src/module_{number}.py": "".join(_function(number * functions + each) for each in range(functions))
        for number in range(files)
    }


def _function(number: int) -> str:
    return (
        f"def sluice_{number}(valve, level_{number}):\n"
        f"    start = level_{number} * {number + 3} + {number % 7}\n"
        f"    flow = valve.open({number * 7 + 1}, start, 'gate {number}')\n"
        f"    while flow > {number + 1100}:\n"
        f"        flow = drain(flow, valve, {number * 13 + 5})\n"
        f"    return flow - start % {number + 2900}\n\n\n"
    )


def changed(files: Mapping[str, str], seed: int, lines: int = 60) -> Files:
    """A later version: some lines are replaced, removed or added, each change by its own text."""
    chance, found = random.Random(seed), {path: text.split("\n") for path, text in files.items()}  # noqa: S311
    for number in range(lines):
        path = chance.choice(sorted(found))
        place = chance.randrange(len(found[path]) - 1)
        kind = chance.choice(("replace", "remove", "add"))
        fresh = f"    gauge_{seed}_{number} = measure({chance.randrange(10_000)}, {seed})"
        if kind == "remove":
            del found[path][place]
        else:
            found[path][place : place + (kind == "replace")] = [fresh]
    return {path: "\n".join(text) for path, text in found.items()}


def renamed(files: Mapping[str, str]) -> Files:
    """The same with other names."""
    words = {"valve": "tap", "level": "mark", "flow": "run", "start": "origin", "drain": "empty", "measure": "probe"}
    found = {}
    for path, text in files.items():
        for old, new in words.items():
            text = text.replace(old, new)
        found[path] = text
    return found


def grown(tree: Mapping[str, str], root: str, seed: int = 0) -> dict[str, Files]:
    """All versions of a tree that names the one each was made from."""
    made = {root: first()}
    for number, (version, origin) in enumerate(tree.items(), start=1):
        made[version] = changed(made[origin], 1000 * seed + number)
    return made


def texts(works: Mapping[str, Files], names: Sequence[str]) -> list[list[tuple[str, bytes]]]:
    """The files of some versions as they are held against one another."""
    return [[(path, text.encode()) for path, text in sorted(works[name].items())] for name in names]
