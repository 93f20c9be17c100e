"""Notices and authors that were exchanged without a finding: in licence files, in other languages, in code."""

import pytest

from codematch.notices import authors, holders, stated_authors
from codematch.report.text.wording import say
from tests.comparison.works import compared

WEIR = "\n".join(
    f"def open_weir{n}(gauge, sluice):\n    level = gauge.read({n}) * sluice.width\n"
    f"    while level > sluice.crest + {n * 3}:\n        level -= sluice.lift(level, {n + 7}) / gauge.depth\n"
    f"    return level * {n + 2} - gauge.offset\n"
    for n in range(8)
)
TERMS = "\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software\n"


def findings(known: dict[str, str], questioned: dict[str, str], *kinds: str):
    pair = compared(known, questioned)
    return [
        item
        for channel in pair.evidence
        for item in channel.findings
        if item.kind in kinds or (not kinds and item.kind.startswith(("notice-", "author-")))
    ]


def said(known: dict[str, str], questioned: dict[str, str]):
    found = [item for item in findings(known, questioned) if item.kind != "author-mark"]
    return [(item.kind, item.text, item.known.path, item.questioned.path) for item in found]


def test_licence_files_that_name_other_holders():
    known = {"weir.py": WEIR, "gate.py": WEIR.replace("weir", "gate"), "LICENSE": f"Copyright (c) 2014 Leat Ltd{TERMS}"}
    questioned = {
        "a.py": WEIR + "\n",
        "b.py": WEIR.replace("weir", "gate") + "\n",
        "LICENSE": f"Copyright (c) 2021 Goit SA{TERMS}",
    }

    assert said(known, questioned) == [("notice-changed", "leat ltd → goit sa", "LICENSE", "LICENSE")]


def test_a_licence_file_that_names_another_holder_than_the_head_of_a_file():
    head = "# Copyright 2014 Leat Ltd\n"
    terms = {"LICENSE": f"Copyright (c) 2021 Goit SA{TERMS}"}

    assert said({"weir.py": head + WEIR}, {"weir.py": WEIR, **terms}) == [
        ("notice-changed", "leat ltd → goit sa", "weir.py", "LICENSE")
    ]
    assert said({"weir.py": WEIR, **terms}, {"weir.py": head + WEIR}) == [
        ("notice-changed", "goit sa → leat ltd", "LICENSE", "weir.py")
    ]


def test_a_holder_that_a_licence_file_keeps_is_no_difference():
    head, terms = "# Copyright 2014 Leat Ltd\n", {"LICENSE": f"Copyright (c) 2014 Leat Ltd{TERMS}"}

    assert said({"weir.py": head + WEIR}, {"weir.py": WEIR, **terms}) == []
    assert said({"weir.py": WEIR, **terms}, {"weir.py": WEIR + "\n"}) == []
    assert said({"weir.py": WEIR, **terms}, {"weir.py": WEIR + "\n", **terms}) == []


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("# Author: Ida Leat <ida@leat.example>\n", "# Author: Per Goit <per@goit.example>\n", "author-changed"),
        ("# @author 王芳\n", "# @author 赵磊\n", "author-changed"),
        ('__author__ = "Ida Leat"\n', '__author__ = "Per Goit"\n', "author-changed"),
        ("# Written by Ida Leat\n", "", "author-removed"),
        ("", "# 作者：赵磊\n", "author-added"),
    ],
)
def test_other_authors(left, right, kind):
    found = [
        item for item in findings({"weir.py": left + WEIR}, {"weir.py": right + WEIR}) if item.kind != "author-mark"
    ]

    assert [item.kind for item in found] == [kind]
    assert say(f"else.{kind}") != say("else.notice-changed")


def test_lists_of_authors():
    known = {"weir.py": WEIR, "AUTHORS": "Ida Leat <ida@leat.example>\nJon Fleam\n"}

    assert said(known, {"weir.py": WEIR + "\n", "AUTHORS.md": "* Per Goit (since 2019)\n"}) == [
        ("author-changed", "Ida Leat, Jon Fleam → Per Goit", "AUTHORS", "AUTHORS.md")
    ]
    assert said(known, {"weir.py": "# Author: Ida Leat\n" + WEIR}) == []


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("SPDX-FileCopyrightText: 2017 Leat Ltd", "Leat Ltd"),
        ("Urheberrecht 2017 Wehrbau GmbH. Alle Rechte vorbehalten", "Wehrbau GmbH"),
        ("Droits d'auteur © 2017 Vannes SARL, tous droits réservés", "Vannes SARL"),
        ("Derechos de autor (c) 2017 Esclusas SL", "Esclusas SL"),
        ("Авторские права © 2017 ООО Шлюз. Все права защищены", "ООО Шлюз"),
        ("著作権：株式会社水門", "株式会社水門"),
        ("저작권 2017 수문공사", "수문공사"),
        ("版权所有：某水闸有限公司。保留所有权利", "某水闸有限公司"),
        ("著作权归某水闸有限公司所有", "某水闸有限公司"),
        ("Das Urheberrecht Dritter bleibt", ""),
    ],
)
def test_holders_in_other_words(text, holder):
    assert [name for name, _ in holders(text)] == ([holder] if holder else [])


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("@author Per Torrent", "Per Torrent"),
        ("@author 王芳 @since 2.0", "王芳"),
        ("Author: Ida Leat Date: 2018", "Ida Leat"),
        ("fixed by Ida Leat 2018-02-03", "Ida Leat"),
        ("TODO(ileat): widen the gate", "ileat"),
        ("FIXME(pg): leaks", "pg"),
        ("TODO(later): widen", ""),
        ("fixed by next tick", ""),
        ("added by Default Handler", ""),
    ],
)
def test_marks_of_authors(text, author):
    assert [name for name, _ in authors(text)] == ([author] if author else [])


def test_authors_that_code_states():
    assert [name for name, _ in stated_authors(r"\author{Ida Leat}")] == ["Ida Leat"]
    assert [name for name, _ in stated_authors('"author": "Ida Leat <ida@leat.example>",')] == ["Ida Leat"]
    assert list(stated_authors('book = {"author": "Ida Leat"}')) == []


def test_a_name_is_no_misspelling():
    text = "# fixed by Ida Recieve 2018-02-03\n" + WEIR

    assert findings({"weir.py": text}, {"weir.py": text + "\n"}, "misspelling") == []
    assert [item.text for item in findings({"weir.py": text}, {"weir.py": text + "\n"}, "author-mark")] == [
        "Ida Recieve"
    ]


def test_an_added_notice_is_shown():
    assert said({"weir.py": WEIR}, {"weir.py": "# SPDX-License-Identifier: Apache-2.0\n" + WEIR}) == [
        ("notice-added", "– → Apache-2.0", "weir.py", "weir.py")
    ]
