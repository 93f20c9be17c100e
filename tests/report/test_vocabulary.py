"""The words of the program: no legal conclusion in any string, and the terms of the field in texts, help and README."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from codematch.report.record import record
from codematch.report.record.blocks import Terms
from codematch.report.render_options import RenderOptions
from codematch.report.text import phrases
from codematch.report.text.glossary import as_markdown, glossary
from codematch.report.text.wording import LANGUAGES, in_language, terms, texts
from codematch.settings import Settings, describe
from tests.report.sample_result import sample_result
from tests.report.test_wording import _PATTERN, FIXED

PACKAGE = Path(str(files("codematch")))
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED = {
    ("evidence/same_folders.py", "copying"),  # the name of a licence file
    ("strata/same_author.py", "copying"),
    ("strata/same_interface.py", "copying"),
    ("languages/endings.py", "copy"),  # what file managers put into the name of a second file
    ("evidence/notices.py", "copying"),
    ("notices/holders.py", "copy"),  # words of licences, which are looked for and not shown
    ("notices/licences.py", "copy"),
    ("notices/licences.py", "liable"),
    ("report/text/numbers.py", "100 %"),  # the share of a whole, written as a number
    ("report/formats/typesetting.py", "100%"),  # the width of a picture
}

ALLOWED_DATA = {
    ("repository.toml", "copy"),  # an instruction of Dockerfiles
    ("apple.toml", "copy"),  # names of settings, tasks and packages
    ("dotnet.toml", "copy"),
    ("php.toml", "copy"),
    ("javascript.toml", "copy"),
    ("classes_of_data.toml", "copy"),  # a method of dictionaries
    ("modules.toml", "copy"),  # a module of Python
    ("help.zh.toml", "copy"),  # what a user does with the text of a completion
    ("notices.toml", "copy"),  # the sign of copyright in HTML
    ("notices.toml", "liable"),  # words of licences, which are looked for and not shown
    ("notices.toml", "infringement"),
    ("notices.toml", "infringer"),
}
HEADINGS = tuple(f'"{key}" = ' for key in FIXED)


def strings(path: Path) -> Iterator[str]:
    """Yield every string of a module but its docstrings; those of commands are help, and count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [body for node in ast.walk(tree) if isinstance(body := getattr(node, "body", None), list)]
    alone = (line.value for body in bodies for line in body if isinstance(line, ast.Expr))
    docstrings = (
        set()
        if "cli" in path.relative_to(PACKAGE).parts
        else {id(value) for value in alone if isinstance(value, ast.Constant)}
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_string_draws_a_conclusion() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), match[0].lower())
        for path in MODULES
        for text in strings(path)
        for match in _PATTERN.finditer(text)
    }
    assert found - ALLOWED == set()


def test_no_data_file_draws_a_conclusion() -> None:
    found = set()
    for path in PACKAGE.rglob("*.toml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        told = "".join(line for line in lines if not line.startswith((*HEADINGS, "instead_of_")))
        found |= {(path.name, match[0].lower()) for match in _PATTERN.finditer(told)}
    assert found - ALLOWED_DATA == set()


SENTENCES = (
    r"compared were", r"is reported from a total of", r"save in files", r"whatever they weigh", r"are no counted lines",
    r"from where on", r"of theirs", r"fitted location", r"without telling anything", r"below stands",
    r"beside the regions", r"speaks? for", r"no explanation accounts for", r"idle functions?", r"shrunk for delivery",
    r"carries along", r"what the language asks for", r"no case file says", r"new, empty, or ours",
    r"take it away first", r"mend it", r"is no folder",
    r"keys move about", r"of the intervals\.", r"hold the works against", r"held against",
    r"gather what the other side", r"what it says of itself", r"makes no sense as given", r"number of the method",
    r"tier of the case", r"a limit on exhibits was reached", r"none below 1", r"both (?:works )?hold",
)  # fmt: skip
"""Sentences and phrases that nobody in a laboratory would say; the style guide has a better one for each."""
WORDS = (
    r"so many", r"by itself", r"whatever", r"beside", r"stands?", r"holds?", r"held", r"from \S+ on",
)  # fmt: skip
"""Words that say anything and nothing."""
CHINESE = (
    r"没有语法", r"未要求计算似然比", r"整次检验", r"比特中的", r"未使用的函数", r"从外部调用函数的接口", r"样本中没有",
    r"摘要值", r"(?<!完整性)校验值", r"案件包", r"质询", r"局限(?!性)", r"下表", r"计数相同",
)  # fmt: skip
TERMS = {name: [word for term in glossary() for word in term.instead_of[name]] for name in LANGUAGES}
"""Words that have another term, by language."""
_SENTENCES = re.compile(rf"\b(?:{'|'.join(SENTENCES)})", re.IGNORECASE)
_TERMS = re.compile(rf"\b(?:{'|'.join(TERMS['en'])})\b", re.IGNORECASE)
_WORDS = re.compile(rf"\b(?:{'|'.join((*SENTENCES, *WORDS, *TERMS['en']))})\b", re.IGNORECASE)
_CHINESE = re.compile("|".join((*CHINESE, *TERMS["zh"])))
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:()!?]|[,;:()!?][\u4e00-\u9fff]")
_SPACED = re.compile(r"\d\}? %|[\u4e00-\u9fff] [0-9]|[0-9%] [\u4e00-\u9fff]")


def test_english_texts_are_in_the_words_of_the_field() -> None:
    said = {**texts("en"), **{name: f"{info['unit']}; {info['why']}" for name, _, info in describe(Settings())}}
    said |= {term.id: f"{term.name['en']}: {term.meaning['en']}" for term in glossary()}
    assert {key: match[0] for key, text in said.items() if (match := _WORDS.search(text))} == {}


def test_chinese_texts_are_in_the_words_of_the_field() -> None:
    said = {**texts("zh"), **dict(terms()), **{term.id: term.name["zh"] + term.meaning["zh"] for term in glossary()}}
    for table in phrases._table("zh").values():
        said |= table
    assert {key: match[0] for key, text in said.items() if (match := _CHINESE.search(text))} == {}


def test_chinese_lines_and_help_are_in_the_words_of_the_field() -> None:
    folder = PACKAGE / "cli" / "translation"
    said: dict[str, str] = {}
    for file in sorted(folder.glob("*.zh.toml")):
        said |= tomllib.loads(file.read_text(encoding="utf-8"))
    assert len(said) > 1000
    assert {english: match[0] for english, text in said.items() if (match := _CHINESE.search(text))} == {}


def test_chinese_texts_have_chinese_punctuation_and_no_space_at_numbers() -> None:
    said = {**texts("zh"), **{name: text for table in phrases._table("zh").values() for name, text in table.items()}}
    assert {key: text for key, text in said.items() if _HALF_WIDTH.search(text) or _SPACED.search(text)} == {}


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "codematch/README.md",
        "grammars/README.md",
        *(
            file.relative_to(PACKAGE.parent).as_posix()
            for file in sorted((PACKAGE.parent / "docs").rglob("*.md"))
            if not file.read_text(encoding="utf-8").startswith("<!-- Made by")
        ),  # what they are made of has tests of its own, or is a name of a field
    ],
)
def test_the_documentation_is_in_the_words_of_the_field(name: str) -> None:
    text = (PACKAGE.parent / name).read_text(encoding="utf-8")
    assert [match[0] for pattern in (_SENTENCES, _TERMS) for match in pattern.finditer(text)] == []


@pytest.mark.parametrize("name", ["CHANGELOG.md", "SECURITY.md"])
def test_the_files_at_the_root_are_in_the_words_of_the_field(name: str) -> None:
    text = (PACKAGE.parent / name).read_text(encoding="utf-8")
    assert [match[0] for pattern in (_SENTENCES, _TERMS) for match in pattern.finditer(text)] == []


def test_the_change_log_uses_no_word_that_says_anything() -> None:
    text = (PACKAGE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"\bbeside\b", text) == []


def test_the_chinese_documentation_is_in_the_words_of_the_field() -> None:
    pages = {file: file.read_text(encoding="utf-8") for file in sorted((PACKAGE.parent / "docs").rglob("*.md"))}
    assert {file.name: match[0] for file, text in pages.items() if (match := _CHINESE.search(text))} == {}


def test_help_and_errors_are_in_the_words_of_the_field() -> None:
    """Strings with a blank are said to people; others are names of files, keys and settings."""
    said = ((path, text) for path in MODULES for text in strings(path) if " " in text)
    found = {
        (path.relative_to(PACKAGE).as_posix(), match[0])
        for path, text in said
        for pattern in (_SENTENCES, _TERMS)
        for match in pattern.finditer(text)
    }
    assert found - {("selftest/known_answer.py", "sketch")} == set()  # the name of a check, which answers record


def test_the_words_of_the_style_guide_are_caught() -> None:
    assert _WORDS.search("Below stands what each filter labels by itself")
    assert _WORDS.search("region held against the reference set")
    assert _CHINESE.search("无关样对的意外程度")
    assert not _CHINESE.search("无关联样本对")


def test_the_glossary_defines_each_term_once() -> None:
    for language in LANGUAGES:
        names = [term.name[language] for term in glossary()]
        assert len(set(names)) == len(names)
        assert all(term.meaning[language].endswith((".", "。")) for term in glossary())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_prints_the_glossary_without_what_only_the_method_needs(language: str) -> None:
    with in_language(language):
        (section,) = (part for part in record(sample_result(), RenderOptions()).sections if part.id == "glossary")
    printed = next(block for block in section.blocks if isinstance(block, Terms))
    assert printed.rows == tuple(
        (term.name[language], term.meaning[language]) for term in glossary() if not term.method_only
    )


def test_the_documentation_of_the_method_prints_the_whole_glossary() -> None:
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    assert text.endswith(f"\n{as_markdown()}")


def test_a_word_that_has_another_term_is_caught_in_a_text() -> None:
    assert {language for language in LANGUAGES if TERMS[language]} == set(LANGUAGES)
    assert _TERMS.search("estimated from MinHash sketches of a reference set")
    assert not _TERMS.search("estimated from MinHash signatures of a null model")
