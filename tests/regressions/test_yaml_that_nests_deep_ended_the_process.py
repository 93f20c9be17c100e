"""YAML of some 250 levels ended the process without a word: the scanner of its grammar has a buffer of fixed size.

Each case runs in a process of its own, for a crash would take the tests with it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from codematch.model.document import without_tables

CODE = "def seal(gate, level):\n    total = 0\n    for hour in gate:\n        total += hour * level\n    return total\n"
LEVELS = 600
NESTED = {
    "entries.yml": "- " * LEVELS + "x\n",
    "keys.yml": "? " * LEVELS + "x\n",
    "mappings.yaml": "".join(f"{' ' * n}k{n}:\n" for n in range(LEVELS)) + " " * LEVELS + "v: 1\n",
    "both.yml": "- ? " * (LEVELS // 2) + "x\n",
    "lists.yml": "a:\n" + "".join(f"{' ' * n}-\n" for n in range(1, LEVELS)),
    "fence.md": "Text.\n\n```yaml\n" + "- " * LEVELS + "x\n```\n",
    "settings.patch": f"--- a/s.yml\n+++ b/s.yml\n@@ -1 +1,2 @@\n a: 1\n+{'- ' * LEVELS}x\n",
}


def compared(folder: Path, files: dict[str, str]) -> dict:
    for side in ("k", "q"):
        (folder / side).mkdir()
        (folder / side / "seal.py").write_text(CODE * 4, encoding="utf-8")
    for name, text in files.items():
        (folder / "q" / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "codematch", "compare", "k", "q", "--format", "json", "-q", "--jobs", "1"]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, cwd=folder, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return without_tables(json.loads(done.stdout))


@pytest.mark.slow
@pytest.mark.parametrize("name", NESTED)
def test_the_comparison_ends_with_a_result(tmp_path: Path, name: str) -> None:
    result = compared(tmp_path, {name: NESTED[name]})
    assert result["pairs"][0]["regions"]
    assert [item["reason"] for item in result["limitations"] if item["subject"] == name] == ["parse-depth"]


@pytest.mark.slow
def test_what_is_not_deep_is_read_as_before(tmp_path: Path) -> None:
    nested = "".join(f"{' ' * n}k{n}:\n" for n in range(150)) + " " * 150 + "v: 1\n"
    result = compared(tmp_path, {"fine.yml": nested})
    assert not [item for item in result["limitations"] if item["subject"] == "fine.yml"]


def test_lines_beside_the_deep_ones_keep_their_grammar(tmp_path: Path) -> None:
    from codematch.languages import load_languages
    from codematch.languages.tokenizer import tokenize
    from codematch.settings import Parsing, grammars_folder

    text = "gate: 12\n" + "- " * LEVELS + "x\nlevel: 3\n"
    stream = tokenize("a.yml", text.encode(), "yaml", load_languages(grammars_folder()), Parsing())
    assert set(stream.languages) == {"yaml", "text"}
    assert int(stream.lines[-1]) == 3
