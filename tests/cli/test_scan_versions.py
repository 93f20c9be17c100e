"""`codematch scan --versions` as a user types it."""

import json

import pytest

from tests.revisions.families import grown
from tests.revisions.histories import write_files


def written(folder, names="abcde"):
    works = grown({"b": "a", "c": "b", "d": "c", "e": "d"}, "a")
    for place, name in enumerate(names):
        write_files(folder / f"product-1.{place}", works[name])
    return folder


def test_the_command_draws_the_tree_in_both_languages(codematch, tmp_path):
    written(tmp_path)
    done = codematch("scan", tmp_path, "--versions", "--set", "versions.replicates=20", "--lang", "both")
    assert "All 5 works are on one line, in this order: product-1.0 – product-1.1" in " ".join(done.out.split())
    assert "The tree is unrooted" in done.out
    assert "该树无根" in done.out
    assert [line.strip() for line in done.out.splitlines() if "●" in line][:5] == [
        f"● product-1.{number}" for number in range(5)
    ]


def test_the_command_writes_its_documents(codematch, tmp_path):
    written(tmp_path / "in")
    done = codematch(
        "scan",
        tmp_path / "in",
        "--versions",
        "--set",
        "versions.replicates=20",
        "--lang",
        "both",
        "--out",
        tmp_path / "out",
        "--quiet",
    )
    assert done.code == 0
    names = {item.name for item in (tmp_path / "out").iterdir()}
    assert names == {"SHA256SUMS", "descent.en.html", "descent.zh.html", "descent.json", "run.json"}
    document = json.loads((tmp_path / "out" / "descent.json").read_bytes())
    assert document["trees"][0]["main_line"] == [1, 2, 3, 4, 5]
    page = (tmp_path / "out" / "descent.zh.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "演变树及各划分的支持度" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--root", "product-1.0"], "--root names the root of the tree of --versions; give both"),
        (["--versions", "--min-weight", "50"], "--min-weight is about pairs of works"),
        (["--versions", "--format", "csv"], "csv"),
    ],
)
def test_options_that_mean_nothing_here_are_refused(codematch, tmp_path, arguments, said):
    written(tmp_path, "ab")
    done = codematch("scan", tmp_path, *arguments)
    assert done.code == 2
    assert said in done.err
