"""No string of the program draws a legal conclusion: errors, help, bases of labels, notes, and what data files say."""

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from tests.report.test_wording import _PATTERN, FIXED

PACKAGE = Path(str(files("codematch")))
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED = {
    ("evidence/files.py", "copying"),  # the name of a licence file
    ("languages/endings.py", "copy"),  # what file managers put into the name of a second file
    ("evidence/notices.py", "copying"),
    ("notices.py", "copy"),  # words of licences, which are looked for and not shown
    ("notices.py", "liable"),
    ("report/numbers.py", "100 %"),  # the share of a whole, written as a number
    ("report/typesetting.py", "100%"),  # the width of a picture
}

ALLOWED_DATA = {
    ("repository.toml", "copy"),  # an instruction of Dockerfiles
    ("apple.toml", "copy"),  # names of settings, tasks and packages
    ("dotnet.toml", "copy"),
    ("php.toml", "copy"),
    ("javascript.toml", "copy"),
    ("classes_of_data.toml", "copy"),  # a method of dictionaries
    ("notices.toml", "copy"),  # the sign of copyright in HTML
    ("notices.toml", "liable"),  # words of licences, which are looked for and not shown
    ("notices.toml", "infringement"),
    ("notices.toml", "infringer"),
}
HEADINGS = tuple(f'"{key}" = ' for key in FIXED)


def strings(path: Path) -> Iterator[str]:
    """Yield every string of a module but its docstrings; those of commands are help, and count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list)]
    alone = (line.value for body in bodies for line in body if isinstance(line, ast.Expr))
    docstrings = (
        set()
        if "cli" in path.relative_to(PACKAGE).parts
        else {id(value) for value in alone if isinstance(value, ast.Constant)}
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_string_draws_a_conclusion() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), match[0].lower())
        for path in MODULES
        for text in strings(path)
        for match in _PATTERN.finditer(text)
    }
    assert found - ALLOWED == set()


def test_no_data_file_draws_a_conclusion() -> None:
    found = set()
    for path in PACKAGE.rglob("*.toml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        told = "".join(line for line in lines if not line.startswith(HEADINGS))
        found |= {(path.name, match[0].lower()) for match in _PATTERN.finditer(told)}
    assert found - ALLOWED_DATA == set()
