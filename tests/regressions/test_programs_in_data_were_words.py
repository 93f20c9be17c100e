"""A program in a string of JSON, in a list of lines or in a block of YAML was words of a literal, and met nothing."""

# ruff: noqa: E501  # a case on a line
import base64
import json
import textwrap
from pathlib import Path

import pytest

import codematch
from codematch.model.tokens import PassageKind, TokenStream
from tests.languages import reading
from tests.languages.reading import read

PYTHON = """\
class Tide:
    def __init__(self, table, lag):
        self.table = dict(table)
        self.lag = lag

    def height(self, minute):
        before = [at for at in self.table if at <= minute - self.lag]
        if not before:
            raise KeyError("no tide before %d" % minute)
        last = max(before)
        for at in sorted(self.table):
            if at > last:
                share = (minute - last) / (at - last)
                return self.table[last] + share * (self.table[at] - self.table[last])
        return self.table[last]
"""
SCRIPT = """\
function height(table, minute, lag) {
  const before = table.filter((row) => row.at <= minute - lag);
  if (before.length === 0) {
    throw new RangeError('no tide before ' + minute);
  }
  let last = before[0];
  for (const row of before) {
    if (row.at > last.at) { last = row; }
  }
  return last.height + (minute - last.at) * last.slope / 60;
}
"""
SHELL = (
    'for quay in "$@"; do\n  if [ -d "$quay" ]; then\n    count=$((count + 1))\n    echo "$quay $count"\n  fi\ndone\n'
)


def holds(stream: TokenStream, code: str) -> bool:
    return reading.holds(stream, code, LANGUAGE[code])


def shifted(text: str, columns: int) -> str:
    return textwrap.indent(text, " " * columns)


LANGUAGE = {PYTHON: "python", SCRIPT: "javascript", SHELL: "bash"}
OPENED = {
    "a string of JSON": ("a.json", json.dumps({"name": "tide", "code": PYTHON, "more": 1}), PYTHON),
    "a string without line ends": ("a.json", json.dumps({"code": SCRIPT.replace("\n", " ")}), SCRIPT),
    "escapes of Unicode": ("a.json", '{"code": "' + "".join(f"\\u{ord(sign):04x}" for sign in PYTHON) + '"}', PYTHON),
    "escaped slashes": ("a.json", json.dumps({"code": SCRIPT}).replace("/", "\\/"), SCRIPT),
    "Base64 in JSON": ("a.json", json.dumps({"code": base64.b64encode(PYTHON.encode()).decode()}), PYTHON),
    "a deep string": ("a.json", json.dumps([{"cells": [{"body": {"text": PYTHON}}]}], indent=2), PYTHON),
    "lines with their ends": ("a.json", json.dumps({"a": ["x"], "code": PYTHON.splitlines(keepends=True)}, indent=1), PYTHON),
    "lines without ends": ("a.json", json.dumps({"code": PYTHON.splitlines(), "b": [1, 2]}, indent=4), PYTHON),
    "lines on one line": ("a.json", json.dumps({"code": SCRIPT.splitlines()}, separators=(",", ":")), SCRIPT),
    "a list and nothing else": ("a.json", json.dumps(SCRIPT.splitlines()), SCRIPT),
    "a string in a list": ("a.json", json.dumps(["tide", "height", PYTHON, "lag"]), PYTHON),
    "a string behind backslashes": ("a.json", json.dumps({"path": "C:\\quay\\", "code": PYTHON}), PYTHON),
    "JSON lines": ("a.jsonl", json.dumps({"code": "x"}) + "\n" + json.dumps({"code": PYTHON}) + "\n", PYTHON),
    "a block of YAML": ("a.yaml", f"name: tide\ncode: |\n{shifted(PYTHON, 2)}more: 1\n", PYTHON),
    "a folded block": ("a.yaml", f"name: tide\ncode: >-\n{shifted(SCRIPT, 4)}\nmore: 1\n", SCRIPT),
    "a block in a list": ("a.yml", f"codes:\n- |\n{shifted(PYTHON, 2)}- other\n", PYTHON),
    "a block of a key in a list": ("a.yml", f"codes:\n  - name: a\n    code: |+ # tide\n{shifted(PYTHON, 6)}\n  - name: b\n", PYTHON),
    "a file in a map": ("a.yaml", f"kind: ConfigMap\ndata:\n  count.sh: |-\n{shifted(SHELL, 4)}", SHELL),
    "a quoted scalar": ("a.yaml", f"name: tide\ncode: {json.dumps(PYTHON)}\nmore: 1\n", PYTHON),
    "CDATA": ("a.xml", f"<quays>\n<code><![CDATA[\n{PYTHON}]]></code></quays>\n", PYTHON),
}  # fmt: skip


@pytest.mark.parametrize("name", OPENED)
def test_a_program_in_data_has_tokens_of_its_own(name: str) -> None:
    path, text, code = OPENED[name]
    stream = read(path, text)
    assert holds(stream, code)
    quoted = [item for item in stream.passages if item.kind is PassageKind.QUOTED]
    assert {stream.language_at(item.first_token) for item in quoted} == {LANGUAGE[code]}
    starts, stops = stream.starts.tolist(), stream.stops.tolist()
    assert all(start < stop for start, stop in zip(starts, stops, strict=True))
    assert all(stop <= start for stop, start in zip(stops, starts[1:], strict=False))


def test_places_lead_into_the_lines() -> None:
    text = json.dumps({"code": ['say = "tide"', *PYTHON.splitlines()]}, indent=1)
    stream = read("a.json", text)
    shown = [text[start:stop] for start, stop in zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)]
    at = shown.index("say")
    assert shown[at : at + 6] == ["say", "=", '\\"tide\\"', "class", "Tide", ":"]
    assert stream.lines[at : at + 4].tolist() == [3, 3, 3, 4]


PROSE = "If the tide is in (and for this harbour it is late), wait; then ask the harbour master, and do not moor here. "
CLOSED = {
    "prose": ("a.json", json.dumps({"a": PROSE * 3, "b": [PROSE, PROSE, PROSE]})),
    "words": ("a.json", json.dumps(["if", "for", "while", "def", "class", "return", "import", "from", "in", "is"] * 9)),
    "paths": ("a.json", json.dumps([f"src/quay/{n}/index.js" for n in range(40)], indent=2)),
    "scripts of a package": ("package.json", json.dumps({"scripts": {"build": "tsc -p . && node build.js --for=all", "test": "jest --ci"}})),
    "JSON in JSON": ("a.json", json.dumps({"a": json.dumps({"for": [1, 2, 3], "if": {"return": None, "class": True}})})),
    "a page": ("a.json", json.dumps({"a": "<div class=\"a\"><p>for (this) if that; return</p></div>" * 3})),
    "patterns": ("a.json", json.dumps({"match": "(?x)\\b(if|for|while|def|class|return|import|from|lambda|and|or|not)\\b\\s*(?=\\()"})),
    "numbers": ("a.json", json.dumps({"rows": [[n, n * 7 % 13] for n in range(90)]})),
    "pairs": ("a.json", json.dumps({f"for{n}": "while (a) { b; }" for n in range(20)})),
    "prose of YAML": ("a.yaml", f"text: |\n{shifted((PROSE + chr(10)) * 4, 2)}more: >\n{shifted((PROSE + chr(10)) * 4, 2)}"),
    "a table of YAML": ("a.yaml", "a: |\n  b: c\n  d: [e, f]\n  g:\n    - h: 1\n    - i: 2\n  for: {if: 1, while: 2}\n"),
    "words in CDATA": ("a.xml", f"<a><![CDATA[{PROSE * 3}]]></a>\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLOSED)
def test_data_that_is_no_program_stays_data(name: str) -> None:
    stream = read(*CLOSED[name])
    assert not [item for item in stream.passages if item.kind is PassageKind.QUOTED]
    assert stream.sections == ()


@pytest.mark.parametrize("name", ["a list of lines", "a block of YAML"])
def test_a_program_in_data_meets_its_original(tmp_path: Path, name: str) -> None:
    case = {"a list of lines": "lines without ends", "a block of YAML": "a block of YAML"}[name]
    path, text, code = OPENED[case]
    for side, file, content in (("k", "tide.py", code), ("q", path, text)):
        (tmp_path / side).mkdir()
        (tmp_path / side / file).write_text(content)
    pair = codematch.compare(str(tmp_path / "k"), str(tmp_path / "q")).pairs[0]
    assert sum(region.tokens for region in pair.regions if region.questioned.language == "python") >= 110
    kinds = {finding.kind for channel in pair.evidence for finding in channel.findings}
    assert "quoted-in-questioned" in kinds
