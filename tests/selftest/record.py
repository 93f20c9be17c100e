"""Record anew what the self-test expects: `python -m tests.selftest.record`, then read the difference.

Run it, from the root of the repository, after a model, a language folder, a grammar version or the method has changed
on purpose, and say in the commit why the numbers move. No test calls it, and no run of codematch does.

    .venv/bin/python -m tests.selftest.record             digests.json and expected.json
    .venv/bin/python -m tests.selftest.record --digests   digests.json alone: the answer must not have moved
"""

import sys

from codematch.selftest.data_files import check_models, data_digests
from codematch.selftest.expectations import DIGESTS_NAME, EXPECTED_NAME, FOLDER, write_expectations
from codematch.selftest.known_answer import observe
from codematch.settings import grammars_folder

DIGESTS_ONLY = "--digests"


def record(arguments: list[str]) -> int:
    """Write the expectations, unless a model is damaged: that must never become what is expected."""
    if not set(arguments) <= {DIGESTS_ONLY}:
        sys.stderr.write(f"usage: python -m tests.selftest.record [{DIGESTS_ONLY}]\n")
        return 2
    folder = grammars_folder()
    damaged = [f"{check.name}: {check.found}\n" for check in check_models(folder) if not check.passed]
    if damaged:
        sys.stderr.write("".join(damaged))
        return 5
    write_expectations(DIGESTS_NAME, data_digests(folder))
    if DIGESTS_ONLY not in arguments:
        write_expectations(EXPECTED_NAME, observe())
    sys.stdout.write(f"recorded in {FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(record(sys.argv[1:]))
