"""Every language folder on a small work in that language, against what a reader of the work finds in it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from codematch.languages import tokenize
from codematch.languages.check import check
from codematch.model.tokens import CLASS_CODES, TokenClass, TokenStream
from codematch.settings import Parsing
from tests.languages.reading import LANGUAGES

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "fixtures" / "languages"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((HERE / "grammars.toml").read_text(encoding="utf-8"))

NUMBER = re.compile(r"[-.]?\d")


@dataclass(frozen=True)
class Sample:
    """A fixture with its tokens and what is expected of them."""

    path: Path
    content: bytes
    stream: TokenStream
    expected: dict[str, Any]

    def texts(self, token_class: TokenClass | None = None) -> list[str]:
        """The texts of all tokens of the file's own language, or of those of one class, in file order."""
        stream = self.stream
        chosen = stream.in_language(stream.language)
        if token_class is not None:
            chosen &= stream.classes == CLASS_CODES[token_class]
        spans = zip(stream.starts[chosen].tolist(), stream.stops[chosen].tolist(), strict=True)
        return [self.content[start:stop].decode() for start, stop in spans]

    def units(self, kind: str) -> list[str]:
        """The dotted names of the functions or classes, in file order."""
        return [unit.name for unit in self.stream.units if unit.kind == kind]


@pytest.fixture(scope="module", params=sorted(EXPECTED))
def sample(request: pytest.FixtureRequest) -> Sample:
    [path] = FIXTURES.glob(f"{request.param}.*")
    content = path.read_bytes()
    stream = tokenize(path.name, content, request.param, LANGUAGES, Parsing())
    return Sample(path, content, stream, EXPECTED[request.param])


def test_every_language_has_a_fixture_and_expectations() -> None:
    assert sorted(EXPECTED) == sorted(LANGUAGES.names)
    assert sorted(path.stem for path in FIXTURES.iterdir()) == sorted(LANGUAGES.names)


def test_every_folder_fits_its_installed_parser() -> None:
    assert [(name, problem) for name, problem in check(LANGUAGES) if problem] == []


def test_a_fixture_is_identified_by_its_name(sample: Sample) -> None:
    assert LANGUAGES.identify(sample.path.name, sample.content).language == sample.stream.language


def test_a_fixture_parses_without_error(sample: Sample) -> None:
    assert sample.stream.parser == "tree-sitter"
    assert sample.stream.error_share == 0.0
    assert sample.stream.limitations == ()


def test_functions_and_classes_have_their_dotted_names(sample: Sample) -> None:
    assert sample.units("function") == sample.expected["functions"]
    assert sample.units("class") == sample.expected["classes"]


def test_every_literal_is_one_token(sample: Sample) -> None:
    literals = sample.texts(TokenClass.LITERAL)
    assert [text for text in literals if NUMBER.match(text)] == sample.expected["numbers"]
    assert [text for text in literals if not NUMBER.match(text)] == sample.expected["texts"]


def test_names_are_identifiers(sample: Sample) -> None:
    assert set(sample.expected["identifiers"]) <= set(sample.texts(TokenClass.IDENTIFIER))


def test_keywords_and_operators_are_neither_names_nor_literals(sample: Sample) -> None:
    assert set(sample.expected["others"]) <= set(sample.texts(TokenClass.OTHER))
    assert not set(sample.expected["others"]) & set(sample.texts(TokenClass.IDENTIFIER))


def test_comments_are_apart_from_tokens(sample: Sample) -> None:
    comments = sample.stream.comments
    assert len(comments.texts) == sample.expected["comments"]
    assert all(text.strip() for text in comments.texts)
    assert not set(comments.starts.tolist()) & set(sample.stream.starts.tolist())


def test_no_token_is_white_space(sample: Sample) -> None:
    assert [text for text in sample.texts() if not text.strip()] == []
