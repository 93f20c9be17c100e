"""Asserted items with the revisions that explain the questioned files in which their counterparts are."""

import csv
import io
import json
from dataclasses import replace

import pytest

import codematch
from codematch.case import from_document, to_document
from codematch.report.formats.to_csv import tables
from codematch.revisions.items import FoundItem, pin_items
from codematch.revisions.pinning import pin
from codematch.revisions.texts import Texts
from codematch.settings import Settings
from tests.revisions.histories import function, history

PARTS = {name: [function(name, number) for number in range(14)] for name in ("pump", "weir")}


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    """Two files grow in turn: the questioned pump is that of release 2 and 3, its weir that of 3 and 4."""
    folder = tmp_path_factory.mktemp("items")
    for number, (pump, weir) in enumerate([(8, 8), (10, 8), (10, 10), (12, 10), (14, 14)], start=1):
        release = folder / "releases" / f"water-1.{number}"
        release.mkdir(parents=True)
        (release / "pump.py").write_text("".join(PARTS["pump"][:pump]))
        (release / "weir.py").write_text("".join(PARTS["weir"][:weir]))
        if number == 5:
            (release / "alone.py").write_text("".join(function("alone", place) for place in range(6)))
    questioned = folder / "product"
    questioned.mkdir()
    (questioned / "a.py").write_text("".join(PARTS["pump"][:10]) + "END = 1\n")
    (questioned / "b.py").write_text("".join(PARTS["weir"][:10]) + "END = 2\n")
    return folder


@pytest.fixture(scope="module")
def result(works):
    return codematch.compare(
        works / "releases" / "water-1.5",
        works / "product",
        history=works / "releases",
        asserted=["pump.py", "weir.py::weir_3", "alone.py", "*.py"],
    )


def ends(item):
    return item.interval.first.id, item.interval.last.id


def test_each_item_with_a_counterpart_has_the_interval_of_its_files(result):
    pump, weir, every = result.pairs[0].versions.pinning.items
    assert [(one.item, one.text, one.files) for one in (pump, weir, every)] == [
        (1, "pump.py", ("a.py",)),
        (2, "weir.py::weir_3", ("b.py",)),
        (4, "*.py", ("a.py", "b.py")),
    ]
    assert ends(pump) == ("water-1.2", "water-1.5")
    assert ends(weir) == ("water-1.3", "water-1.5")
    assert ends(every) == ("water-1.3", "water-1.5")
    by_file = {one.questioned_path: one.interval for one in result.pairs[0].versions.pinning.files}
    assert pump.interval == by_file["a.py"]


def test_an_item_whose_files_no_revision_has_states_no_interval(works):
    with history(works / "releases") as opened:
        texts, rules = Texts(opened, Settings().intake), Settings().versions
        pinned = pin(opened, [("a.py", (works / "product" / "a.py").read_bytes())], texts, rules)
        (lost,) = pin_items([FoundItem(number=3, text="x", files=("gone.py",))], opened, pinned, rules)
        many = FoundItem(number=1, text="y", files=tuple(f"{number}.py" for number in range(30)))
        (some,) = pin_items([many], opened, pinned, rules)
    assert (lost.item, lost.interval, lost.files_total) == (3, None, 1)
    assert (len(some.files), some.files_total) == (8, 30)


def test_the_record_and_the_document_have_them(result):
    saved = json.loads(json.dumps(to_document(result)))
    items, again = result.pairs[0].versions.pinning.items, from_document(saved).pairs[0].versions.pinning.items
    assert [(one.text, one.files, ends(one)) for one in again] == [(one.text, one.files, ends(one)) for one in items]
    page = codematch.render(result, "html").decode()
    assert "Asserted items and the revisions that explain the files of their counterparts" in page
    pairs = (replace(result.pairs[0], versions=None),)
    assert (
        "the revisions that explain the files of their" not in codematch.render(replace(result, pairs=pairs)).decode()
    )
    assert "主张权利的各项内容及其对应文件的样本版本" in codematch.render(result, "html", language="zh").decode()


def test_the_table_of_items_and_the_terminal_have_their_versions(result):
    with_versions = rows_of(result)
    assert [(row["versions"], row["first_version"], row["last_version"]) for row in with_versions] == [
        ("4", "water-1.2", "water-1.5"),
        ("3", "water-1.3", "water-1.5"),
        ("", "", ""),
        ("3", "water-1.3", "water-1.5"),
    ]
    without = replace(result, pairs=(replace(result.pairs[0], versions=None),))
    assert "versions" not in rows_of(without)[0]
    for language, words in (
        ("en", "explained by 4 versions of the known work: water-1.2"),
        ("zh", "与样本4个版本相符"),
    ):
        shown = codematch.render(result, "terminal", language=language).decode()
        assert words in " ".join(shown.split())


def rows_of(result):
    return list(csv.DictReader(io.StringIO(tables(result)["asserted.csv"].decode())))
