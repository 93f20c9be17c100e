"""Vocabularies of two tokenizers: what they share, in which order, their merges, and tokens that others do not have."""

import base64
import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from codematch.artefacts.model_file import UnreadError
from codematch.artefacts.readers.protobuf import Wire
from codematch.artefacts.readers.zip_view import Held
from codematch.artefacts.vocabulary import vocabulary
from codematch.settings import Artefacts

_MAX_TOKENS = 2_000_000
_SENTENCEPIECE_CONTROL = (3, 4)
_SPECIAL = re.compile(r"<[|/]?[^<>\s]{1,40}[|]?>|\[[A-Z_]{2,20}\]|<\|[^|]{1,40}\|>")
_NAMES = ("tokenizer.json", "vocab.json", "vocab.txt", "merges.txt", "added_tokens.json", "special_tokens_map.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokenizer:
    """A tokenizer: tokens in the order of their numbers, merges in theirs, tokens that were added, normalisers."""

    path: str
    tokens: tuple[str, ...]
    merges: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizerPair:
    """What two tokenizers share.

    `common` tokens, of which `same_place` have the same number; `in_order` is the share of neighbouring common tokens
    that have the same order; `merges` are common merges, `merges_prefix` the number of equal ones from the first on.
    `added` are tokens that both added, `unusual` those of them that are no common special tokens.
    """

    common: int
    smaller: int
    same_place: int
    in_order: float
    merges: int
    smaller_merges: int
    merges_prefix: int
    added: tuple[str, ...]
    unusual: tuple[str, ...]
    only_known: tuple[str, ...]
    only_questioned: tuple[str, ...]
    same_steps: bool


def is_tokenizer(path: str) -> bool:
    """Say whether a file is named like one of a tokenizer."""
    name = path.rpartition("/")[2].lower()
    return name in _NAMES or name.endswith((".tiktoken", ".spm", ".vocab")) or name in (
        "sentencepiece.bpe.model", "tokenizer.model", "spiece.model", "tokenizer_config.json",
    )  # fmt: skip


def read(path: str, content: bytes, limits: Artefacts) -> Tokenizer | None:
    """Return the tokenizer in a file; None if there is no vocabulary, merges or added tokens in it."""
    name = path.rpartition("/")[2].lower()
    try:
        if name.endswith((".model", ".spm")):
            return _sentencepiece(path, content, limits)
        text = content.decode("utf-8")
        if name.endswith(".json"):
            return _from_json(path, json.loads(text))
        if name == "merges.txt":
            return Tokenizer(path=path, tokens=(), merges=_lines(text, "#"))
        if name.endswith(".tiktoken"):
            return Tokenizer(path=path, tokens=tuple(_ranked(text)))
        return Tokenizer(path=path, tokens=tuple(line.split("\t")[0] for line in _lines(text, "\0")))
    except (ValueError, RecursionError, UnreadError, TypeError, AttributeError):
        return None


def _lines(text: str, comment: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines()[:_MAX_TOKENS] if line and not line.startswith(f"{comment}version"))


def _ranked(text: str) -> list[str]:
    pairs = [line.split() for line in text.splitlines()[:_MAX_TOKENS] if line.strip()]
    ordered = sorted(pairs, key=lambda pair: int(pair[1]))
    return [base64.b64decode(pair[0]).decode("latin-1") for pair in ordered]


def _sentencepiece(path: str, content: bytes, limits: Artefacts) -> Tokenizer:
    """Read the pieces of SentencePiece (`sentencepiece_model.proto`)."""
    wire = Wire(Held(content), limits.max_steps, limits.max_header_bytes)
    tokens: list[str] = []
    added: list[str] = []
    for field in wire.fields():
        if field.number != 1 or field.wire != 2:
            continue
        piece, kind = "", 1
        for item in wire.fields(field.start, field.stop):
            if item.number == 1:
                piece = wire.text(item)
            elif item.number == 3:
                kind = item.value
        tokens.append(piece)
        if kind in _SENTENCEPIECE_CONTROL:
            added.append(piece)
    return Tokenizer(path=path, tokens=tuple(tokens), added=tuple(added))


def _from_json(path: str, said: Any) -> Tokenizer | None:
    model = said.get("model") if isinstance(said.get("model"), dict) else None
    added = [item.get("content", "") for item in said.get("added_tokens", []) if isinstance(item, dict)]
    if model is not None:
        merges = [item if isinstance(item, str) else " ".join(map(str, item)) for item in model.get("merges", [])]
        steps = [f"{key}:{_kind(said.get(key))}" for key in ("normalizer", "pre_tokenizer", "decoder")]
        return Tokenizer(
            path=path,
            tokens=_ordered(model.get("vocab", {})),
            merges=tuple(merges[:_MAX_TOKENS]),
            added=tuple(added),
            steps=tuple(steps),
        )
    if path.lower().endswith("vocab.json") or path.lower().endswith("added_tokens.json"):
        tokens = _ordered(said)
        special = tokens if path.lower().endswith("added_tokens.json") else ()
        return Tokenizer(path=path, tokens=tokens, added=special)
    special = tuple(dict.fromkeys(_SPECIAL.findall(json.dumps(said, ensure_ascii=False))))
    return Tokenizer(path=path, tokens=(), added=special) if special else None


def _kind(said: Any) -> str:
    return str(said.get("type", "")) if isinstance(said, dict) else "none"


def _ordered(said: Any) -> tuple[str, ...]:
    """Return tokens by number: of an object from token to number, or of a list of tokens, alone or with scores."""
    if isinstance(said, dict):
        numbered = sorted((number, token) for token, number in said.items() if isinstance(number, int))
        return tuple(token for _, token in numbered[:_MAX_TOKENS])
    return tuple(str(item[0]) if isinstance(item, list) else str(item) for item in said[:_MAX_TOKENS])


def joined(found: Sequence[Tokenizer]) -> list[Tokenizer]:
    """Return tokenizers, where a vocabulary and merges in files of one folder are one tokenizer."""
    merges = {_folder(item.path): item for item in found if item.merges and not item.tokens}
    alone = {_folder(item.path): item for item in found if item.tokens and not item.merges}
    both = merges.keys() & alone.keys()
    kept: list[Tokenizer] = []
    for item in found:
        folder = _folder(item.path)
        if folder in both and item is alone[folder]:
            kept.append(replace(item, merges=merges[folder].merges))
        elif not (folder in both and item is merges[folder]):
            kept.append(item)
    return kept


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def share(known: Tokenizer, questioned: Tokenizer) -> float:
    """Return the share of the smaller vocabulary that the other one has, or of merges, or of added tokens; 0 to 1."""
    for left, right in (
        (known.tokens, questioned.tokens),
        (known.merges, questioned.merges),
        (known.added, questioned.added),
    ):
        if left and right:
            return len(set(left) & set(right)) / min(len(set(left)), len(set(right)))
    return 0.0


def compare(known: Tokenizer, questioned: Tokenizer) -> TokenizerPair:
    """Return what two tokenizers share."""
    left, right = _places(known.tokens), _places(questioned.tokens)
    common = [token for token in left if token in right]
    steps = [right[later] > right[earlier] for earlier, later in itertools.pairwise(common)]
    merges = set(known.merges) & set(questioned.merges)
    usual = vocabulary().common_tokens
    special = _special(known), _special(questioned)
    both = tuple(token for token in special[0] if token in special[1])
    return TokenizerPair(
        common=len(common),
        smaller=min(len(left), len(right)),
        same_place=sum(left[token] == right[token] for token in common),
        in_order=sum(steps) / len(steps) if steps else float(bool(common)),
        merges=len(merges),
        smaller_merges=min(len(known.merges), len(questioned.merges)),
        merges_prefix=_prefix(known.merges, questioned.merges),
        added=both,
        unusual=tuple(token for token in both if token not in usual),
        only_known=tuple(token for token in special[0] if token not in special[1]),
        only_questioned=tuple(token for token in special[1] if token not in special[0]),
        same_steps=known.steps == questioned.steps and bool(known.steps),
    )


def _special(item: Tokenizer) -> dict[str, None]:
    return dict.fromkeys((*item.added, *(token for token in item.tokens if _SPECIAL.fullmatch(token))))


def _places(tokens: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, token in enumerate(tokens):
        places.setdefault(token, place)
    return places


def _prefix(left: Sequence[str], right: Sequence[str]) -> int:
    return next(
        (place for place, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )
