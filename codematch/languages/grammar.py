"""A grammar made ready: its parser, its query, and for each node kind what the walk does and what the token is.

Loaded when a language is first used in a process, and kept for the process.
"""

import importlib
import re
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import tree_sitter
from numpy.typing import NDArray

from codematch.errors import SpecError
from codematch.languages.spec import QUERY_FILE, SPEC_FILE, LanguageSpec
from codematch.languages.statement_kinds import kinds_of
from codematch.languages.text_lexer import NUMBER_KIND
from codematch.model.frozen import array_value
from codematch.model.stable_hash import tagged_hash, text_hash
from codematch.model.tokens import CLASS_CODES, TokenClass

KIND_IDS = 65_536
ERROR_ID = KIND_IDS - 1
"""tree-sitter numbers node kinds in 16 bits; the last number is the error node."""

NUMBER_ID = KIND_IDS - 2
"""The kind of numbers that the plain lexer finds in `tokens.words`; no grammar has as many kinds."""

MACRO_KINDS = ("comment", "string_literal", "char_literal", "number_literal", "identifier")
"""The kinds of the tokens into which `tokens.lexed` are split, but for keywords and operators."""

KNOWN_TEXT, WHOLE, INNER, UNIT = range(4)
"""What the walk does at a node: take a token whose text is the kind's name; take a token; look inside, and take a
token if there is nothing inside; the same, and remember the node for the query, as a passage or as a statement."""

_PLAIN = re.compile(r"[^#\s]+")
"""Names that are also the text: `not in` may have more space between, `#define` after the #."""

_STRING_CONTENT = re.compile(r"(?:string|str|heredoc|nowdoc|literal)_(?:end_)?(?:content|fragment|text|part)$")
"""Names of the kinds that strings are made of."""


@array_value(copy=False)
class Grammar:
    """What the tokenizer needs to know of a language; every table is indexed by kind id.

    `actions` and `careful_actions` are no arrays, because they are read one by one; the careful ones take no text
    as known. `kinds` uint64 and `classes` uint8 are what `TokenStream` wants. `lengths` int32 [bytes] and
    `texts` uint64 are the length and hash of the text of a kind whose text is known; the length of others is 0.
    `comments`, `lexed`, `words` and `by_text` mark the kinds of those lists; the error node and `words` are by text,
    too. `content` marks what strings are made of where they are one token: no leaf but in a broken string. `word` and
    `number` are the ids of the kinds that words and numbers get where no leaf shows them. `patterns` are the kinds at
    which patterns of the query begin, `units` those that they take as units. `imports`, `declarations`, `prototypes`
    and `bodies` are the kinds of the lists of that name; `remembered` are those of the nodes for the query and of
    passages, `statements` those of statements, and `containers` those of which every child is one. `ids` has the ids of
    every kind that a tree can show, by name and whether it is named.
    """

    parser: tree_sitter.Parser
    language: tree_sitter.Language
    spec: LanguageSpec
    actions: tuple[int, ...]
    careful_actions: tuple[int, ...]
    kinds: NDArray[np.uint64]
    classes: NDArray[np.uint8]
    lengths: NDArray[np.int32]
    texts: NDArray[np.uint64]
    comments: NDArray[np.bool_]
    lexed: NDArray[np.bool_]
    words: NDArray[np.bool_]
    by_text: NDArray[np.bool_]
    content: NDArray[np.bool_]
    word: int
    number: int
    patterns: frozenset[int]
    units: frozenset[int]
    imports: frozenset[int]
    declarations: frozenset[int]
    prototypes: frozenset[int]
    bodies: frozenset[int]
    remembered: frozenset[int]
    statements: frozenset[int]
    containers: frozenset[int]
    ids: Mapping[tuple[str, bool], Sequence[int]]

    @property
    def query(self) -> tree_sitter.Query:
        """The query for units and passages, compiled when it is first asked for: a trial parse needs none.

        Raises:
            SpecError: It does not compile.
        """
        return _compile(self.spec)


def kind_hash(name: str, *, named: bool) -> int:
    """Return the stable hash of a node kind; the keyword `lambda` and the node `lambda` are two kinds."""
    return tagged_hash(name, "node" if named else "token")


@cache
def load_grammar(spec: LanguageSpec) -> Grammar:
    """Load the parser that `spec` names, and resolve its node kinds.

    Raises:
        SpecError: The parser is missing or does not fit this tree-sitter, or a node kind does not exist.
    """
    language = _language(spec)
    ids = _ids_by_name(language)
    kinds = np.zeros(KIND_IDS, dtype=np.uint64)
    classes = np.full(KIND_IDS, CLASS_CODES[TokenClass.OTHER], dtype=np.uint8)
    lengths = np.zeros(KIND_IDS, dtype=np.int32)
    texts = np.zeros(KIND_IDS, dtype=np.uint64)
    actions = [INNER] * KIND_IDS
    for (name, named), same in ids.items():
        kinds[same] = kind_hash(name, named=named)
        is_known = not named and _PLAIN.fullmatch(name) is not None
        texts[same] = text_hash(name.encode())
        lengths[same] = len(name.encode()) if is_known else 0
        _set(actions, same, KNOWN_TEXT if is_known else INNER if named else WHOLE)
    _resolve(spec, "tokens.lexed", MACRO_KINDS if spec.lexed else (), ids)
    _resolve(spec, "same", tuple(kind for kind, _ in spec.same), ids)
    listed = {key: _resolve(spec, f"tokens.{key}", getattr(spec, key), ids) for key in _TOKEN_LISTS}
    for same in listed.values():
        lengths[same] = 0
        _set(actions, same, WHOLE)
    patterns = _resolve(spec, "queries.scm", spec.pattern_kinds, ids)
    units = _resolve(spec, "queries.scm", spec.unit_kinds, ids)
    passages = {key: _resolve(spec, f"passages.{key}", getattr(spec, key), ids) for key in _PASSAGE_LISTS}
    remembered = [id_ for key in ("imports", "declarations", "prototypes") for id_ in passages[key]]
    statements, containers = _statement_kinds(ids, actions)
    _set(actions, patterns + units + remembered + statements + containers, UNIT)
    classes[listed["identifiers"]] = CLASS_CODES[TokenClass.IDENTIFIER]
    classes[[*listed["literals"], NUMBER_ID]] = CLASS_CODES[TokenClass.LITERAL]
    kinds[NUMBER_ID] = NUMBER_KIND
    return Grammar(
        parser=tree_sitter.Parser(language),
        language=language,
        spec=spec,
        actions=tuple(actions),
        careful_actions=tuple(action or WHOLE for action in actions),
        kinds=kinds,
        classes=classes,
        lengths=lengths,
        texts=texts,
        comments=_mask(listed["comments"]),
        lexed=_mask(listed["lexed"]),
        words=_mask(listed["words"]),
        by_text=_mask([*listed["by_text"], *listed["words"], ERROR_ID]),
        content=_mask(_string_contents(ids, {id_ for same in listed.values() for id_ in same})),
        word=(listed["identifiers"] or [ERROR_ID])[0],
        number=_number(listed),
        patterns=frozenset(patterns),
        units=frozenset(units),
        **{key: frozenset(same) for key, same in passages.items()},
        remembered=frozenset([*patterns, *units, *remembered]),
        statements=frozenset(statements),
        containers=frozenset(containers),
        ids=ids,
    )


def _statement_kinds(ids: dict[tuple[str, bool], list[int]], actions: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the kinds that are statements, and those whose children are."""
    statements, containers = (
        [id_ for name in names for id_ in ids[name, True] if actions[id_] >= INNER]
        for names in kinds_of(name for name, named in ids if named)
    )
    return statements, containers


_PASSAGE_LISTS = ("imports", "declarations", "prototypes", "bodies")
_TOKEN_LISTS = ("identifiers", "literals", "atoms", "comments", "lexed", "words", "by_text")


def _language(spec: LanguageSpec) -> tree_sitter.Language:
    where = f"{spec.name}/{SPEC_FILE}"
    try:
        module = importlib.import_module(spec.module)
        return tree_sitter.Language(getattr(module, spec.function)())
    except ImportError as error:
        raise SpecError(f"{where}: parser.module: install {spec.package}: {error}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise SpecError(f"{where}: parser.function: {error}") from error


@cache
def _compile(spec: LanguageSpec) -> tree_sitter.Query:
    try:
        return tree_sitter.Query(load_grammar(spec).language, spec.query)
    except tree_sitter.QueryError as error:
        raise SpecError(f"{spec.name}/{QUERY_FILE}: {' '.join(str(error).split())}") from error


def _ids_by_name(language: tree_sitter.Language) -> dict[tuple[str, bool], list[int]]:
    """Return the ids of every kind that a tree can show, by name and whether it is named."""
    ids: dict[tuple[str, bool], list[int]] = {}
    for id_ in range(language.node_kind_count):
        name = language.node_kind_for_id(id_)
        if name is not None and language.node_kind_is_visible(id_):
            ids.setdefault((name, language.node_kind_is_named(id_)), []).append(id_)
    return ids


def _string_contents(ids: dict[tuple[str, bool], list[int]], listed: set[int]) -> list[int]:
    return [
        id_
        for (name, named), same in ids.items()
        if named and _STRING_CONTENT.search(name)
        for id_ in same
        if id_ not in listed
    ]


def _resolve(spec: LanguageSpec, key: str, names: tuple[str, ...], ids: dict[tuple[str, bool], list[int]]) -> list[int]:
    """Return the ids of the named kinds called so, else of the bare tokens."""
    found: list[int] = []
    for name in names:
        same = ids.get((name, True)) or ids.get((name, False))
        if not same:
            raise SpecError(f"{spec.name}/{SPEC_FILE}: {key}: {spec.package} has no node kind {name!r}")
        found += same
    return found


def _number(listed: dict[str, list[int]]) -> int:
    """Return the kind of numbers that no leaf shows: the first of the literals, but for those that are by text."""
    literals = [id_ for id_ in listed["literals"] if id_ not in listed["words"]]
    return (literals or [NUMBER_ID if listed["words"] else ERROR_ID])[0]


def _set(actions: list[int], ids: list[int], action: int) -> None:
    for id_ in ids:
        actions[id_] = action


def _mask(ids: list[int]) -> NDArray[np.bool_]:
    mask = np.zeros(KIND_IDS, dtype=np.bool_)
    mask[ids] = True
    return mask
