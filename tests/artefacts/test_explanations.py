"""What is tested of the explanations of two AI works, what comes of it, and what is said where nothing is tested."""

from codematch.artefacts.explanations import Shown, explain
from codematch.artefacts.papers import cited
from codematch.intake import read_work
from codematch.model.artefacts import ArtefactAspect, ArtefactCause, ArtefactFigure, ArtefactPair
from codematch.model.sides import Both
from codematch.report.text import in_language
from codematch.report.text.artefact_sentences import explained
from codematch.settings import Settings

NOTHING = Shown(frameworks=(), has_weights=False)


def shown(*papers: str) -> Shown:
    return Shown(frameworks=(), has_weights=False, papers=frozenset(papers))


def tokenizers(special: int, unusual: int) -> ArtefactPair:
    figures = (ArtefactFigure(name="special", value=special), ArtefactFigure(name="unusual", value=unusual))
    return ArtefactPair(aspect=ArtefactAspect.TOKENIZER, path=Both("a", "b"), figures=figures)


def found(cause: ArtefactCause, *given, **more):
    (item,) = [item for item in explain(*given, **{"has_base": False, **more}) if item.cause is cause]
    return item


def test_papers_are_those_of_links_of_entries_and_of_dois(tmp_path) -> None:
    (tmp_path / "README.md").write_text(
        "See https://arxiv.org/abs/2101.01234v2 and [this](https://arxiv.org/pdf/1907.11692.pdf).\n"
        "@misc{x, eprint={2005.14165}, archivePrefix={arXiv}}, arXiv:2005.14165, doi 10.1145/12345.67890.\n",
        encoding="utf-8",
    )
    (tmp_path / "model.py").write_text("# arXiv: 1706.03762\nversion = '10.5/3'\n", encoding="utf-8")
    (tmp_path / "other.py").write_text("# build 2101.99999 of 10.2024/05\n", encoding="utf-8")
    assert cited(read_work(str(tmp_path), Settings().intake)) == {
        "arXiv:2101.01234", "arXiv:1907.11692", "arXiv:2005.14165", "arXiv:1706.03762", "doi:10.1145/12345.67890",
        "doi:10.2024/05",
    }  # fmt: skip


def test_a_paper_that_both_cite_is_found_for_the_same_paper() -> None:
    item = found(ArtefactCause.SAME_PAPER, (), shown("arXiv:1706.03762", "doi:10.1/x"), shown("arXiv:1706.03762"))
    assert item.is_tested
    assert explained(item) == "“Both follow the same paper.” Found for it: both cite arXiv:1706.03762."


def test_other_papers_are_found_against_it() -> None:
    item = found(ArtefactCause.SAME_PAPER, (), shown("arXiv:1706.03762"), shown("doi:10.1/x", "doi:10.1/y"))
    assert explained(item) == (
        "“Both follow the same paper.” Found against it: both cite papers (1 and 2), none of them in common."
    )


def test_without_papers_it_is_not_tested_and_says_what_it_needs() -> None:
    item = found(ArtefactCause.SAME_PAPER, (), shown("arXiv:1706.03762"), NOTHING)
    assert not item.is_tested
    assert explained(item).endswith("To test this, each work has to cite a paper (arXiv number or DOI).")
    with in_language("zh"):
        assert explained(item) == "“双方依据同一论文。”检验须双方均引用论文（arXiv编号或DOI）。"


def test_common_special_tokens_are_found_for_a_public_tokenizer_and_others_against_it() -> None:
    usual = found(ArtefactCause.PUBLIC_TOKENIZER, (tokenizers(4, 0),), NOTHING, NOTHING)
    assert (len(usual.supporting), len(usual.opposing)) == (1, 0)
    unusual = found(ArtefactCause.PUBLIC_TOKENIZER, (tokenizers(4, 1),), NOTHING, NOTHING)
    assert (len(unusual.supporting), len(unusual.opposing)) == (0, 1)
    assert not found(ArtefactCause.PUBLIC_TOKENIZER, (tokenizers(0, 0),), NOTHING, NOTHING).is_tested


def test_tokens_of_a_given_base_are_counted_on_the_side_they_belong_to() -> None:
    given = (tokenizers(0, 0),), NOTHING, NOTHING
    assert found(ArtefactCause.PUBLIC_TOKENIZER, *given, has_base=True, base_tokens=0.98).supporting
    assert found(ArtefactCause.PUBLIC_TOKENIZER, *given, has_base=True, base_tokens=0.2).opposing
