"""What the lines of a file say of its language: signs of the languages that there are, and of some that there are not.

A sign counts one point for each line, at most `_MOST_LINES` of them; a proof counts three. Points only choose what is
worth parsing: whether a language fits is asked of its parser.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from codematch.languages.identify import Languages
from codematch.languages.spec import LanguageSpec

FOREIGN = ""
"""The name under which languages and formats without a grammar here are counted together."""
_PROOF = 3
_MOST_LINES = 4
_KINDS = 3
_FOREIGN = (
    rb"(?:use[ \t]+(?:strict|warnings|[A-Z]\w+(?:::\w+)*)[ \t;]|[ \t]*my[ \t]+[$@%(]|[ \t]*sub[ \t]+\w+[ \t]*\n?\{)",  # Perl
    rb"(?:AC_|AM_|AS_|m4_|dnl\b|[ \t]*\[?(?:AC|AM)_)",  # Autoconf
    rb"(?i:[ \t]*(?:(?:end)?(?:foreach|macro)|endif|endfunction|set|option|install|message|project|include_directories|(?:add|target|find|set|cmake)_\w+)[ \t]?\()",  # CMake
    rb"(?:\[\[?[\w.\" -]+\]\]?[ \t]*(?=\n)|[\w-]+(?:\.[\w-]+)+[ \t]?=[^=\n]*(?=\n)|[a-z][\w.-]+=[^=\n\"'$`]*(?=\n))",  # INI, TOML, properties
    rb"(?:---[ \t]*(?=\n)|(?:[ ]*- )?[\w./-]+:[ \t]+[\w./~'\"\[-][^\n;{(,]*[^\n;{(,:](?=\n)|[ ]*- [\w'\"{][^\n;{}]*(?=\n))",  # YAML
    rb"(?:```|~~~|[-*+][ \t]+[A-Za-z`\[*][^\n;{]*(?=\n)|!?\[[^\n]*\]\([^\n)]*\)|={4,}[ \t]*(?=\n)|\.\.[ \t]+[\w-]+::|\d+\.[ \t]+[A-Z])",  # Markdown, reStructuredText
    rb"(?:[A-Z][a-z]*,?(?:[ ][\w'`\"(),-]+){6,}[ ]?[.,:]?(?=\n))",  # prose
    rb"(?:[\w./%$()-]+[ \t]*::?(?:[ \t][^\n=]*)?\n\t|\.PHONY|[A-Z_]+[ \t]*[?:+]=|-?include[ \t]+\S+(?=\n)|ifn?eq[ \t]*\()",  # make
    rb"(?:\w+[ \t]*::[ \t]*[\w(\[]|module[ \t]+[A-Z][\w.]*[^\n]*[ \t]where\b|import[ \t]+qualified|data[ \t]+[A-Z]\w*[^\n]*=)",  # Haskell
    rb"(?:\(def(?:un|n|macro|var|ine|custom|class)?[ \t]|\(ns[ \t]|\(require[ \t]|;;;[ \t]|\(let\b|[ \t]+\(let\*?[ \t])",  # Lisp
    rb"(?:\\(?:begin|end|section|chapter|documentclass|usepackage|item|newcommand)\b)",  # TeX
    rb"(?:\.(?:TH|SH|SS|PP|TP|IP|B|I|BR|br|fi|nf|Dd|Dt|Os|Sh|It|Nm)\b|'\\\")",  # roff
    rb"(?:diff[ \t]-|---[ \t]\S|\+\+\+[ \t]\S|@@[ \t]-\d|Index:[ \t])",  # a patch
    rb"(?:-module\(|-export\(|\w+\([^\n]*\)[ \t]*->[ \t]*(?=\n)|defmodule[ \t]|[ \t]*defp?[ \t]\w+[^\n]*[ \t]do(?=\n))",  # Erlang
    rb"(?:[ \t]*\w[\w.]*[ \t]*<-[ \t]*(?:function[ \t]*\(|c\(|[\w.]+\()|library\(\w+\))",  # R
    rb"(?:library[ \t]+ieee|entity[ \t]\w+[ \t]is|architecture[ \t]|[ \t]*(?:endmodule|always[ \t]*@|assign[ \t]\w|reg[ \t]|wire[ \t]))",  # VHDL, Verilog
    rb"(?i:program[ \t]\w+;|[ \t]*procedure[ \t]\w+[^\n]*;|unit[ \t]\w+;|[ \t]*begin(?=\n)|[ \t]*end[;.](?=\n)|uses[ \t]+\w|[ \t]*implicit none|[ \t]*(?:end[ \t]*)?subroutine[ \t])",  # Pascal, Fortran
    rb"(?i:(?:create[ \t]+(?:or[ \t]+replace[ \t]+)?(?:table|index|view|function|procedure)|insert[ \t]+into|alter[ \t]+table|drop[ \t]+table|select[ \t][^\n]*[ \t]from)[ \t])",  # SQL
    rb"(?:[ \t]*[.#]?[\w-]+(?:[ \t>,.:#][^\n{}();]*)?[ \t]*\{[ \t]*\n[ \t]*[a-z-]+:[ \t][^\n;{]*;|@(?:media|import|charset|font-face)\b)",  # CSS
    rb"(?:import[ \t]+['\"](?:package|dart):|[ \t]*(?:@override|final[ \t]\w+[ \t]\w+;)|library[ \t][\w.]+;)",  # Dart
    rb"(?:[ \t]*(?:param[ \t]*\(|function[ \t]+\w+-\w+|\$\w+[ \t]*=[ \t]*(?:Get|New)-|Write-(?:Host|Output)))",  # PowerShell
    rb"(?i:[ \t]*(?:(?:public|private)[ \t]+)?(?:sub[ \t]+\w+\([^\n]*\)|function[ \t]+\w+\([^\n]*\)[ \t]as[ \t]\w+)(?=\n)|[ \t]*dim[ \t]\w+[ \t]as[ \t]|[ \t]*end[ \t](?:sub|function|if)(?=\n))",  # Basic
    rb"(?:[ \t]*proc[ \t]+[\w:]+[ \t]+\{|package[ \t]+(?:require|provide)[ \t]|[ \t]*set[ \t]+\w+[ \t]+(?:\[|\{|\"))",  # Tcl
    rb"(?:#version[ \t]\d{3}|[ \t]*(?:uniform|varying|attribute|layout[ \t]*\()[ \t\w])",  # shaders
    rb"(?:[ \t]*\.(?:globl|global|text|section|align|type|size|cfi_\w+|ascii|byte|long|quad)\b|[ \t]+(?:mov|push|pop|call|ret|jmp|lea|add|sub|xor)[lqwb]?[ \t]+[%$\w])",  # assembly
    rb"(?::-[ \t]|[a-z]\w*\([^\n]*\)[ \t]*:-|BeginPackage\[|\(\*[ \t*]|[A-Z]\w*\[[^\n]*_\][ \t]*:=)",  # Prolog, Mercury, Mathematica
    rb"(?:let[ \t]+(?:rec[ \t]+)?\w+[^\n;]*=(?=\n)|open[ \t]+[A-Z]\w*(?=\n)|[ \t]*\|[ \t][^\n]*->|module[ \t]+\w+[ \t]*=)",  # OCaml, F#
    rb"(?:using[ \t]+[A-Z]\w*(?:,[ \t]*[A-Z]\w*|:[ \t]\w+)*(?=\n)|[ \t]*function[ \t]+[\w.!]+\([^\n]*::[^\n]*\)|[ \t]*end[ \t]*\#[ \t]*module)",  # Julia
    rb"(?:syntax[ \t]*=[ \t]*\"proto|message[ \t]+\w+[ \t]*\{|[ \t]*(?:optional|required|repeated)[ \t]\w+[ \t]\w+[ \t]*=)",  # protocol buffers
    rb"(?:const[ \t]+std[ \t]*=[ \t]*@import|[ \t]*(?:pub[ \t]+)?fn[ \t]+\w+\([^\n]*\)[ \t]*!?[\w.]+[ \t]*\{|proc[ \t]+\w+\*?\()",  # Zig, Nim
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Points:
    """How much of a text speaks for a language: points in all, proofs among the lines, and different signs."""

    total: int
    proofs: int
    kinds: int

    @property
    def telling(self) -> bool:
        """Whether more than one habit of the language shows, or one that no other has."""
        return bool(self.proofs) or self.kinds >= _KINDS or (self.kinds == 2 and self.total > _MOST_LINES)


NO_POINTS = Points(0, 0, 0)


def points(text: bytes, languages: Languages) -> dict[str, Points]:
    """Return the points of each language that has any, and under `FOREIGN` those of the best other one.

    Args:
        text: The beginning of a file.
        languages: The languages that may be meant.
    """
    lines = b"\n" + text + (b"" if text.endswith(b"\n") else b"\n")
    own = {spec.name: _points(lines, spec) for spec in languages.specs if spec.proofs or spec.signs}
    found = {name: _with_bases(name, own, languages) for name, count in own.items() if count.total}
    foreign = max((_count(lines, sign, 2) for sign in _foreign()), default=0)
    return {**found, FOREIGN: Points(foreign, 0, 0)}


def _with_bases(name: str, own: dict[str, Points], languages: Languages) -> Points:
    """A language that extends another is meant where its own signs are, and those of all between."""
    total, proofs, kinds = own[name].total, own[name].proofs, own[name].kinds
    for base in languages.base(name)[1:]:
        more = own.get(base, NO_POINTS)
        if languages.spec(base).extends and not more.total:
            return NO_POINTS
        total, proofs, kinds = total + more.total, proofs + more.proofs, kinds + more.kinds
    return Points(total, proofs, kinds)


def has_sign(text: bytes, name: str, languages: Languages) -> bool:
    """Say whether the beginning of a file has any sign of a language, or of one that it extends."""
    lines = b"\n" + text + b"\n"
    specs = [languages.spec(base) for base in languages.base(name)]
    return not any(spec.signs for spec in specs) or any(
        _all_signs(spec).search(lines) is not None for spec in specs if spec.signs or spec.proofs
    )


def _points(lines: bytes, spec: LanguageSpec) -> Points:
    counts: dict[int, int] = {}
    for found in _all_signs(spec).finditer(lines):
        index = found.lastindex or 0
        counts[index] = counts.get(index, 0) + 1
    most = {index: min(count, _MOST_LINES) for index, count in counts.items()}
    proofs = sum(count for index, count in most.items() if index <= len(spec.proofs))
    return Points(sum(most.values()) + (_PROOF - 1) * proofs, proofs, len(most))


def _count(lines: bytes, sign: re.Pattern[bytes], each: int) -> int:
    return min(sum(1 for _ in sign.finditer(lines)), 3 * _MOST_LINES) * each


@lru_cache
def _all_signs(spec: LanguageSpec) -> re.Pattern[bytes]:
    """One expression with a group for each proof, then for each sign."""
    return re.compile(b"\n(?:%s)" % b"|".join(b"(%s)" % line.encode() for line in (*spec.proofs, *spec.signs)))


@lru_cache
def _foreign() -> tuple[re.Pattern[bytes], ...]:
    return tuple(re.compile(b"\n%s" % sign) for sign in _FOREIGN)
