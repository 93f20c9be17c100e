"""What the tests of a comparison share."""

import pytest

from codematch.comparison.prepare import Toolkit
from tests.comparison.works import TOOLS


@pytest.fixture(scope="session")
def toolkit() -> Toolkit:
    return TOOLS
