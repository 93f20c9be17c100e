"""Setting pairs aside in a null model that is made gives what making it again gives."""

import json

from codematch.models.corpus import TrainingRun
from codematch.models.null_model.build import build_null, card_text
from codematch.models.null_model.set_aside import SetAside
from tests.benchmarks.set_aside_pairs import files_of, with_pairs_aside
from tests.models.corpus import SETTINGS, SHARED, write_corpus

ASIDE = SetAside(pairs=((frozenset(("work1", "work3")), "the same function"), (frozenset(("work0", "gone")), "none")))


def test_pairs_are_set_aside_as_if_the_model_were_made_again(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", 6)
    for name in ("work1", "work3"):
        (corpus / name / "shared.py").write_text(SHARED)
    made = TrainingRun(date="2026-01-02", command="made by a test")
    for name, aside in (("before", SetAside()), ("again", ASIDE)):
        build_null("python", [corpus], tmp_path / name, made, set_aside=aside, settings=SETTINGS)
    before, again = (json.loads((tmp_path / name / "null.json").read_text()) for name in ("before", "again"))

    changed = with_pairs_aside(before, ASIDE)
    assert card_text(changed) == card_text(again)
    assert with_pairs_aside(changed, ASIDE) == changed
    assert [row["projects"] for row in changed["set_aside"]["pairs"]] == [["work1", "work3"]]


def test_lists_of_files_are_compared_as_the_card_has_them():
    aside = SetAside(files=(("*", ("a.py", "b/*"), "bundled"),))

    assert files_of(aside) == [{"project": "*", "paths": ["a.py", "b/*"], "reason": "bundled"}]
