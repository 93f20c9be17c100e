"""A copy, a backup, a changed or a missing ending took a file out of its language, and prose must stay prose."""

import pytest

from codematch.comparison.identification import claim_languages
from codematch.languages import read_file
from codematch.settings import Settings
from tests.comparison.works import work
from tests.languages.reading import LANGUAGES

SETTINGS = Settings()

C = """#include <stdio.h>
#include "lock.h"

#define GATES 4

static int opened[GATES];

int raise_gate(struct lock *lock, int gate)
{
    if (gate < 0 || gate >= GATES)
        return -1;
    opened[gate] = lock->level > lock->outer;
    printf("gate %d: %d\\n", gate, opened[gate]);
    return opened[gate];
}
"""
CPP = """#include <vector>

namespace lock {
class Gate {
public:
  bool open(int level) const { return level > 3; }
};
}
"""
PYTHON = """import sys
from lock import Gate


class Keeper:
    def __init__(self, gates):
        self.gates = gates

    def raise_all(self, level):
        for gate in self.gates:
            if gate.level < level:
                gate.open(level)
        return [gate for gate in self.gates if gate.is_open]
"""
MATLAB = """function level = settle(level, rate)
% SETTLE  don't call it twice
for k = 1:numel(level)
  level(k) = level(k)' * rate;
end
end
"""
SCRIPT = "x = linspace(0, 1, 50);\ny = x.^2;  % a parabola\nplot(x, y', 'LineWidth', 2);\nhold on\n"
OBJC = '#import "Lock.h"\n\n@implementation Lock\n- (void)open:(int)level {\n  [self.gate raise:level];\n}\n@end\n'
MERCURY = """:- module lock.
:- interface.
:- import_module io.
:- pred main(io::di, io::uo) is det.
:- implementation.
main(!IO) :- io.write_string("up", !IO).
"""
QT = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context><name>Lock</name></context>
</TS>
"""
PROSE = (
    "The keeper of the lock is to raise the gates in the order in which they are numbered.\n"
    "If the level outside is higher than the level within, return to the lower gate first; do not open both.\n"
    "For each gate there is one log (see below), and while it is open nobody may pass = the bell rings.\n"
) * 4


def language(name: str, text: str) -> tuple[str, str]:
    claim = LANGUAGES.identify(name, text.encode())
    found, stream = read_file(name, text.encode(), claim, LANGUAGES, SETTINGS.parsing, SETTINGS.identification)
    assert stream.language == found.language
    return found.language, found.basis.value


@pytest.mark.parametrize(
    "name",
    [
        "valve.c.txt", "valve.c.bak", "valve.c.bak2", "valve.c.orig", "valve.c.old", "valve.c~", "valve.c.~3~",
        "valve.c.1", "valve.c.2024-01-05", "valve.c;1", "valve.c_", "valve.c.", "valve.c (2)", "valve.c - Copy",
        "valve.c.save", "valve.c.in",
        "valve.c.sample", "valve.c.r12", "#valve.c#", "VALVE.C.BAK", "valve.c.bak.1", "valve.c?h=main",
        "valve.c.png",
    ],
)  # fmt: skip
def test_an_ending_within_the_name(name: str) -> None:
    assert language(name, C) == ("c", "inner-extension")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("valve.c", C, ("c", "extension")),
        ("valve (2).c", C, ("c", "extension")),
        ("VALVE.C", C, ("c", "extension")),
        ("VALVE.C", CPP, ("cpp", "content")),
        ("valve.h", CPP, ("cpp", "content")),
        ("valve.h", OBJC, ("objc", "content")),
        ("valve.h", "/* -*- C++ -*- */\nint level;\n", ("cpp", "modeline")),
        ("valve.dat", C, ("c", "content")),
        ("valve", C, ("c", "content")),
        ("notes.txt", PYTHON, ("python", "content")),
        ("keeper.xyz", PYTHON, ("python", "content")),
        ("keeper.c", PYTHON, ("python", "content")),
        ("valve.py", C, ("c", "content")),
        ("keeper.php", PYTHON, ("python", "content")),
        ("keeper.png", PYTHON, ("python", "content")),
        ("run.cgi", "#!/usr/bin/env -S python3.12 -u\nlevel = 3\n", ("python", "shebang")),
        ("keeper", "# vim: set ft=python :\nlevel = 3\n", ("python", "modeline")),
        ("settle.m", MATLAB, ("matlab", "content")),
        ("draw.m", SCRIPT, ("matlab", "parse")),
        ("Lock.m", OBJC, ("objc", "content")),
        ("lock.m", MERCURY, ("text", "parse")),
        ("lock_de.ts", QT, ("xml", "content")),
    ],
)  # fmt: skip
def test_what_decides(name: str, text: str, expected: tuple[str, str]) -> None:
    assert language(name, text) == expected


@pytest.mark.parametrize("name", ["README", "notes.txt", "valve.log", "valve.md", "readme.c.txt", "rules.1"])
def test_prose_stays_prose(name: str) -> None:
    assert language(name, PROSE)[0] == "text"


@pytest.mark.parametrize(
    "text",
    [
        "gate,level,open\n1,2.5,yes\n2,3.5,no\n" * 5,
        "[lock]\ngates = 4\nlevel = 2.5\n\n[keeper]\nname = north\n",
        "gates:\n  - name: north\n    level: 2\n  - name: south\n    level: 3\n",
        "2024-01-05 10:00:01 INFO gate=1 level=2.5 opened\n2024-01-05 10:00:02 WARN gate=2 (stuck)\n" * 5,
        "use strict;\nmy $gate = shift;\nsub raise {\n  my ($level) = @_;\n  return $level + 1;\n}\nprint 1;\n",
    ],
)
def test_data_and_other_languages_are_no_code_of_ours(text: str) -> None:
    assert language("file", text)[0] == "text"


def test_what_the_user_says_counts() -> None:
    tree = work("w", {"a/valve.inc": C, "valve.c": C})
    given = [("*.c", "text"), ("*.inc", "php"), ("valve.inc", "c")]
    claims = claim_languages(tree, LANGUAGES, SETTINGS, (), given)
    assert [(claim.identified.language, claim.identified.basis.value) for claim in claims] == [
        ("c", "given"),
        ("text", "given"),
    ]
