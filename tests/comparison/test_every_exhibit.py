"""Every exhibit of every fixture and of the demonstration, held against the files it shows, read again."""

import os

import pip
import pytest
import rich

from codematch.intake import read_work
from codematch.model.source import SourceTree
from codematch.settings import Settings
from tests.comparison.exhibit_check import problems
from tests.comparison.test_every_fixture import CASES


@pytest.mark.slow
@pytest.mark.parametrize(("known", "questioned"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_every_row_and_border_of_a_fixture_is_true(known: SourceTree, questioned: SourceTree) -> None:
    assert problems(known, questioned) == []


@pytest.mark.slow
def test_every_row_and_border_of_the_demonstration_is_true() -> None:
    folder = os.path.dirname(os.path.abspath(pip.__file__))
    if not os.path.isdir(os.path.join(folder, "_vendor", "rich")):
        pytest.skip("this pip was packaged without the copy of rich that the demonstration compares")
    works = (read_work(path, Settings().intake) for path in (os.path.dirname(rich.__file__), folder))
    assert problems(*works) == []
