"""Files with the same bytes folded by the first path, so that a backup made a source file plain text."""

import codematch
from codematch.comparison.identical_files import identical_files
from codematch.comparison.prepare import prepare_works
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.report.text.messages import sentence
from codematch.settings import Settings
from tests.comparison.works import LEDGER, TOOLS, work


def test_the_plainest_name_stands_for_the_others() -> None:
    tree = work("w", {"a/ledger.py.bak": LEDGER, "b/ledger.dat": LEDGER, "src/ledger.py": LEDGER})
    prepared = prepare_works([tree], TOOLS)[0]
    assert [source.record.path for source in prepared.sources] == ["src/ledger.py"]
    assert prepared.files[0].stream.language == "python"
    assert prepared.copies == {"a/ledger.py.bak": "src/ledger.py", "b/ledger.dat": "src/ledger.py"}
    assert {path: basis.value for path, basis in prepared.bases.items()} == {
        "a/ledger.py.bak": "inner-extension",
        "b/ledger.dat": "content",
        "src/ledger.py": "extension",
    }


def test_every_path_stays_visible_and_counts_once() -> None:
    known = work("k", {"ledger.py": LEDGER})
    questioned = work("q", {"a/ledger.py.bak": LEDGER, "src/ledger.py": LEDGER})
    pair = compare_works(known, questioned, settings=Settings()).pairs[0]
    entries = {file.path: file for file in pair.questioned.files}
    assert {path: (file.language, file.duplicate_of) for path, file in entries.items()} == {
        "a/ledger.py.bak": ("python", "src/ledger.py"),
        "src/ledger.py": ("python", ""),
    }
    assert pair.totals.token.total.questioned == entries["src/ledger.py"].tokens
    assert pair.totals.token.matched.known == pair.totals.token.total.known


def test_the_same_bytes_in_two_languages_are_two_files_and_not_aligned_as_one() -> None:
    known, questioned = work("k", {"ledger.py": LEDGER}), work("q", {"ledger.py": LEDGER, "ledger.inc": LEDGER})
    left, right = prepare_works([known, questioned], TOOLS, given=[("*.inc", "text")])
    assert [file.stream.language for file in right.files] == ["text", "python"]
    assert identical_files(left, right) == [(0, 1)]


def test_a_pattern_that_fits_nothing_is_a_limitation() -> None:
    inputs = ComparisonInputs(language_of=(("*.inc", "php"),))
    result = compare_works(work("k", {"a.py": LEDGER}), work("q", {"a.py": LEDGER}), inputs, settings=Settings())
    assert [sentence(item.detail) for item in result.limitations if item.reason.value == "unused-option"] == [
        "--language-of *.inc=php matches no file of any work"
    ]
    assert "language_of" in str(codematch.CompareOptions.__doc__)
