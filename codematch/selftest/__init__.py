"""The self-test: whether this installation still is what was released, and still gives the known answers.

Four groups of checks: published vectors of the hashes; the SHA-256 of every data file of the languages; every model
loaded; and the comparison of two tiny works, `works/known` and `works/questioned`, against `expected.json`. What is
expected is rewritten on purpose only, by `python -m tests.selftest.record`, never by a test or a run.

The Python files of the works end in `.pyw`: pip compiles `.py` files when it installs them, which would put files into
a work, and formatters would change it.
"""

from codematch.selftest.data_files import check_files, check_models
from codematch.selftest.expectations import DIGESTS_NAME, EXPECTED_NAME, read_expectations
from codematch.selftest.known_answer import check_answer, skip_answer
from codematch.selftest.outcome import Check, SelfTest
from codematch.selftest.vectors import check_vectors
from codematch.settings import grammars_folder
from codematch.version import VERSION

__all__ = ["Check", "SelfTest", "run"]


def run(jobs: int = 1) -> SelfTest:
    """Make every check.

    Args:
        jobs: Number of worker processes of the comparison; the outcome does not depend on it.

    Returns:
        The outcome of every check, in a fixed order; two runs of one installation return equal values.

    Raises:
        StoreError: What is expected cannot be read.
    """
    folder = grammars_folder()
    digests, expected = read_expectations(DIGESTS_NAME), read_expectations(EXPECTED_NAME)
    models = check_models(folder)
    sound = all(check.passed for check in models)
    answer = check_answer(expected, jobs) if sound else skip_answer()
    return SelfTest(version=VERSION, checks=(*check_vectors(), *check_files(folder, digests), *models, *answer))
