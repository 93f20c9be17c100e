"""The reference pages are what the program says now. If not: `.venv/bin/python -m tests.documentation.reference`."""

import json

import pytest

from tests.documentation.notebook import NOTEBOOK, executed, text_of
from tests.documentation.pages import is_made
from tests.documentation.reference import FOLDER, PAGES, made


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_what_the_program_says(name: str) -> None:
    current = (FOLDER / name).read_text(encoding="utf-8") == made(name)
    assert current, f"docs/{name} is out of date; run python -m tests.documentation.reference"


def test_no_page_claims_to_be_made_and_is_not() -> None:
    claimed = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.md") if is_made(file)}
    assert claimed == set(PAGES)


def test_the_notebook_is_executed() -> None:
    """If not: `.venv/bin/python -m tests.documentation.notebook`, read the difference, and make the page again."""
    saved = NOTEBOOK.read_text(encoding="utf-8")
    assert text_of(executed(json.loads(saved))) == saved
