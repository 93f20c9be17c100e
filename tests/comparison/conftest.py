"""What the tests of a comparison share."""

import pytest

from codematch.comparison.prepare import Toolkit
from codematch.pipeline import make_tools
from codematch.settings import Settings


@pytest.fixture(scope="session")
def toolkit() -> Toolkit:
    return make_tools(Settings())
