"""A comment of several lines is one line in the terminal and in answers; its line ends are no hidden characters."""

from pathlib import Path

KNOWN = """\
/* The governor of the sluice follows the level of the upper pond,
   and never the lower one: ask the keeper of the weir
   why the gauge at Tambridge is read twice. */
int follow(int level) { return level * 37 + 11; }
"""


def test_they_are_blanks(codematch, tmp_path: Path) -> None:
    for side in ("known", "questioned"):
        (tmp_path / side).mkdir()
        (tmp_path / side / f"{side}.c").write_text(KNOWN + f"int own_{side};\n", encoding="utf-8")
    out = tmp_path / "out"
    compared = codematch("compare", tmp_path / "known", tmp_path / "questioned", "--out", out, "--long")
    explained = codematch("explain", out, "K:known.c:1")
    for run in (compared, explained):
        printed = " ".join(run.out.split())
        assert "U+000A" not in printed
        assert "of the upper pond, and never" in printed
