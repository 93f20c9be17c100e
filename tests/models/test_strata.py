"""Strata from clusters of works: tables and lists that are read, pairs that are compared, the card."""

import csv
import json
from pathlib import Path

import pytest

from codematch.cli.cluster_lists import read_list
from codematch.errors import InputError
from codematch.model.stratum import Stratum
from codematch.models.corpus import TrainingRun
from codematch.models.strata.build import build_strata
from codematch.models.strata.clusters import read_clusters
from codematch.settings import grammars_folder
from codematch.significance.strata import load_strata
from codematch.weight.background import load_card
from tests.models.corpus import HEAVY_BITS, SETTINGS, SHARED, write_corpus

MADE = TrainingRun(date="2026-01-02", command="made by a test")
CLUSTERS = ("language", "stratum", "cluster", "project", "source", "commit", "licence", "folder")
PAIRS = ("language", "stratum", "cluster", "project_a", "project_b", "set_aside")
ASIDE = ("language", "stratum", "cluster", "project_a", "project_b", "what", "reason")


def write_table(path: Path, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


@pytest.fixture
def root(tmp_path) -> Path:
    """Two clusters of two works each, one pair of a third set aside, and one work in another language."""
    folder = write_corpus(tmp_path / "clusters", 5)
    for work in ("work0", "work1"):
        (folder / work / "shared.py").write_text(SHARED)
    kind = ("python", "same-interface")
    works = [("a", "work0"), ("a", "work1"), ("b", "work2"), ("b", "work3"), ("b", "work4")]
    rows = [(*kind, name, work, f"origin:{work}=1", "1", "MIT", work) for name, work in works]
    write_table(folder / "clusters.csv", CLUSTERS, [*rows, ("c", "same-task", "z", "work0", "", "", "", "work0")])
    pairs = [("a", "work0", "work1", "no"), ("b", "work2", "work3", "no"), ("b", "work2", "work4", "yes")]
    write_table(folder / "pairs.csv", PAIRS, [(*kind, *pair) for pair in pairs])
    aside = [(*kind, "b", "work2", "work4", "pair", "one was copied from the other")]
    write_table(folder / "set_aside.csv", ASIDE, aside)
    return folder


def test_every_pair_that_counts_is_compared_and_stands_on_the_card(root, tmp_path):
    clusters, omitted = read_clusters(root, "python")
    model, compared = build_strata("python", clusters, omitted, tmp_path / "out", MADE, settings=SETTINGS)

    assert [item.cluster.name for item in compared] == ["a", "b"]
    assert [len(item.pairs) for item in compared] == [1, 1]
    assert compared[0].pairs[0].shared.total > HEAVY_BITS > compared[1].pairs[0].shared.total
    card = json.loads((tmp_path / "out" / "strata.json").read_text())
    assert card == load_strata(tmp_path / "out").card == model.card
    assert (card["background"], card["command"]) == (load_card(grammars_folder() / "python")["digest"], MADE.command)
    assert card["set_aside"] == [
        {
            "stratum": "same-interface",
            "cluster": "b",
            "works": ["work2", "work4"],
            "what": "pair",
            "reason": "one was copied from the other",
        }
    ]
    first = card["clusters"][0]
    assert (first["name"], first["source"], first["works"][0]["source"]) == ("a", "clusters", "origin:work0=1")
    assert first["pairs"][0][2] == compared[0].pairs[0].shared.total
    assert all(len(work["root"]) == 64 and work["tokens"] > 300 for work in first["works"])


def test_the_model_depends_neither_on_workers_nor_on_folders(root, tmp_path):
    clusters, omitted = read_clusters(root, "python")
    for jobs in (1, 2):
        build_strata("python", clusters, omitted, tmp_path / str(jobs), MADE, settings=SETTINGS, jobs=jobs)

    assert (tmp_path / "1" / "strata.json").read_bytes() == (tmp_path / "2" / "strata.json").read_bytes()


def test_tasks_of_a_list_are_clusters_and_only_pairs_labelled_0_count(root, tmp_path):
    rows = [
        ("work0", "work1", "0", "k", "python", "first"),
        ("work1", "work2", "1", "k", "python", "first"),
        ("work2", "work3", "0", "k", "python", "second"),
        ("work3", "work4", "0", "k", "java", "second"),
    ]
    write_table(root / "list.csv", ("path_a", "path_b", "label", "kind", "language", "task"), rows)

    found = read_list(root / "list.csv", Stratum.SAME_TASK, "python")
    assert [(item.name, item.source, len(item.pairs)) for item in found] == [
        ("first", "clusters", 1),
        ("second", "clusters", 1),
    ]


def test_pairs_that_are_joined_are_one_cluster_where_no_task_is_named(root):
    rows = [("work0", "work1", "0", "k", "python"), ("work1", "work2", "0", "k", "python")]
    rows.append(("work3", "work4", "0", "k", "python"))
    write_table(root / "list.csv", ("path_a", "path_b", "label", "kind", "language"), rows)

    assert [len(item.pairs) for item in read_list(root / "list.csv", Stratum.SAME_TASK, "python")] == [2, 1]


def test_a_work_without_text_is_in_no_pair(root, tmp_path):
    (root / "work2").rename(root / "gone")
    (root / "work2").mkdir()
    (root / "work2" / "empty.py").write_text("")
    clusters, omitted = read_clusters(root, "python")

    _, compared = build_strata("python", clusters, omitted, tmp_path / "out", MADE, settings=SETTINGS)
    assert [len(item.pairs) for item in compared] == [1, 0]
    assert len(load_strata(tmp_path / "out").card["clusters"]) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [("language,stratum\n", "has no column"), ("language,stratum\npython,x\n", "has no column cluster")],
)
def test_a_wrong_table_is_named(root, content, said):
    (root / "clusters.csv").write_text(content)
    with pytest.raises(InputError, match=said):
        read_clusters(root, "python")


def test_what_does_not_fit_together_is_named(root):
    table = (root / "pairs.csv").read_text()
    (root / "pairs.csv").write_text(table.replace("work3", "other"))
    with pytest.raises(InputError, match="other is in a pair of the cluster b"):
        read_clusters(root, "python")
    (root / "pairs.csv").write_text(table.replace("same-interface", "same-colour"))
    with pytest.raises(InputError, match="'same-colour' is not a stratum"):
        read_clusters(root, "python")


def test_missing_tables_and_missing_clusters_are_named(tmp_path):
    with pytest.raises(InputError, match=r"clusters\.csv: cannot be read"):
        read_clusters(tmp_path, "python")
    with pytest.raises(InputError, match="no clusters of python"):
        build_strata("python", [], [], tmp_path / "out", MADE)
