"""Files and functions of unrelated languages are compared by what does not depend on the language."""

import json

import numpy as np
import pytest

from codematch.across.counts import ItemCounts
from codematch.across.null_model import from_card
from codematch.across.statement import deciding
from codematch.comparison import across_languages
from codematch.model.across import AcrossKind, AcrossNotEvaluated
from codematch.model.document import from_document, to_document
from codematch.pipeline import compare_works
from codematch.settings import Settings
from codematch.weight.background import ProjectCounts
from tests.comparison.works import work

NONE_COUNTED = ItemCounts(
    counts=ProjectCounts(hashes=np.empty(0, np.uint32), projects=np.empty(0, np.uint8)),
    projects=63,
    card={},
    digest="counts",
)
"""Everything is as rare as can be: six bits."""

JAVA = """
/** Predicts the height of the tide from the phase of the moon and the depth of the harbour basin. */
class TidePredictor {
    private double harbourDepth;
    double[] lunarTable = new double[29531];

    double springTide(int dayNumber, double moonPhase) {
        // The tide is highest two days after the moon is full or new.
        double laggedPhase = shiftPhase(moonPhase, dayNumber - 2);
        double amplitude = harbourDepth * cosineOf(laggedPhase);
        if (amplitude < neapMinimum) {
            throw new IllegalStateException("the harbour falls dry at neap tide");
        }
        return recordHeight(amplitude, laggedPhase);
    }
}
"""
PYTHON = '''
"""Predicts the height of the tide from the phase of the moon and the depth of the harbour basin."""

class TidePredictor:
    def __init__(self, harbour_depth):
        self.harbour_depth = harbour_depth
        self.lunar_table = [0.0] * 29531

    def spring_tide(self, day_number, moon_phase):
        # The tide is highest two days after the moon is full or new.
        lagged_phase = shift_phase(moon_phase, day_number - 2)
        amplitude = self.harbour_depth * cosine_of(lagged_phase)
        if amplitude < self.neap_minimum:
            raise ValueError("the harbour falls dry at neap tide")
        return self.record_height(amplitude, lagged_phase)
'''
RENAMED = """
class A1:
    def __init__(self, b1):
        self.b1 = b1

    def c1(self, d1, e1):
        f1 = g1(e1, d1 - 2)
        h1 = self.b1 * i1(f1)
        if h1 < self.j1:
            raise ValueError("k1")
        return self.l1(h1, f1)
"""


def null_of(*weights: float, settings: Settings | None = None):
    """A null model whose tasks have one pair each, of these weights."""
    works = [["a", "java", 10**6], ["b", "python", 10**6]]
    return from_card(
        {
            "format": 1,
            "counts": "counts",
            "settings": deciding(settings or Settings()),
            "date": "",
            "set_aside": {},
            "digest": "null",
            "tasks": [{"task": str(at), "works": works, "pairs": [[0, 1, bits, bits / 4]]}
                      for at, bits in enumerate(weights)],
            "unrelated": {"works": works, "pairs": [[0, 1, 1.0, 1.0]]},
        }
    )  # fmt: skip


@pytest.fixture
def models(monkeypatch):
    """Replaces the models: nothing was counted, and independent programs reach 40 bits."""
    held = {"null": null_of(*([40.0] * 40))}
    monkeypatch.setattr(across_languages, "has_counts", lambda folder: True)
    monkeypatch.setattr(across_languages, "_models", lambda folder: (NONE_COUNTED, held["null"]))
    return held


def result_of(known: dict[str, str], questioned: dict[str, str], settings: Settings | None = None):
    return compare_works(work("known", known), work("questioned", questioned), settings=settings or Settings())


def across(known: dict[str, str], questioned: dict[str, str], settings: Settings | None = None):
    return result_of(known, questioned, settings).pairs[0].across


def test_a_translation_is_a_pair_of_files_and_of_functions(models):
    found = across({"Tide.java": JAVA}, {"tide.py": PYTHON})

    assert [(item.path.known, item.path.questioned) for item in found.file_pairs] == [("Tide.java", "tide.py")]
    (pair,) = found.file_pairs
    assert pair.language.known == "java"
    assert pair.language.questioned == "python"
    assert pair.match_class == "M5"
    assert pair.names_bits > 60
    assert pair.comments_bits > 60
    assert pair.order_bits > 20
    assert (
        pair.total_bits
        == found.heaviest_bits
        == pytest.approx(
            pair.names_bits + pair.comments_bits + pair.order_bits + pair.texts_bits + pair.numbers_bits, abs=0.05
        )
    )
    assert [item.unit.known for item in found.function_pairs] == ["TidePredictor.springTide"]
    assert {item.kind for item in pair.items} == set(AcrossKind)


def test_the_lines_of_common_items_are_those_of_the_files(models):
    (pair,) = across({"Tide.java": JAVA}, {"tide.py": PYTHON}).file_pairs
    by_text = {item.text["text"]: item for item in pair.items}

    text = by_text['"the harbour falls dry at neap tide"']
    assert "falls dry" in JAVA.splitlines()[text.line.known - 1]
    assert "falls dry" in PYTHON.splitlines()[text.line.questioned - 1]
    number = by_text["29531"]
    assert "29531" in JAVA.splitlines()[number.line.known - 1]


def test_a_translation_is_no_region(models):
    pair = result_of({"Tide.java": JAVA}, {"tide.py": PYTHON}).pairs[0]

    assert pair.across.file_pairs
    assert not pair.regions
    assert pair.totals.token.matched.known == 0


def test_a_translation_that_renames_everything_is_not_found(models):
    found = across({"Tide.java": JAVA}, {"tide.py": RENAMED})

    assert not found.file_pairs
    assert not found.function_pairs
    assert found.heaviest_bits < found.file_threshold_bits


def test_names_of_a_common_interface_count(models):
    names = ["acquireLease", "renewLease", "revokeLease", "listTenants", "rotateSecrets", "drainQueue", "sealVault",
             "unsealVault", "attachPolicy", "detachPolicy"]  # fmt: skip
    java = "interface Vault {" + "".join(f" void {name}();" for name in names) + " }"
    go = "package vault\n\n" + "".join(f"func {name}() {{}}\n" for name in names)

    (pair,) = across({"Vault.java": java}, {"vault.go": go}).file_pairs
    assert pair.common_names == len(names) == pair.ordered_names


def test_tables_without_common_names_tell_nothing(models):
    numbers = [str(10007 + 37 * at) for at in range(60)]
    java = "class A { int[] table = {" + ", ".join(numbers) + "}; }"
    python = "rows = [" + ", ".join(numbers) + "]\n"
    found = across({"A.java": java}, {"b.py": python})

    assert not found.file_pairs
    assert found.heaviest_bits == 0.0


def test_licence_texts_are_not_counted(models):
    licence = (
        "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated "
        "documentation files (the \"Software\"), to deal in the Software without restriction, including without "
        "limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the "
        "Software, and to permit persons to whom the Software is furnished to do so, subject to these conditions"
    )  # fmt: skip
    found = across({"A.java": f"/* {licence} */\nclass A {{ int one; }}"}, {"b.py": f"# {licence}\nrows = 1\n"})

    assert found.heaviest_bits == 0.0


def test_works_in_one_family_are_not_compared_across_languages(models):
    assert across({"a.js": "const tide = 1;"}, {"b.ts": "const tide: number = 1;"}) is None
    assert across({"a.c": "int tide;"}, {"b.cpp": "int tide;"}) is None
    assert across({"a.py": PYTHON}, {"b.py": PYTHON}) is None


def test_only_files_that_meet_another_family_take_part(models):
    found = across({"a.py": PYTHON, "b.js": "let moon = 1;"}, {"c.py": "moon = 1\n"})

    assert tuple(found.files) == (1, 1)
    assert found.languages == ("javascript", "python")


def test_what_every_file_of_a_work_holds_tells_less(models):
    alone = across({"Tide.java": JAVA}, {"tide.py": PYTHON}).heaviest_bits
    copies = {f"Tide{at}.java": JAVA.replace("TidePredictor", f"TidePredictor{at}") for at in range(8)}
    assert across(copies, {"tide.py": PYTHON}).heaviest_bits < alone - 60


def test_every_pair_has_its_rates(models):
    (pair,) = across({"Tide.java": JAVA}, {"tide.py": PYTHON}).file_pairs

    task, unrelated = pair.rates
    assert (task.stratum.value, task.reaching, task.pairs, task.clusters) == ("same-task", 0, 40, 40)
    assert task.upper == pytest.approx(1 - 0.05 ** (1 / 40), abs=1e-6)
    assert unrelated.stratum.value == "unrelated"


def test_a_null_model_of_other_settings_states_nothing(models):
    settings = Settings(across=type(Settings().across)(run_words=4))
    found = across({"Tide.java": JAVA}, {"tide.py": PYTHON}, settings)

    assert found.not_evaluated is AcrossNotEvaluated.OTHER_SETTINGS
    assert found.file_threshold_bits == settings.across.unfitted_bits
    assert all(not item.rates for item in found.file_pairs)


def test_the_comparison_can_be_switched_off(models):
    assert across({"Tide.java": JAVA}, {"tide.py": PYTHON}, Settings(across=type(Settings().across)(on=False))) is None


def test_secrets_in_common_texts_are_masked(models):
    secret = "AKIA" + "QWERTYUIOPASDFGH"
    java = JAVA.replace("the harbour falls dry at neap tide", secret)
    python = PYTHON.replace("the harbour falls dry at neap tide", secret)
    (pair,) = across({"Tide.java": java}, {"tide.py": python}).file_pairs

    assert secret not in str(pair.items)


def test_a_result_with_pairs_across_languages_is_read_as_it_was_written(models):
    result = result_of({"Tide.java": JAVA}, {"tide.py": PYTHON})

    again = from_document(json.loads(json.dumps(to_document(result))))
    assert to_document(again) == to_document(result)
    assert again.pairs[0].across.file_pairs[0].unit == result.pairs[0].across.file_pairs[0].unit
