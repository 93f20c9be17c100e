"""Each channel on two works of which it alone has something to say, and what it says, by hand."""

import pytest

from codematch.evidence.finding_kinds import content, form
from codematch.model.evidence import Channel, ChannelResult
from codematch.pipeline import compare_prepared, make_tools
from codematch.settings import Evidence, Settings
from tests.comparison.works import TOOLS, prepared_pair, work

FILLER_K = "def alpha(a):\n    return a\n"
FILLER_Q = "class Beta:\n    pass\n"


def examine(known: dict[str, str], questioned: dict[str, str]) -> dict[Channel, ChannelResult]:
    works = prepared_pair(work("known", known), work("questioned", questioned))
    return {result.channel: result for result in compare_prepared(*works, TOOLS).evidence}


ORDERED = [f"def f{n}x(a):\n    return a\n" for n in (3, 1, 6, 2, 5, 4, 7)]
CASES = {
    Channel.FILES: ({"a.txt": "one two\nthree\n"}, {"b.txt": "one  two three"}, "same-text"),
    Channel.NAMES: ({"a.py": "frobnicate_gyre = a\n"}, {"b.py": "b[frobnicate_gyre:]\n"}, "name"),
    Channel.COMMENTS: (
        {"a.py": "# the wicket sticks in wet weather\n" + FILLER_K},
        {"b.py": FILLER_Q + "# The  wicket sticks in wet weather.\n"},
        "comment",
    ),
    Channel.TEXTS: ({"a.py": "a = 'wicket/stuck:%d'\n"}, {"b.py": "f(['wicket/stuck:%d'])\n"}, "text"),
    Channel.ARTEFACTS: (
        {"a.py": "# Written by Q. Person\n" + FILLER_K},
        {"b.py": FILLER_Q + "# created by Q. Person;\n"},
        "author-mark",
    ),
    Channel.ORDER: (
        {"a.py": "\n".join(ORDERED)},
        {"b.py": "\n\n".join(f.replace("(a)", "(b, c)").replace("return a", "pass") for f in ORDERED)},
        "same-order-functions",
    ),
}


@pytest.mark.parametrize("channel", CASES, ids=[channel.value for channel in CASES])
def test_where_one_channel_fires_the_others_are_silent(channel):
    known, questioned, kind = CASES[channel]
    found = examine(known, questioned)

    assert [finding.kind for finding in found[channel].findings] == [kind]
    others = {name: result.findings for name, result in found.items() if name is not channel}
    assert others == dict.fromkeys(others, ())


def test_every_channel_has_its_place_whatever_it_finds():
    assert list(examine({"a.py": FILLER_K}, {"b.py": FILLER_Q})) == list(Channel)


def test_lines_are_counted_in_both_directions_with_and_without_comments():
    figures = examine(
        {"a.py": "# note\nx = 1\n\nx = 1\nz = 3\n"}, {"b.py": "    x = 1\n# note\ny = 2\n"}
    )[Channel.LINES].figures  # fmt: skip

    assert figures == {
        "known-all": 4, "questioned-all": 3, "known-all-found": 3, "questioned-all-found": 2, "different-all": 2,
        "known-code": 3, "questioned-code": 2, "known-code-found": 2, "questioned-code-found": 1, "different-code": 1,
        "shared-line-pairs": 0, "shared-line-lines": 0,
    }  # fmt: skip


def test_files_stand_under_the_first_way_that_holds():
    found = examine({"a.py": FILLER_K, "d.py": "x = 12\n"}, {"b.py": FILLER_K, "c/d.py": "y = 34\n"})[Channel.FILES]

    assert [(item.kind, item.known.path, item.questioned.path) for item in found.findings] == [
        ("same-bytes", "a.py", "b.py"),
        ("same-name-and-size", "d.py", "c/d.py"),
    ]
    assert found.figures["same-name"] == 1


def test_a_finding_says_where_how_often_and_how_rare():
    known = {"a.py": "x = 0\nfrobnicate_gyre = 1\nfrobnicate_gyre += 1\n", "b.py": "frobnicate_gyre()\n"}
    (finding,) = examine(known, {"c.py": "return_ = frobnicate_gyre\n"})[Channel.NAMES].findings

    assert (finding.text, finding.count.known, finding.count.questioned) == ("frobnicate_gyre", 3, 1)
    assert (finding.known.path, finding.known.line) == ("a.py", 2)
    assert (finding.questioned.path, finding.questioned.line) == ("c.py", 1)
    assert (finding.rarity.seen_in, finding.rarity.projects) == (0, 32)
    assert (finding.rarity.corpus.key, finding.rarity.corpus["language"]) == ("background", "python")
    assert len(finding.rarity.corpus["digest"]) == 16


def test_common_names_are_counted_and_not_listed():
    found = examine({"a.py": "self.name = value\n"}, {"b.py": "value.name(self)\n"})[Channel.NAMES]

    assert found.figures == {
        "known": 3, "questioned": 3, "shared": 3, "rare": 0, "rare-outside": 0, "systematic": 0, "disguised": 0,
        "stems": 0,
    }  # fmt: skip
    assert found.findings == ()


def test_chinese_comments_are_compared_by_character():
    found = examine({"a.py": "# 计算船闸的水位差\n" + FILLER_K}, {"b.py": FILLER_Q + "# 计算船闸的水位差。\n"})

    (finding,) = found[Channel.COMMENTS].findings
    assert finding.text == "计算船闸的水位差"


def test_code_of_one_work_in_comments_of_the_other_is_found_in_both_directions():
    line = "total = gauge.read(level) * 1.25"
    for known, questioned, kind in (
        ({"a.py": line + "\n"}, {"b.py": f"#  {line}\n" + FILLER_Q}, "commented-out-in-questioned"),
        ({"a.py": f"# {line}\n" + FILLER_K}, {"b.py": line + "\n"}, "commented-out-in-known"),
    ):
        (finding,) = examine(known, questioned)[Channel.ARTEFACTS].findings
        assert (finding.kind, finding.text) == (kind, line)
        assert (finding.known.path, finding.questioned.path) == ("a.py", "b.py")

    block = "/*\n * int level = gauge.read(3) * rate;\n */\nint b;\n"
    (finding,) = examine({"a.c": "int level = gauge.read(3) * rate;\n"}, {"b.c": block})[Channel.ARTEFACTS].findings
    assert (finding.kind, finding.questioned.line) == ("commented-out-in-questioned", 2)


def test_hidden_characters_are_named_with_what_stands_around_them():
    hidden = "k\u200bey = 1\n"
    artefacts = examine({"a.py": hidden}, {"b.py": "\n" + hidden})[Channel.ARTEFACTS]
    finding = artefacts.findings[0]

    assert [item.kind for item in artefacts.findings[1:]] == ["hidden-in-known", "hidden-in-questioned"]
    assert finding.kind == "hidden-character"
    assert finding.text == "k[ZERO WIDTH SPACE]ey = 1"
    assert finding.questioned.line == 2


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Copyright (c) 2012-2019 The Lock Keepers. All rights reserved.", "the lock keepers"),
        ("Copyright 2021 by the lock keepers", "the lock keepers"),
        ("(C) 2020, 2021 Somebody Else", "somebody else"),
        ("© 2004 Foo Bar <foo@example.org>", "foo bar"),
        ("Copyright by Foo", "foo"),
        ("版权所有 2019 某公司", "某公司"),
        ("neither the name of the copyright holder nor the names of its contributors", ""),
        ("COPYRIGHT HOLDERS AND CONTRIBUTORS", ""),
        ("of the list (c) applies", ""),
    ],
)
def test_holders_stand_in_notices_and_not_in_what_licences_say_of_them(text, holder):
    found = examine({"a.py": f"# {text}\n" + FILLER_K}, {"b.py": FILLER_Q + f"\n# {text}\n"})[Channel.ARTEFACTS]

    assert [item.text for item in found.findings if item.kind == "copyright-holder"] == ([holder] if holder else [])


def test_what_is_not_listed_is_counted():
    names = [f"frobnicate_gyre{n}" for n in range(9)]
    tools = make_tools(Settings(evidence=Evidence(max_findings=4)))
    known, questioned = work("k", {"a.py": "\n".join(names)}), work("q", {"b.py": "(" + ", ".join(names) + ")"})
    works = prepared_pair(known, questioned, tools)
    found = {result.channel: result for result in compare_prepared(*works, tools).evidence}[Channel.NAMES]

    assert (len(found.findings), found.omitted, found.figures["rare"]) == (4, 5, 9)


@pytest.mark.parametrize(
    ("literal", "kind"),
    [
        ("'https://gauge.example.com/a?b=1'", "url"),
        ('"q.person@example.org"', "e-mail"),
        ('"{3F2504E0-4F89-11D3-9A0C-0305E82C3301}"', "guid"),
        ("'10.1.2.3:8080'", "host"),
        ("'build7.corp'", "host"),
        (r"'C:\work\gauge\src'", "path"),
        ("'/home/person/gauge'", "path"),
        ('"SELECT a FROM b WHERE c = 1"', "sql"),
        ("0x7fff_1234UL", "number"),
        ("3.75e-3", "number"),
        ("'just words'", "text"),
        ("b'raw'", "text"),
        ('"""long\ntext"""', "text"),
    ],
)
def test_a_literal_is_known_by_its_form(literal, kind):
    assert form(literal) == kind


def test_quotes_are_taken_off():
    assert [content(text) for text in ('"a"', "rb'a'", "`a`", '"""a"""', "12", '"')] == ["a", "a", "a", "a", "12", '"']


def test_no_secret_reaches_a_finding():
    (finding,) = examine({"a.py": "k = 'AKIAIOSFODNN7EXAMPLE'\n"}, {"b.py": "f('AKIAIOSFODNN7EXAMPLE')\n"})[
        Channel.TEXTS
    ].findings
    assert finding.text == "'AK…[key]'"


def test_a_value_is_masked_by_the_name_that_it_is_given_to():
    findings = examine({"a.py": "password = 'hunter-of-hares'\n"}, {"b.py": "f(password='hunter-of-hares')\n"})
    assert [finding.text for finding in findings[Channel.TEXTS].findings] == ["'…[password]'"]


def test_words_of_a_comment_are_masked_before_they_are_taken_apart():
    text = "the wicket sticks in wet weather so ask wei.zhang@example.com or call +44 20 7946 0958 now"
    found = examine({"a.py": f"# {text} or never\n" + FILLER_K}, {"b.py": FILLER_Q + f"# {text} or else\n"})
    (finding,) = found[Channel.COMMENTS].findings
    assert (
        finding.text == "the wicket sticks in wet weather so ask ███ █████ ███████ ███ or call ██ ██ ████ ████ now or"
    )
