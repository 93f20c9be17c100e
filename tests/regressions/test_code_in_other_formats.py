"""Code that was moved into another format met nothing there, and the page of a PHP file was one literal."""

import json
from pathlib import Path

import pytest

import codematch
from codematch.model.match import Region
from codematch.report.text import region_sentences
from codematch.report.text.wording import in_language

SCRIPT = """\
const STEPS = [12, 35, 90, 240];

class TideGate {
  constructor(harbour, sill) {
    this.harbour = harbour;
    this.sill = sill || 17;
    this.queue = [];
    this.refused = new Map();
  }

  admit(barge) {
    if (barge.draught > this.sill) {
      throw new RangeError('gate ' + this.harbour + ' refuses ' + barge.name);
    }
    const place = this.queue.findIndex((other) => other.tonnes > barge.tonnes);
    this.queue.splice(place === -1 ? this.queue.length : place, 0, barge);
    return place;
  }

  postpone(barge, minute) {
    const tries = (this.refused.get(barge.name) || 0) + 1;
    this.refused.set(barge.name, tries);
    return tries > STEPS.length ? { gone: true } : { gone: false, at: minute + STEPS[tries - 1] };
  }
}
"""
PYTHON = '''\
"""Barges and the tide."""


class Ledger:
    """What each barge owes."""

    def __init__(self, harbour, rates):
        self.harbour = harbour
        self.rates = dict(rates)
        self.moored = {}

    def moor(self, barge, tonnes, quay):
        if barge in self.moored:
            raise KeyError("barge %r lies at %s already" % (barge, self.harbour))
        toll = self.rates.get(quay, 23) * (tonnes // 40 + 1) + 11
        self.moored[barge] = (quay, toll)
        return toll

    def leave(self, barge, days):
        quay, toll = self.moored.pop(barge)
        for day in range(days):
            if day > 4:
                toll += 9 + (day % 3)
        return quay, toll
'''
ROWS = "".join(
    f'<tr class="quay-{n}"><td>Quay {n} of the old basin</td><td><a href="/quay/{n}">moor {n * 5} days</a></td></tr>\n'
    for n in range(1, 20)
)


def regions(folder: Path, known: dict[str, str], questioned: dict[str, str]) -> tuple[Region, ...]:
    for side, files in (("k", known), ("q", questioned)):
        (folder / side).mkdir()
        for name, text in files.items():
            (folder / side / name).write_text(text, encoding="utf-8")
    return codematch.compare(str(folder / "k"), str(folder / "q")).pairs[0].regions


def notebook(*cells: str) -> str:
    made = [{"cell_type": "markdown", "source": ["# Barges\n", "with a *title*"]}]
    made += [{"cell_type": "code", "source": cell.splitlines(keepends=True), "outputs": []} for cell in cells]
    return json.dumps({"cells": made, "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4}, indent=1)


CONTAINERS = {
    "page.html": f"<!DOCTYPE html>\n<html><body><h1>Gate</h1>\n<script>\n{SCRIPT}</script></body></html>\n",
    "Gate.vue": f"<template><p>{{{{ gate }}}}</p></template>\n<script>\n{SCRIPT}export default {{}};\n</script>\n",
    "Gate.svelte": f"<script>\n{SCRIPT}</script>\n<p>{{gate}}</p>\n",
    "gate.md": f"# Gate\n\nSee:\n\n```js\n{SCRIPT}```\n",
    "gate.php": f"<p>Gate</p>\n<script>\n{SCRIPT}</script>\n<?php echo date('Y'); ?>\n",
    "gate.jsp": f"<%@ page language='java' %>\n<p><%= gate %></p><script>\n{SCRIPT}</script>\n",
    "gate.html.erb": f"<% gates.each do |g| %><p><%= g %></p><% end %><script>\n{SCRIPT}</script>\n",
    "gate.ftl": f"<#if gate??><p>${{gate}}</p></#if><script>\n{SCRIPT}</script>\n",
    "gate.wxml": f"<wxs module='gate'>\n{SCRIPT}</wxs>\n<view>{{{{gate.name}}}}</view>\n",
    "gate.sh": f"#!/bin/sh\necho gate\nnode <<'END'\n{SCRIPT}END\n",
    "gate.js.erb": f"{SCRIPT}var gate = <%= @gate %>;\n",
    "page.html.bak": f"<!DOCTYPE html>\n<script>\n{SCRIPT}</script>\n",
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_script_is_found_in_every_container(tmp_path: Path, name: str) -> None:
    found = regions(tmp_path, {"gate.js": SCRIPT}, {name: CONTAINERS[name]})
    assert sum(region.tokens for region in found if region.questioned.language == "javascript") >= 210
    assert {region.language for region in found} == {"javascript"}


def test_a_module_is_found_in_a_notebook_with_its_cells(tmp_path: Path) -> None:
    head, body = PYTHON.split("    def leave", 1)
    found = regions(
        tmp_path, {"ledger.py": PYTHON}, {"ledger.ipynb": notebook("%time\nx = 1\n", f"{head}    def leave{body}")}
    )
    (region,) = found
    assert (region.language, region.match_class.value) == ("python", "M1")
    assert region.tokens >= 150
    cells = region.questioned.cells
    assert cells is not None
    assert (cells.first_cell, cells.first_line, cells.last_cell) == (3, 1, 3)
    assert region.known.cells is None
    with in_language("en"):
        assert region_sentences.place(region.questioned).endswith(f"(cell 3, lines 1–{cells.last_line})")
    with in_language("zh"):
        assert region_sentences.place(region.questioned).endswith(f"（第3单元格第1–{cells.last_line}行）")


def test_the_page_of_a_php_file_is_counted_and_matched(tmp_path: Path) -> None:
    page = f"<html><body>\n<table>\n{ROWS}</table>\n</body></html>\n<?php echo $quay; ?>\n"
    for side in ("k", "q"):
        (tmp_path / side).mkdir()
    (tmp_path / "k" / "quays.php").write_text(page)
    (tmp_path / "q" / "berths.php").write_text(page + "<p>Another line.</p>\n")
    lines = codematch.compare(str(tmp_path / "k"), str(tmp_path / "q")).pairs[0].totals.line
    assert lines.total.known >= 20
    assert lines.matched.known >= 20


def test_templates_of_code_are_read_as_that_code(tmp_path: Path) -> None:
    template = SCRIPT.replace("TideGate", "${Name}") + "#if($more)\nvar more = 1;\n#end\n"
    found = regions(tmp_path, {"gate.js": SCRIPT}, {"gate.js.vm": template})
    assert sum(region.tokens for region in found) >= 190
