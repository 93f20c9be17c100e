"""How the tests call the command line: in this process, with exit code, stdout and stderr as a user sees them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from codematch.cli import main


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    def refused(self, code: int, *words: str) -> bool:
        """Say whether the run failed with `code` and exactly one line that holds all `words`, and no result.

        Where JSON is asked for, the line is JSON, with the exit code in it.
        """
        one_line = self.err.count("\n") == 1 and self.err.endswith("\n")
        said = self.err
        if one_line and said.startswith("{"):
            error = json.loads(said)
            said = f"codematch: {error['message']}"
            one_line = (error["level"], error["exit_code"]) == ("error", code)
        is_plain = one_line and said.startswith("codematch: ")
        return self.code == code and is_plain and self.out == "" and all(word in said for word in words)


@pytest.fixture
def codematch(capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run(*arguments: object) -> Run:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Run(int(stop.value.code or 0), captured.out, captured.err)

    return run
