"""A folder with the tables of an earlier result was refused, because the newer tables were not known to be ours."""

import pytest

from codematch.cli.result_folder import is_ours
from codematch.report.documents import documents
from codematch.report.formats import FORMATS
from tests.report.sample_result import sample_result


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.paged])
def test_every_document_is_known_to_be_ours(name):
    for file in documents(sample_result(), name, ("en",)):
        assert is_ours(file), file
