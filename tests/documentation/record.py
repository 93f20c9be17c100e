"""Writes into the pages what the program prints now; the parts that a page leaves out stay left out.

.venv/bin/python -m tests.documentation.record [PAGE...]

Read the difference before you commit it.
"""

import sys
import tempfile
from pathlib import Path

from tests.documentation.pages import blocks, pages, recorded
from tests.documentation.session import Session


def record(page: Path) -> bool:
    """Run a page and write what is printed; return whether it changed."""
    text = page.read_text(encoding="utf-8")
    lines = text.split("\n")
    made: list[tuple[int, int, list[str]]] = []
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder), page)
        for block in blocks(text):
            if block.language == "pycon" and block.is_run:
                made.append((block.first, block.stop, session.python(block)))
                continue
            ran = session.run(block) if block.is_run else []
            if block.language == "console" and ran:
                content = []
                for command, printed in ran:
                    content += [*f"$ {command.text}".split("\n"), *recorded(command.expected, printed)]
                made.append((block.first, block.stop, content))
    for first, stop, content in reversed(made):
        lines[first:stop] = content
    new = "\n".join(lines)
    if new != text:
        page.write_text(new, encoding="utf-8")
    return new != text


if __name__ == "__main__":
    for page in [Path(name).resolve() for name in sys.argv[1:]] or pages():
        if record(page):
            print(page)  # noqa: T201
