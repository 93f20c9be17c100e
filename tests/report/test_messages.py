"""Messages become sentences: every key has a text in both languages, which names the values that the program gives."""

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from codematch.errors import InvariantError
from codematch.evidence import DETECTORS
from codematch.filtration import FILTERS
from codematch.intake import limitations, signatures
from codematch.model.message import Message, Name, PathName, Quote
from codematch.model.versions import AttestedKind, ClaimedKind
from codematch.report.text import messages, wording
from codematch.report.text.messages import sentence
from codematch.report.text.wording import LANGUAGES, in_language, texts
from codematch.revisions.indications import GROUPS

PACKAGE = Path(str(files("codematch")))
MODULES = sorted(PACKAGE.rglob("*.py"))
PREFIX = "message."
FORMS = {"message.and-more"}
"""Texts that the rendering itself uses, for no message."""

BINARY = {
    *(kind for _, kind in (*signatures._BINARY, *signatures._SHAPED)),
    "python-bytecode", "compiled-message-catalogue", "nul-bytes", "control-characters",
}  # fmt: skip
CHANGES = ("changed", "changed-in-line-ends", "not-in-commit", "missing")
COMPUTED = {
    "comparison/identification.py": {"ending-against-content", "ending-against-plain-text"},
    "intake/content.py": {f"kind-{kind}" for kind in BINARY},
    "intake/directory.py": {
        "unlisted-folder", "not-regular", "special-fifo", "special-socket", "special-block-device",
        "special-character-device",
    },
    "intake/limitations.py": {
        *(f"files-{reason.value}" for reason in limitations._LEFT_OUT), "files-binary", "files-named-like-source",
        "files-empty", "files-undecodable-bytes", "folders-not-listed", "files-text-in-part",
        "files-control-characters", "files-pristine", "files-in-version-control", "names-repeated", "names-not-utf-8",
        "names-alike", "names-ambiguous-encoding", "files-ambiguous-encoding", "files-unfit-encoding",
    },
    "intake/names.py": {"absolute-name", "name-leaves-root", "name-with-nul", "empty-name"},
    "intake/worktree.py": {f"files-{what}" for what in CHANGES},
    "languages/whole.py": {
        f"parsed-in-slices{by}{what}" for by in ("", "-by-count") for what in ("", "-plain-text")
    },
    "model/document.py": set(),
    "revisions/attested.py": {
        *(f"attested-{kind.value}" for kind in AttestedKind),
    },
    "revisions/found_signatures.py": {f"attested-{kind.value}" for kind in AttestedKind},
    "revisions/indications.py": {
        *(f"indication-{name}" for name in (
            "claimed-known", "claimed-known-begins", "claimed-questioned", "claimed-questioned-begins",
            "merged-known", "merged-questioned",
        )),
        *(f"otherwise-{kind}" for kind in GROUPS),
    },
    "revisions/times.py": {
        *(f"claimed-{kind.value}" for kind in ClaimedKind), "time-first-revision", "time-last-revision",
        "time-interval-first", "time-interval-last", "time-interval-named",
    },
}  # fmt: skip
"""The keys that a module makes up or hands around, by the path of the module; `model/document.py` reads any.

Filters and detectors declare theirs.
"""


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield the calls of `Message.of` in a module."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if "Message.of" in text else ():
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") == "of"
            and ast.unparse(node.func) == "Message.of"
        ):
            yield node


def key_of(call: ast.Call) -> str | None:
    key = call.args[0]
    return str(key.value) if isinstance(key, ast.Constant) else None


CALLS = [(path.relative_to(PACKAGE).as_posix(), call) for path in MODULES for call in calls(path)]
WRITTEN = {key for _, call in CALLS if (key := key_of(call)) is not None}
DECLARED = {key for rule in (*FILTERS, *DETECTORS) for key in rule.messages}
KEYS = WRITTEN.union(DECLARED, *COMPUTED.values())


def named(text: str) -> set[str]:
    """The names of the values in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def texts_of(language: str) -> dict[str, str]:
    """The texts of messages by their keys, without singulars."""
    return {
        key.removeprefix(PREFIX): text
        for key, text in texts(language).items()
        if key.startswith(PREFIX) and key not in FORMS and not key.endswith(".one")
    }


def test_the_search_finds_the_calls() -> None:
    assert len(CALLS) > 100
    assert {"link", "system-said", "in-work", "note-hidden", "finding", "repository"} <= WRITTEN


def test_modules_that_make_keys_up_are_listed_with_them() -> None:
    made_up = {path for path, call in CALLS if key_of(call) is None}
    assert {path for path in made_up if not path.startswith(("evidence/", "filtration/"))} == set(COMPUTED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_text_and_every_text_a_key(language: str) -> None:
    assert set(texts_of(language)) == KEYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_singular_belongs_to_a_message_that_counts(language: str) -> None:
    for key in texts(language):
        if key.startswith(PREFIX) and key.endswith(".one"):
            assert "{count}" in texts(language)[key.removesuffix(".one")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_names_the_values_that_are_given(language: str) -> None:
    told, wrong = texts_of(language), []
    for path, call in CALLS:
        if (key := key_of(call)) is None:
            continue
        given = {keyword.arg for keyword in call.keywords}
        text = named(told[key])
        if path == "intake/limitations.py" and text & {"count", "files"}:  # `_limitation` adds these
            given |= {"count", "files"}
        if None in given or not text <= given or not given - text <= {"count"}:
            wrong.append((path, key, text ^ given))
    assert wrong == []


def test_numbers_names_and_messages_are_filled_in() -> None:
    link = Message.of("link-outside", target=PathName("../../etc/{passwd}"))
    assert sentence(link) == "link to ../../etc/{passwd}, outside the root"
    assert sentence(Message.of("too-large", bytes=209_715_200, limit=20_000_000)) == (
        "209,715,200 bytes, more than 20,000,000 (intake.max_file_bytes)"
    )
    errors = Message.of("syntax-errors", share=0.314, language=Name("C"))
    assert sentence(errors) == "31.4 % of its visible bytes are inside syntax errors as C"
    assert sentence(Message.of("file-says", text=Quote("{text}"))) == "the file states: {text}"
    assert sentence(None) == ""


def test_a_message_within_a_message_is_said_in_the_same_language() -> None:
    place = Message.of("lines-of", path=PathName("a.py"), first=1, last=9)
    agreed = Message.of("agreed", reason=Name("joint work"), by=Name("both"))
    message = Message.of("comment", basis=Message.of("in-agreed-work", work=Name("kit"), place=place, basis=agreed))
    assert sentence(message) == "comment; joint work (both); kit: a.py:1–9"
    why = Message.of("archive-beyond-limit", why=Message.of("expands-by-ratio", limit=100))
    assert (
        sentence(why)
        == "an archive that expands to more than 100 times its size (intake.max_archive_ratio), not opened"
    )
    with in_language("zh"):
        assert "intake.max_archive_ratio" in sentence(why)
        assert "archive that" not in sentence(why)
        assert "times its size" not in sentence(why)


def test_a_row_says_how_many_more_there_are() -> None:
    paths = tuple(map(PathName, ("a.c", "b.c", "c.c")))
    assert sentence(Message.of("files-encrypted", count=3, files=paths)) == "3 files are encrypted: a.c, b.c, c.c"
    assert sentence(Message.of("files-encrypted", count=1_203, files=paths)) == (
        "1,203 files are encrypted: a.c, b.c, c.c and 1,200 more"
    )
    with in_language("zh"):
        said = sentence(Message.of("files-encrypted", count=1_203, files=paths))
        assert "1,203" in said
        assert "1,200" in said
        assert "a.c" in said
        assert " more" not in said


def test_a_row_may_hold_messages() -> None:
    lines = tuple(Message.of("lines", first=first, last=first + 1) for first in (3, 9))
    values = {"limit": 500, "language": Name("C"), "lines": lines}
    said = "nested deeper than 500 levels as C; deeper parts are compared as plain text: lines 3–4, 9–10"
    assert sentence(Message.of("nested-too-deep", count=2, **values)) == said
    assert sentence(Message.of("nested-too-deep", count=4, **values)) == f"{said} and 2 more"


def test_what_counts_one_is_said_in_the_singular_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    extended = {**texts("en"), "message.grafts.one": "the history has one graft"}
    monkeypatch.setattr(messages, "texts", lambda _: extended)
    assert sentence(Message.of("grafts", count=1)) == "the history has one graft"
    assert sentence(Message.of("grafts", count=2)).startswith("the history has 2 grafts")
    assert sentence(Message.of("undecodable", count=1)) == "1 byte undecodable"


@pytest.mark.parametrize(
    "message",
    [
        Message.of("no-such-key"),
        Message.of("link"),
        Message.of("too-large", bytes=3),
        Message.of("syntax-errors", share=Name("much"), language=Name("C")),
        Message.of("archive-unreadable", why=Message.of("no-such-key")),
        Message.of("files-encrypted", count=1, files=(Message.of("no-such-key"),)),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_text_or_value_is_our_fault(language: str, message: Message) -> None:
    with in_language(language), pytest.raises(InvariantError):
        sentence(message)


def test_kinds_of_binary_files_are_all_known() -> None:
    """Whatever the signatures name is among what the test above holds to the texts."""
    heads = [mark + bytes(600) for mark, _ in signatures._BINARY]
    assert {signatures.binary_kind(head) for head in heads} <= BINARY
    assert {signatures.unopened_archive(head) for head in heads} - {""} <= BINARY


def test_the_language_that_is_spoken_decides() -> None:
    assert wording.current_language() == "en"
    with in_language("zh"):
        assert sentence(Message.of("kind-png-image")) == "PNG图像"
    assert sentence(Message.of("kind-png-image")) == "PNG image"
