"""A corpus with one of each container, encoding and ending; every text in it is written for these tests."""

import json
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures" / "languages"

SCRIPT = """function settleBerth(berths, ship, tide) {
  let chosen = null;
  for (const berth of berths) {
    const spare = berth.depth - ship.draught + tide * 0.625;
    if (spare < 0.4 || berth.closed) {
      berth.refused += 1;
      continue;
    }
    if (chosen === null || spare < chosen.spare) {
      chosen = { berth, spare };
    }
  }
  return chosen ? chosen.berth.name : "roadstead";
}
"""
"""JavaScript, the same in every container of formats."""

PYTHON = """def settle_berth(berths, ship, tide):
    chosen = None
    for berth in berths:
        spare = berth.depth - ship.draught + tide * 0.625
        if spare < 0.4 or berth.closed:
            berth.refused += 1
            continue
        if chosen is None or spare < chosen[1]:
            chosen = (berth, spare)
    return chosen[0].name if chosen else "roadstead"
"""

JAVA = """for (Berth berth : berths) {
    double spare = berth.depth() - ship.draught() + tide * 0.625;
    if (spare < 0.4 || berth.isClosed()) {
        berth.refuse();
        continue;
    }
    if (chosen == null || spare < chosen.spare()) {
        chosen = new Choice(berth, spare);
    }
}
"""

RUBY = """berths.each do |berth|
  spare = berth.depth - ship.draught + tide * 0.625
  next if spare < 0.4 || berth.closed?
  chosen = [berth, spare] if chosen.nil? || spare < chosen[1]
end
"""

CSHARP = """foreach (var berth in berths) {
    var spare = berth.Depth - ship.Draught + tide * 0.625;
    if (spare < 0.4 || berth.Closed) {
        berth.Refused += 1;
        continue;
    }
    chosen = spare < chosen.Spare ? new Choice(berth, spare) : chosen;
}
"""

SQL = """SELECT b.name, b.depth - s.draught AS spare
FROM berth b JOIN ship s ON s.port_id = b.port_id
WHERE b.closed = 0 AND b.depth - s.draught > 0.4
ORDER BY spare, b.name
"""


@dataclass(frozen=True)
class RenderOptions:
    """A file that holds code of another language: its name, its text, the code, the code's language, its first line."""

    name: str
    text: str
    code: str
    language: str
    line: int


def _notebook() -> str:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Berths\n", "How ships are settled."]},
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [],
            "source": PYTHON.splitlines(keepends=True),
        },
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def _within(name: str, before: str, code: str, after: str, language: str) -> RenderOptions:
    return RenderOptions(name, before + code + after, code, language, before.count("\n") + 1)


FORMS = (
    RenderOptions("berths.ipynb", _notebook(), PYTHON, "python", 0),
    _within(
        "Berth.vue", "<template>\n  <p>{{ name }}</p>\n</template>\n\n<script>\n", SCRIPT, "</script>\n", "javascript"
    ),
    _within("Berth2.vue", '<script lang="ts">\n', SCRIPT, "</script>\n<template><b/></template>\n", "typescript"),
    _within("Berth.svelte", "<script>\n", SCRIPT, "</script>\n\n<h1>Berths</h1>\n", "javascript"),
    _within(
        "page.html",
        "<!DOCTYPE html>\n<html>\n<body>\n<script>\n",
        SCRIPT,
        "</script>\n</body>\n</html>\n",
        "javascript",
    ),
    _within("page.xhtml", "<html>\n<head>\n<script>\n", SCRIPT, "</script>\n</head><body/>\n</html>\n", "javascript"),
    _within(
        "page.php",
        "<html>\n<body>\n<?php echo $title; ?>\n<script>\n",
        SCRIPT,
        "</script>\n</body></html>\n",
        "javascript",
    ),
    _within("page.jsp", '<%@ page language="java" %>\n<html><body>\n<%\n', JAVA, "%>\n</body></html>\n", "java"),
    _within("page.erb", "<html><body>\n<%\n", RUBY, "%>\n</body></html>\n", "ruby"),
    _within("page.ejs", "<html><body>\n<%\n", SCRIPT, "%>\n</body></html>\n", "javascript"),
    _within("Page.cshtml", "@model Port\n<h1>Berths</h1>\n@{\n", CSHARP, "}\n<p>done</p>\n", "csharp"),
    _within("page.vm", "<html>\n#set($name = 1)\n<script>\n", SCRIPT, "</script>\n</html>\n", "javascript"),
    _within("page.ftl", "<html>\n<#if name??>x</#if>\n<script>\n", SCRIPT, "</script>\n</html>\n", "javascript"),
    _within(
        "BerthMapper.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE mapper PUBLIC "-//mybatis.org//DTD Mapper 3.0//EN" "http://mybatis.org/dtd/mybatis-3-mapper.dtd">\n'
        '<mapper namespace="port.BerthMapper">\n<select id="free" resultType="Berth">\n',
        SQL.replace(">", "&gt;"),
        "</select>\n</mapper>\n",
        "sql",
    ),
    _within("notes.md", "# Berths\n\nHow ships are settled:\n\n```python\n", PYTHON, "```\n\nThat is all.\n", "python"),
    _within("notes.rmd", "# Berths\n\n```{python}\n", PYTHON, "```\n", "python"),
    _within("page.wxml", '<view>{{name}}</view>\n<wxs module="m">\n', SCRIPT, "</wxs>\n", "javascript"),
    _within("run.sh", "#!/bin/sh\nset -e\npython3 - <<'EOF'\n", PYTHON, "EOF\necho done\n", "python"),
)

COPIES = (".bak", ".orig", ".old", ".txt", "~", ".1", ".save")
"""What people and programs put behind the name of a copy."""

NAMES = {
    "euc-kr": "가나다라 배를 대는 자리를 고르는 함수이다 물때와 깊이를 함께 본다 조용한 항구의 밤은 길다",
    "shift_jis": "船を着ける場所を選ぶ関数です。潮の高さと水深をいっしょに調べます。静かな港の夜は長い。",
    "euc-jp": "船を着ける場所を選ぶ関数です。潮の高さと水深をいっしょに調べます。静かな港の夜は長い。",
    "gb18030": "选择泊位的函数，同时检查潮位和水深。安静的港口夜晚很长，船只按先后次序停靠在码头旁边。",
    "big5": "選擇泊位的函數，同時檢查潮位和水深。安靜的港口夜晚很長，船隻按先後次序停靠在碼頭旁邊。",
    "windows-1251": "Функция выбирает место у причала и проверяет уровень воды вместе с глубиной. Ночь в порту длинна.",
    "koi8-r": "Функция выбирает место у причала и проверяет уровень воды вместе с глубиной. Ночь в порту длинна.",
    "windows-1252": "Die Funktion wählt den Liegeplatz für größere Schiffe – „genau“ geprüft – über dem Grund, 5 €.",
    "iso-2022-jp": "船を着ける場所を選ぶ関数です。潮の高さと水深をいっしょに調べます。静かな港の夜は長い。",
    "utf-8": "选择泊位的函数 Größe 船",
    "utf-16le": "选择泊位的函数，同时检查潮位和水深。",
    "utf-16be": "选择泊位的函数，同时检查潮位和水深。",
}
"""What a comment says in each encoding."""

CODECS = {
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "big5": "cp950",
    "windows-1251": "cp1251",
    "koi8-r": "koi8_r",
    "windows-1252": "cp1252",
    "iso-2022-jp": "iso2022_jp",
}


def in_encoding(text: str, encoding: str) -> bytes:
    """Encode a text; UTF-16 without a mark."""
    return text.encode(CODECS.get(encoding, encoding))
