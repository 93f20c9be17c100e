"""Preparing works: portions, workers, repeated bytes, and what is left out."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from codematch.comparison.prepare import (
    PreparedFile,
    Toolkit,
    prepare_file,
    prepare_files,
    prepare_works,
)
from codematch.comparison.supervised import BATCH_BYTES, Reading, batches
from codematch.languages import Identified
from codematch.model.source import Reason
from tests.comparison.works import LEDGER, TRIANGLE, work

ARRAYS = ("grams", "prints", "names", "literals")


def same(one: PreparedFile, other: PreparedFile) -> bool:
    """Whether everything of two files but their paths and limitations is equal."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in ARRAYS]
    pairs += [(getattr(one.stream, name), getattr(other.stream, name)) for name in ("kinds", "texts", "starts")]
    pairs += [(one.weights.bits, other.weights.bits), (one.units.values, other.units.values)]
    pairs += [(one.sketch.values, other.sketch.values), (one.vocabulary.values, other.vocabulary.values)]
    return all(np.array_equal(left, right) for left, right in pairs)


def plain(value: Any) -> Any:
    """A value with everything in it as plain data, so that two can be compared."""
    if isinstance(value, np.ndarray):
        return str(value.dtype), value.flags.writeable, value.tolist()
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return [(key, plain(item)) for key, item in value.items()]
    return [plain(item) for item in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("sizes", [[], [5], [BATCH_BYTES], [BATCH_BYTES - 1, 7], [3, BATCH_BYTES, 9, 9], [1] * 50])
def test_portions_hold_every_file_once_and_none_grows_without_need(sizes: list[int]) -> None:
    files = work("w", {f"{n:02}.txt": "x" * size for n, size in enumerate(sizes)}).files
    portions = list(batches([Reading(source=file, claim=Identified(language="text")) for file in files]))
    assert [position for portion in portions for position in portion] == list(range(len(sizes)))
    assert all(sum(sizes[position] + 1 for position in portion[:-1]) < BATCH_BYTES for portion in portions)
    assert all(portions)


def test_the_same_bytes_are_prepared_once_and_keep_their_own_paths(toolkit: Toolkit) -> None:
    told: list[tuple[str, int, int]] = []
    broken = "def (:\n" * 9
    known = work("known", {"a.py": LEDGER, "odd.py": broken})
    questioned = work("questioned", {"b/b.py": LEDGER, "c.py": TRIANGLE, "d.py": LEDGER, "strange.py": broken})
    works = prepare_works((known, questioned), toolkit, progress=lambda *step: told.append(step))
    assert told[-1] == ("parse", 3, 3)
    assert [source.record.path for source in works[1].sources] == ["b/b.py", "c.py", "strange.py"]
    assert [file.stream.path for work_ in works for file in work_.files] == [
        "a.py",
        "odd.py",
        "b/b.py",
        "c.py",
        "strange.py",
    ]
    assert same(works[0].files[0], works[1].files[0])
    assert not same(works[0].files[0], works[1].files[1])
    for prepared, path in zip(works, ("odd.py", "strange.py"), strict=True):
        assert {(item.subject, item.reason) for item in prepared.limitations} == {(path, Reason.SYNTAX_ERRORS)}


def test_the_same_bytes_in_two_languages_are_read_twice(toolkit: Toolkit) -> None:
    prepared = prepare_works((work("a", {"x.py": "a = b + 1\n"}), work("b", {"x.rb": "a = b + 1\n"})), toolkit)
    assert [item.files[0].stream.language for item in prepared] == ["python", "ruby"]


@pytest.mark.slow
def test_workers_deliver_what_this_process_does(toolkit: Toolkit) -> None:
    tree = work("w", {f"{n}.py": (LEDGER + TRIANGLE * n) * 60 for n in range(6)})
    alone, shared = (prepare_works((tree,), toolkit, jobs=jobs)[0] for jobs in (1, 3))
    assert sum(len(source.content) for source in tree.files) > 2 * BATCH_BYTES
    assert [file.stream.path for file in alone.files] == [file.stream.path for file in shared.files]
    assert all(same(one, other) for one, other in zip(alone.files, shared.files, strict=True))


PAGE = "<html><body><p>A page of words</p><script>let total = 0; for (const row of rows) total += row;</script></body>"


def test_files_that_are_prepared_together_do_not_see_each_other(toolkit: Toolkit) -> None:
    texts = {
        "a.py": LEDGER,
        "b.py": TRIANGLE,
        "c.py": "x\n",
        "d.html": PAGE,
        "e.txt": "words of a text, " * 9,
        "f.py": "",
        "g.py": LEDGER + LEDGER,
        "h.html": PAGE + PAGE,
        "i.js": "rows.map(row => row.total)\n" * 5,
        "j.c": "int x;\n",
        "k.py": "value = '\u00e9\u200b'\n" * 3,
    }
    files = work("w", texts).files
    claimed = [(file, toolkit.languages.identify(file.record.path, file.utf8)) for file in files]
    together = prepare_files([Reading(source=file, claim=claim) for file, claim in claimed], toolkit)
    assert len(together[3].stream.languages) > 1
    for file, (source, claim) in zip(together, claimed, strict=True):
        assert plain(file) == plain(prepare_file(source, claim, toolkit)), source.record.path


def test_only_the_chosen_languages_are_prepared(toolkit: Toolkit) -> None:
    tree = work("w", {"a.py": LEDGER, "b.c": "int main(void) { return 0; }\n", "c.txt": "words\n"})
    assert [s.record.path for s in prepare_works((tree,), toolkit, only=("c",))[0].sources] == ["b.c"]
    assert [s.record.path for s in prepare_works((tree,), toolkit)[0].sources] == ["a.py", "b.c", "c.txt"]


def test_a_work_without_files_is_prepared(toolkit: Toolkit) -> None:
    prepared = prepare_works((work("w", {}),), toolkit, jobs=2)[0]
    assert (prepared.sources, prepared.files, prepared.limitations) == ((), (), ())
