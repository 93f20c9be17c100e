"""A program that prose shows was words: in a fence of a quotation, in a listing of a page, in a patch, in a mail."""

# ruff: noqa: E501  # a case on a line
from html import escape
from pathlib import Path

import pytest

import codematch
from codematch.model.tokens import PassageKind, TokenStream
from tests.languages import reading
from tests.languages.reading import read

PYTHON = """\
class Lock:
    def __init__(self, rise, leak):
        self.rise = rise
        self.leak = leak & 7

    def fill(self, minutes, gates):
        water = 0.0
        for minute in range(minutes):
            opened = [gate for gate in gates if gate.opens <= minute < gate.closes]
            if not opened and water > 0:
                water -= self.leak / 60
            elif water < self.rise:
                water += sum(gate.width * 3 for gate in opened) - self.leak / 60
            else:
                return minute, water
        return minutes, max(water, 0.0)
"""
SCRIPT = """\
function fill(lock, minutes, gates) {
  let water = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    const opened = gates.filter((gate) => gate.opens <= minute && minute < gate.closes);
    if (opened.length === 0 && water > 0) {
      water -= lock.leak / 60;
    } else if (water < lock.rise) {
      water += opened.reduce((sum, gate) => sum + gate.width * 3, 0);
    } else {
      return { minute, water };
    }
  }
  return { minute: minutes, water: Math.max(water, 0) };
}
"""


def holds(stream: TokenStream, code: str) -> bool:
    return reading.holds(stream, code, {PYTHON: "python", SCRIPT: "javascript"}[code])


def marked(text: str, mark: str) -> str:
    return "".join(f"{mark}{line}".rstrip() + "\n" for line in text.splitlines())


def fence(text: str, language: str = "python") -> str:
    return f"```{language}\n{text}```\n"


def coloured(text: str) -> str:
    shown = escape(text)
    for word in ("class", "def", "for", "if", "return"):
        shown = shown.replace(f"{word} ", f'<span class="k" style="color: #006">{word}</span> ')
    return shown.replace("\n", "\n<a id='l'></a>")


GIT = f"""\
diff --git a/docs/lock.txt b/docs/lock.txt
index 1..2 100644
--- a/docs/lock.txt
+++ b/docs/lock.txt
@@ -1,2 +1,2 @@
-The lock is old.
+The lock is new.
 It leaks.
diff --git a/src/lock.py b/src/lock.py
new file mode 100644
index 0000000..1111111
--- /dev/null
+++ b/src/lock.py
@@ -0,0 +1,{len(PYTHON.splitlines())} @@
{marked(PYTHON, "+")}"""
MAIL = f"""\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: Lock <lock@harbour.example>
Date: Mon, 1 Jan 2024 00:00:00 +0000
Subject: [PATCH 1/2] lock: fill it

It was empty.
---
 src/lock.py | 17 +++++++++++++++++
 1 file changed, 17 insertions(+)

{GIT}--\x20
2.39.2

"""
HALF = PYTHON.splitlines()
CHANGED = f"""\
--- src/lock.py\t2024-01-01 00:00:00 +0000
+++ src/lock.py\t2024-01-02 00:00:00 +0000
@@ -1,{len(HALF)} +1,{len(HALF) + 0} @@
{marked(chr(10).join(HALF[:4]), " ")}-    def empty(self):
+{HALF[4]}
{marked(chr(10).join(HALF[5:]), " ")}"""
SUBVERSION = f"""\
Index: lock.js
===================================================================
--- lock.js\t(revision 3)
+++ lock.js\t(working copy)
@@ -0,0 +1,{len(SCRIPT.splitlines())} @@
{marked(SCRIPT, "+")}\\ No newline at end of file
"""
CONTEXT = f"""\
*** a/lock.py\t2024-01-01 00:00:00 +0000
--- b/lock.py\t2024-01-02 00:00:00 +0000
***************
*** 0 ****
--- 1,{len(HALF)} ----
{marked(PYTHON, "+ ")}"""
OPENED = {
    "a fence in a quotation": ("a.md", f"He says:\n\n{marked(fence(PYTHON), '> ')}\nand so on.\n", PYTHON),
    "a mark without a blank": ("a.md", f"He says:\n\n{marked(fence(PYTHON), '>')}\nand so on.\n", PYTHON),
    "a quotation in a quotation": ("a.md", f"He says:\n\n{marked(fence(PYTHON), '> > ')}\nand so on.\n", PYTHON),
    "a fence in a list in a quotation": ("a.md", f"> 1. He says:\n>\n{marked(fence(PYTHON), '>    ')}", PYTHON),
    "a quotation that ends the fence": ("a.md", f"> ```python\n{marked(PYTHON, '> ')}\nThis is `no` code, is it.\n", PYTHON),
    "a fence without a name": ("a.md", f"He says:\n\n{fence(PYTHON, '')}\nand so on.\n", PYTHON),
    "a listing in Markdown": ("a.md", f'He says:\n\n<pre><code class="language-python">{escape(PYTHON)}</code></pre>\n', PYTHON),
    "a listing": ("a.html", f'<!DOCTYPE html><body><pre><code class="language-python">{escape(PYTHON)}</code></pre></body>', PYTHON),
    "highlight.js": ("a.html", f'<html><pre><code class="hljs javascript">{coloured(SCRIPT)}</code></pre></html>', SCRIPT),
    "Prism": ("a.html", f'<html><pre class="line-numbers lang-js"><code>{coloured(SCRIPT)}</code></pre></html>', SCRIPT),
    "SyntaxHighlighter": ("a.html", f'<html><pre class="brush: python; gutter: false">{escape(PYTHON)}</pre></html>', PYTHON),
    "Pygments in Sphinx": ("a.html", f'<html><div class="highlight-python3 notranslate"><div class="highlight"><pre><span></span>{coloured(PYTHON)}</pre></div></div></html>', PYTHON),
    "GitHub": ("a.html", f'<html><div class="highlight highlight-source-python"><pre>{coloured(PYTHON)}</pre></div></html>', PYTHON),
    "Pandoc": ("a.html", f'<html><div class="sourceCode"><pre class="sourceCode python"><code class="sourceCode python">{coloured(PYTHON)}</code></pre></div></html>', PYTHON),
    "Hugo": ("a.html", f'<html><pre tabindex="0"><code class="x" data-lang="js">{escape(SCRIPT)}</code></pre></html>', SCRIPT),
    "breaks": ("a.html", f'<html><code class="language-js">{escape(SCRIPT).replace(chr(10), "<br>")}</code></html>', SCRIPT),
    "a listing without a name": ("a.html", f"<html><body><pre>{escape(PYTHON)}</pre></body></html>", PYTHON),
    "Git": ("a.diff", GIT, PYTHON),
    "a patch without ending": ("a", GIT, PYTHON),
    "a mail with a patch": ("0001-lock.patch", MAIL, PYTHON),
    "a mailbox": ("a.mbox", MAIL + MAIL, PYTHON),
    "Subversion": ("a.diff", SUBVERSION, SCRIPT),
    "context": ("a.diff", CONTEXT, PYTHON),
    "what is taken away": ("a.patch", f"--- a/lock.py\n+++ /dev/null\n@@ -1,{len(HALF)} +0,0 @@\n{marked(PYTHON, '-')}", PYTHON),
    "a patch in a fence": ("a.md", f"Do:\n\n{fence(GIT, 'diff')}", PYTHON),
    "a mail that quotes": ("a.txt", f"On Monday, Lock wrote:\n> Look:\n>\n{marked(PYTHON, '> ')}\nI see.\n", PYTHON),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(OPENED))
def test_a_program_in_prose_has_tokens_of_its_own(name: str) -> None:
    path, text, code = OPENED[name]
    stream = read(path, text)
    assert holds(stream, code)
    assert not [item for item in stream.passages if item.kind is PassageKind.QUOTED]
    starts, stops = stream.starts.tolist(), stream.stops.tolist()
    assert all(start < stop for start, stop in zip(starts, stops, strict=True))
    assert all(stop <= start for stop, start in zip(stops, starts[1:], strict=False))


def test_both_sides_of_a_patch_are_read() -> None:
    stream = read("a.diff", CHANGED)
    shown = [CHANGED[start:stop] for start, stop in zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)]
    at = shown.index("empty")
    assert stream.language_at(at) == "python"
    assert shown[at - 1 : at + 4] == ["def", "empty", "(", "self", ")"]
    assert shown[shown.index("fill") - 1] == "def"


def test_entities_and_tags_leave_the_places_true() -> None:
    text = OPENED["Prism"][1]
    stream = read("a.html", text)
    shown = [text[start:stop] for start, stop in zip(stream.starts.tolist(), stream.stops.tolist(), strict=True)]
    at = shown.index("function", shown.index("line"))
    assert shown[at : at + 4] == ["function", "fill", "(", "lock"]
    assert "&lt;=" in shown
    assert "&amp;&amp;" in shown
    assert stream.lines[at] == 1
    assert stream.lines[shown.index("water")] == 2


PROSE = "If the lock is full (and for this one it takes an hour), open the gates; then return to the boat, and wait.\n"
CLOSED = {
    "quoted prose": ("a.txt", marked(PROSE * 6, "> ")),
    "a fence of prose": ("a.md", fence(PROSE * 6, "")),
    "a fence of output": ("a.md", fence("$ lock --fill 12\nfilled: 12 of 12\n[ok] gates (3): open\n" * 5, "")),
    "a listing of prose": ("a.html", f"<html><pre>{PROSE * 6}</pre></html>"),
    "a patch of prose": ("a.diff", GIT[: GIT.index("diff --git a/src")]),
    "rules": ("a.txt", "--- a\n+++ b\n@@ none @@\n" * 5),
    "a class called go": ("a.html", f'<html><code class="go">{PROSE}</code></html>'),
}


@pytest.mark.parametrize("name", CLOSED)
def test_prose_stays_prose(name: str) -> None:
    path, text = CLOSED[name]
    stream = read(path, text)
    assert {stream.language, *(section.language for section in stream.sections)} <= {"text", "html"}


@pytest.mark.parametrize("name", ["Pygments in Sphinx", "a mail with a patch", "a fence in a quotation"])
def test_a_program_in_prose_meets_its_original(tmp_path: Path, name: str) -> None:
    path, text, code = OPENED[name]
    for side, file, content in (("k", "lock.py", code), ("q", path, text)):
        (tmp_path / side).mkdir()
        (tmp_path / side / file).write_text(content)
    pair = codematch.compare(str(tmp_path / "k"), str(tmp_path / "q")).pairs[0]
    assert sum(region.tokens for region in pair.regions if region.questioned.language == "python") >= 120
