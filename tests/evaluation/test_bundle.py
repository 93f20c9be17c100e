"""A validation bundle from an evaluation: scores by language, label and stratum, clusters counted, mistakes named."""

import json

import pytest

from codematch.errors import InputError, UsageError
from codematch.evaluation import evaluate, read_pairs
from codematch.evaluation.validation_bundle import kind_strata, make_bundle
from codematch.settings import Settings
from codematch.significance.likelihood_ratio import read_bundle

HEAD = "path_a,path_b,label,kind,language,task\n"
LOOP = (
    "def f{n}(items):\n    total = {n}\n    for item in items:\n        total += item.weight * {n}9\n    return total\n"
)
OTHER = "class Reader{n}:\n    def lines(self):\n        return [line.strip('{n}') for line in self.stream if line]\n"


@pytest.fixture
def listed(tmp_path):
    rows = []
    for number in range(3):
        (tmp_path / f"one{number}.py").write_text(LOOP.format(n=number))
        (tmp_path / f"copy{number}.py").write_text(LOOP.format(n=number))
        (tmp_path / f"other{number}.py").write_text(OTHER.format(n=number))
        rows.append(f"one{number}.py,copy{number}.py,1,reuse,python,t{number}\n")
        rows.append(f"one{number}.py,other{number}.py,0,independent:task,python,t{number}\n")
        rows.append(f"copy{number}.py,other{(number + 1) % 3}.py,0,unrelated,python,t{number}\n")
    path = tmp_path / "pairs.csv"
    path.write_text(HEAD + "".join(rows))
    return read_pairs(path)


def test_scores_stand_by_language_label_and_stratum(listed, tmp_path):
    strata = kind_strata(["independent=same-task"], listed)
    evaluation = evaluate(listed, tmp_path, group="task", settings=Settings())

    card = make_bundle(evaluation, strata, "three tasks", Settings())
    (tmp_path / "bundle.json").write_text(json.dumps(card))
    bundle = read_bundle(tmp_path / "bundle.json")

    assert bundle.name == "three tasks"
    assert list(bundle.languages) == ["python"]
    scope = bundle.languages["python"]
    assert scope.same.clusters == 3
    heaviest = evaluation.values["heaviest"]
    assert scope.same.bits.tolist() == pytest.approx(heaviest[[0, 3, 6]].tolist(), abs=0.01)
    assert {name: (len(scores.bits), scores.clusters) for name, scores in scope.strata.items()} == {
        "same-task": (3, 3),
        "unrelated": (3, 3),
    }
    assert scope.low <= scope.high


def test_a_kind_without_a_stratum_is_named(listed):
    with pytest.raises(UsageError, match="'independent' of pairs labelled 0 is not a stratum"):
        kind_strata([], listed)


@pytest.mark.parametrize("given", ["independent=whatever", "independent", "=unrelated", "reuse=unrelated"])
def test_a_wrong_assignment_is_refused(listed, given):
    with pytest.raises(UsageError, match="--stratum"):
        kind_strata([given], listed)


def test_a_list_of_one_class_is_refused(tmp_path):
    (tmp_path / "pairs.csv").write_text(HEAD + "a,b,1,reuse,python,t\n")

    with pytest.raises(InputError, match="labelled 0"):
        kind_strata([], read_pairs(tmp_path / "pairs.csv"))


def test_without_both_labels_in_a_language_there_is_none(listed, tmp_path):
    for number in range(3):
        (tmp_path / f"other{number}.py").write_text("")
    evaluation = evaluate(listed, tmp_path, settings=Settings())

    with pytest.raises(InputError, match="no language"):
        make_bundle(evaluation, {"independent": "same-task", "unrelated": "unrelated"}, "none", Settings())
