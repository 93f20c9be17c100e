"""The words of a report: each one used, none missing, and none that draws a conclusion."""

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from codematch.errors import InvariantError
from codematch.model.match import MatchClass, RowState
from codematch.model.source import Disposition, OriginKind, Reason
from codematch.report import view
from codematch.report.formats.fonts import settable
from codematch.report.text.wording import LANGUAGES, counted, in_language, say, texts

FORBIDDEN = (
    r"infring\w*", r"liab\w+", r"guilt\w*", r"unlawful\w*", r"illegal\w*", r"cop(?:y|ies|ied|ying)", r"plagiari\w*",
    r"st(?:eal|ole|olen)\w*", r"theft", r"misappropriat\w*", r"pirat\w+", r"substantial(?:ly)?\W+similar\w*",
    r"derivative\W+work\w*", r"original\W+expression", r"protectable", r"copyrightable", r"trade\W+secrets?",
    r"not\W+publicly\W+known", r"confidential\W+information", r"identity\W+established", r"same\W+source",
    r"homologous", r"had\W+access", r"prove[sdn]?", r"proof", r"proving", r"certain(?:ly|ty)?", r"undoubtedly",
    r"beyond\W+(?:any\W+)?doubt", r"zero\W+error", r"scientific\W+certainty", r"the\W+probability\W+that",
    r"one\W+in\W+\S+\W+(?:million|billion)", r"by\W+chance", r"author\W+of\W+this\W+code", r"earlier\W+than",
    r"first\W+written\W+by", r"striking\w*", r"remarkabl\w+", r"blatant\w*", r"obvious\w*", r"suspicious\w*",
    r"victim\w*", r"infringer\w*", r"malicious\w*",
)  # fmt: skip
FORBIDDEN_ANYWHERE = (
    r"100\s?%", "侵权", "违法", "构成犯罪", "有罪", "抄袭", "剽窃", "盗用", "窃取", "盗版", "实质性相似", "实质相似",
    "实质相同", "演绎作品", "独创性", "受保护的表达", "商业秘密", "非公知性", "秘密性", "同一性成立", "具有同一性",
    "同源", "存在接触", "证明", "必然", "毫无疑问", "百分之百", "零误差", "排除合理怀疑", "在先创作", "首创", "惊人",
    "明显", "恶意",
)  # fmt: skip
_PATTERN = re.compile(rf"\b(?:{'|'.join(FORBIDDEN)})\b|{'|'.join(FORBIDDEN_ANYWHERE)}", re.IGNORECASE)

FIXED = ("section.forms",)
"""A heading that the specification of the record fixes word for word; it names a kind of form."""

ENGLISH = texts("en")
PACKAGE = Path(str(files("codematch.report")))
TEMPLATES = sorted(path for path in (PACKAGE / "templates").rglob("*") if path.is_file())


def filled_in(text: str) -> set[tuple[str, str]]:
    """The values that a text names, each with how it is to be written: `{share:.1%}`."""
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}


def test_values_are_found_with_how_they_are_written() -> None:
    assert filled_in("{share:.1%} of {count} in {{braces}}: {files}") == {
        ("share", ".1%"),
        ("count", ""),
        ("files", ""),
    }


@pytest.mark.parametrize(
    "sentence",
    ["Q copied K", "it proves that", "substantially  similar", "with 100 % certainty", "一种抄袭", "had access to it"],
)
def test_the_lint_catches_a_seeded_violation(sentence: str) -> None:
    assert _PATTERN.search(sentence)


def test_no_wording_draws_a_conclusion() -> None:
    found = {(language, key): _PATTERN.search(text) for language in LANGUAGES for key, text in texts(language).items()}
    assert {place for place, match in found.items() if match} == {("zh", key) for key in FIXED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_values(language: str) -> None:
    """But for the singular of a message, which Chinese lacks: it may leave out what one of a kind need not say."""
    told, english = (
        {key: filled_in(text) for key, text in each.items() if not is_singular(key)}
        for each in (texts(language), ENGLISH)
    )
    assert told == english
    for key in filter(is_singular, texts(language)):
        assert filled_in(texts(language)[key]) <= filled_in(ENGLISH[key.removesuffix(".one")])


def is_singular(key: str) -> bool:
    return key.startswith("message.") and key.endswith(".one")


def test_chinese_texts_are_chinese() -> None:
    """What is the same in both languages is a symbol, a formula or a name; every sentence is written in Chinese."""
    same = {key for key, text in texts("zh").items() if text == ENGLISH[key]}
    wordy = {key for key in same if re.search(r"[a-z]{4,}", re.sub(r"\{[^}]*\}", "", ENGLISH[key]))}
    assert wordy == set()


def test_the_language_that_is_spoken_ends_with_its_block() -> None:
    with in_language("zh"):
        assert say("title") == "软件相似性比对检验记录"
        assert say("disclaimer") == "工具生成记录，不含法律结论"
    assert say("title") == "Software Similarity Examination Record"


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix != ".css"], ids=lambda path: path.name)
def test_no_template_draws_a_conclusion(path: Path) -> None:
    widths = re.compile(r"(?:width|height|length): 100%|\* 100%|calc\.min\(100%")
    assert not _PATTERN.search(widths.sub("", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".j2"], ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(path: Path) -> None:
    """Words between the tags would escape both translation and the test above; the roles K and Q are symbols."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL)
    assert set(re.findall(r"\w+", text)) <= {"K", "Q", "U", "202E"}


def test_the_style_sheet_holds_symbols_only() -> None:
    style = (PACKAGE / "templates" / "style.css").read_text(encoding="utf-8")
    assert set(re.findall(r'content: "([^"]*)"', style)) <= {"", "K", "Q", "· ", "↑ ", "▸", "▾", " ↑", " ↓"}


def test_title_and_disclaimer() -> None:
    assert say("title") == "Software Similarity Examination Record"
    assert say("disclaimer") == "Machine-generated record; contains no legal conclusion"


def test_every_value_of_the_model_has_words() -> None:
    families = {
        "reason": Reason, "class": MatchClass, "state": RowState, "origin": OriginKind,
    }  # fmt: skip
    missing = [
        f"{name}.{member}" for name, kind in families.items() for member in kind if f"{name}.{member}" not in ENGLISH
    ]
    missing += [
        f"disposition.{kind}"
        for kind in Disposition
        if kind is not Disposition.COMPARED and f"disposition.{kind}" not in ENGLISH
    ]
    missing += [f"unit.{unit}" for unit in view.UNITS if f"unit.{unit}" not in ENGLISH]
    assert missing == []


def test_no_wording_is_left_over() -> None:
    sources = [*PACKAGE.rglob("*.py"), *TEMPLATES]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r"""["']([\w.-]+)["'.{]""", text))

    def is_used(key: str) -> bool:
        parts = key.split(".")
        families = {".".join(parts[:count]) for count in range(1, len(parts))}
        return key in used or bool(families & used) or any(f"{family}." in used for family in families)

    assert [key for key in sorted(ENGLISH) if not is_used(key)] == []


def test_a_missing_text_or_value_is_our_fault() -> None:
    with pytest.raises(InvariantError):
        say("no such text")
    with pytest.raises(InvariantError):
        say("more")


def test_counts_are_grouped_and_a_missing_one_is_said() -> None:
    assert say("more-regions", count=1_234_567) == say("more-regions", count="1,234,567")
    for language in LANGUAGES:
        with in_language(language):
            assert say("times", count=None) == say("times", count=say("not-assessed"))


def test_one_and_many() -> None:
    assert counted("omitted", 1) == "[1 line omitted]"
    assert counted("omitted", 1_234) == "[1,234 lines omitted]"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_written_in_signs_that_paper_has(language: str) -> None:
    lines = [line for text in texts(language).values() for line in text.split("\n")]
    assert [line for line in lines if settable(line) != line] == []
