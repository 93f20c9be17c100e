"""Redacted and code-free builds: no text of the works is in them, and single commitments can be opened and checked."""

import io
import json
import re
import zipfile
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

import numpy as np
import pypdf
import pytest

from codematch.case import from_document, to_document
from codematch.model.document import without_tables
from codematch.model.message import Message, Quote
from codematch.model.minhash import SketchCollector
from codematch.model.result import CaseResult, Shown
from codematch.report.documents import commitments, documents, render
from codematch.report.formats import FORMATS
from codematch.report.formats.fonts import settable
from codematch.report.redaction import Opening, openings, redacted, without_code
from codematch.report.render_options import RenderOptions
from tests.report.sample_result import sample_result

KEY = bytes(range(32))
FORMS = {
    "no-code": RenderOptions(shown=Shown.NO_CODE),
    "commitments": RenderOptions(shown=Shown.COMMITMENTS, key=KEY),
}


def lines(result: CaseResult) -> set[str]:
    """The lines of code that the exhibits of a result show."""
    rows = [row for pair in result.pairs for exhibit in pair.exhibits for row in exhibit.rows]
    return {text for row in rows for text in (row.known_text, row.questioned_text) if text.strip()}


def grams(text: str) -> set[tuple[str, ...]]:
    """Five words or signs in a row."""
    words = re.findall(r"\w+|[^\w\s]", text)
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def source_of(result: CaseResult) -> set[tuple[str, ...]]:
    """Five words of code in a row, but for those that are part of a path: paths stay."""
    paths = [
        place.path for pair in result.pairs for region in pair.regions for place in (region.known, region.questioned)
    ]
    return set().union(*map(grams, lines(result))) - set().union(*map(grams, paths))


def words_of(content: bytes, name: str) -> str:
    if name == "docx":
        text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        return re.sub(r"<[^>]*>", " ", text)
    if name == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    text = content.decode()
    return re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "terminal"])
def test_no_five_words_of_code_in_a_row_are_shown(name: str, form: RenderOptions) -> None:
    result = sample_result()
    source = source_of(result)
    assert len(source) > 20
    assert grams(words_of(render(result, "html"), "html")) & source  # else this test would see nothing
    shown = grams(words_of(render(result, name, form), name))
    assert not shown & source


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_tables_hold_no_code_either(form: RenderOptions) -> None:
    source = source_of(sample_result())
    for content in documents(sample_result(), "csv", ("en",), form).values():
        assert not grams(content.decode()) & source


def test_numbers_and_the_digest_of_the_whole_stay() -> None:
    result = sample_result()
    texts = [words_of(render(result, "html", form), "html") for form in (RenderOptions(), *FORMS.values())]
    for pattern in (r"CM-[0-9A-F]{12}", r"\b[\d,]+\.\d bits", r"Exhibit E\d+"):
        found = [re.findall(pattern, text) for text in texts]
        assert found[0]
        assert found[0] == found[1] == found[2]


def test_a_redacted_result_is_a_result() -> None:
    document = json.loads(render(sample_result(), "json", FORMS["commitments"]))
    assert from_document(document) == redacted(sample_result(), KEY).result


def test_without_code_keeps_regions_weights_and_exhibit_numbers() -> None:
    result, bare = sample_result(), without_code(sample_result())
    assert [region.weight for region in bare.pairs[0].regions] == [region.weight for region in result.pairs[0].regions]
    assert [exhibit.region for exhibit in bare.pairs[0].exhibits] == [
        exhibit.region for exhibit in result.pairs[0].exhibits
    ]
    assert lines(bare) == set()


def test_what_stands_for_a_text_needs_no_glyph_that_paper_lacks() -> None:
    for form in FORMS.values():
        texts = {
            row.known_text
            for pair in from_document(json.loads(render(sample_result(), "json", form))).pairs
            for exhibit in pair.exhibits
            for row in exhibit.rows
        } | {
            item.text
            for pair in without_code(sample_result()).pairs
            for entry in pair.evidence
            for item in entry.findings
        }
        assert texts
        assert {settable(text) for text in texts} == texts


def test_every_commitment_opens_to_its_text() -> None:
    listed = json.loads(commitments(sample_result(), KEY))["commitments"]
    found = openings(sample_result(), KEY)
    assert listed.keys() == found.keys()
    assert len(listed) > 30
    for name, opening in found.items():
        assert opening.fits(listed[name])
        assert not Opening(opening.id, opening.text + " ", opening.key).fits(listed[name])


def test_an_opened_line_opens_no_other() -> None:
    listed = json.loads(commitments(sample_result(), KEY))["commitments"]
    found = openings(sample_result(), KEY)
    first = found["P1:E1:K:120"]
    for name, other in found.items():
        if name != first.id:
            assert not Opening(name, other.text, first.key).fits(listed[name])


def test_a_dictionary_of_lines_finds_nothing_without_the_key() -> None:
    """Whoever knows the scheme and guesses every line right still cannot check a guess."""
    result = sample_result()
    listed = set(json.loads(commitments(result, KEY))["commitments"].values())
    guesses = openings(result, KEY)
    wrong_keys = [b"", b"codematch", bytes(32), KEY[:-1], KEY[::-1], b"\0" * 31 + b"\1"]
    for key in wrong_keys:
        attack = set(json.loads(commitments(result, key))["commitments"].values())
        assert not attack & listed
    keyless = {
        Opening(name, guess.text, "").fits(commitment) for name, guess in guesses.items() for commitment in listed
    }
    assert keyless == {False}
    with_key = {opening.fits(json.loads(commitments(result, KEY))["commitments"][name])
                for name, opening in list(guesses.items())[:3]}  # fmt: skip
    assert with_key == {True}


def test_equal_lines_have_commitments_of_their_own() -> None:
    """Else counting equal commitments would tell which lines are alike, and short ones could be guessed by count."""
    found = list(redacted(sample_result(), KEY).commitments.values())
    assert len(found) == len(set(found))


def test_no_sketch_is_left_by_which_a_guess_could_be_checked() -> None:
    result = sample_result()
    collector = SketchCollector(2)
    assert collector.add(np.array([7, 8], dtype=np.uint32)) == [0]
    work = replace(result.pairs[0].known, files=tuple(replace(f, sketch=0) for f in result.pairs[0].known.files))
    sketched = replace(result, pairs=(replace(result.pairs[0], known=work, sketches=collector.collected()),))
    for form in (RenderOptions(), *FORMS.values()):
        made = documents(sketched, "json", ("en",), form)
        document = without_tables(json.loads(made["report.json"]))
        sketches = {file["sketch"] for pair in document["pairs"] for file in pair["known"]["files"]}
        whole = form.shown is Shown.ALL
        assert sketches == ({0} if whole else {None})
        assert ("minhash.bin" in made) == whole
        assert (document["pairs"][0]["sketches"] is not None) == whole


SAID = "thirteen quoted wombats under the weir"


def quoting(value: Any) -> Any:
    """A part of a result with more quotes in every message of it, and a message wherever there is none but may be."""
    if isinstance(value, Message):
        inner = Message.of("file-says", text=Quote(f"{SAID} inside"))
        more = {"more": Quote(SAID), "row": (Quote(f"{SAID} a"), Quote(f"{SAID} b")), "rows": (inner, inner)}
        return Message.of(value.key, **{**dict(value.values), **more, "inner": inner})
    if isinstance(value, tuple):
        return tuple(map(quoting, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    hints = get_type_hints(type(value))
    found = {item.name: getattr(value, item.name) for item in fields(value)}
    absent = {name for name, item in found.items() if item is None and Message in get_args(hints[name])}
    found |= dict.fromkeys(absent, Message.of("import"))
    return replace(value, **{name: quoting(item) for name, item in found.items()})


def messages_in(node: Any) -> int:
    if isinstance(node, dict):
        return ("quotes" in node) + sum(map(messages_in, node.values()))
    return sum(map(messages_in, node)) if isinstance(node, list) else 0


def test_no_quote_is_left_wherever_a_message_stands() -> None:
    result = quoting(sample_result())
    document = to_document(result)
    assert messages_in(document) > 100
    for place in ("manifest", "limitations"):
        assert SAID in json.dumps(document[place])
    for place in ("known", "prior", "regions", "ledger", "evidence", "explanations"):
        assert SAID in json.dumps(document["pairs"][0][place])
    for hidden in (redacted(result, KEY).result, without_code(result)):
        assert SAID not in json.dumps(to_document(hidden))
        assert messages_in(to_document(hidden)) == messages_in(document)


def test_every_quote_of_a_message_has_a_commitment_of_its_own() -> None:
    result = quoting(sample_result())
    made, found = redacted(result, KEY), openings(result, KEY)
    assert made.commitments.keys() == found.keys()
    assert len(set(made.commitments.values())) == len(made.commitments)
    quotes = [opening for opening in found.values() if opening.text.startswith(SAID)]
    assert len(quotes) == json.dumps(to_document(result)).count(SAID)
    assert all(opening.fits(made.commitments[opening.id]) for opening in quotes)
