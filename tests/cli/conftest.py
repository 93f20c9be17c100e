"""How the tests call the command line: in this process, with exit code, stdout and stderr as a user sees them."""

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
        """Say whether the run failed with `code` and exactly one line that holds all `words`, and no result."""
        one_line = self.err.startswith("codematch: ") and self.err.count("\n") == 1 and self.err.endswith("\n")
        return self.code == code and one_line and self.out == "" and all(word in self.err for word in words)


@pytest.fixture
def codematch(capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run(*arguments: object) -> Run:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Run(int(stop.value.code or 0), captured.out, captured.err)

    return run
