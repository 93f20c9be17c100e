"""Write the expected terminal reports anew: `python -m tests.report.make_golden`, then read the difference.

No test calls this; expectations change only when somebody asks for it.
"""

from pathlib import Path

from codematch.report.formats import to_terminal
from tests.report.sample_result import empty_result, identical_result, sample_result

GOLDEN = Path(__file__).resolve().parents[2] / "fixtures" / "golden"

EXPECTED = {
    "terminal-80.txt": (sample_result, 80),
    "terminal-120.txt": (sample_result, 120),
    "terminal-nothing-found-80.txt": (empty_result, 80),
    "terminal-identical-80.txt": (identical_result, 80),
}


def actual(name: str) -> str:
    """Return what the program prints now."""
    make, width = EXPECTED[name]
    return to_terminal.text(make(), width)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in EXPECTED:
        (GOLDEN / name).write_text(actual(name), encoding="utf-8")
