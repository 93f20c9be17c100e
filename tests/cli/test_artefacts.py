"""`codematch artefacts` as a user types it: whole sentences on what was tested and what was not."""

import pytest

from tests.artefacts import works


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("works")
    works.known(made / "known")
    works.disguised(made / "disguised")
    (made / "plain").mkdir()
    (made / "plain" / "valve.py").write_text("print('water', 1)\n", encoding="utf-8")
    return made


@pytest.mark.slow
def test_two_works_say_what_was_tested_and_what_was_not(codematch, folder):
    run = codematch("artefacts", folder / "known", folder / "disguised")
    tested, untested = run.out.split("Explanations that were tested")[1].split("Explanations that were not tested")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("Known work: 3 files.\n")
    assert "“Both use the same framework.” Found against it: models in the code use different frameworks." in tested
    assert "To test this, each work has to cite a paper (arXiv number or DOI)." in untested
    assert "not tested with what was given" not in run.out


def test_a_work_without_artefacts_is_not_compared_and_says_so(codematch, folder):
    run = codematch("artefacts", folder / "known", folder / "plain")
    assert "Questioned work: no AI artefact was found.\n" in run.out
    assert "The works were not compared: at least one of them has no configuration, model" in run.out
    assert "Explanations" not in run.out


def test_the_same_is_said_in_chinese(codematch, folder):
    run = codematch("artefacts", folder / "known", folder / "plain", "--lang", "zh")
    assert "样本：3个文件。" in run.out
    assert "检材：未发现人工智能要素。" in run.out
    assert "未予比对" in run.out
    compared = codematch("artefacts", folder / "known", folder / "disguised", "--lang", "zh")
    assert "未检验的解释" in compared.out
    assert "tested" not in compared.out


def test_one_work_lists_its_files_alone(codematch, folder):
    run = codematch("artefacts", folder / "known")
    assert run.out.startswith("Known work: 3 files.\n")
    assert "Questioned" not in run.out
