"""A language that does not exist, no process, or a word in the place of a list gave an empty result, not an error."""

from pathlib import Path
from typing import Any

import pytest

import codematch

PAIRS = Path(__file__).resolve().parents[2] / "fixtures" / "pairs" / "python"
WORKS = (PAIRS / "known", PAIRS / "edited")
WRONG: dict[str, tuple[tuple[Any, str], ...]] = {
    "languages": (
        (["klingon"], "languages klingon: unknown language klingon"),
        (["pyhton"], "did you mean python"),
        ("python", "is a single value; give a list"),
        (None, "is a single value"),
    ),
    "language_of": (
        ([("*.inc", "klingon")], r"language_of \*.inc=klingon: unknown language klingon"),
        (["*.inc=php"], "is not a pair"),
        ([("*.inc",)], "is not a pair"),
    ),
    "encodings": ((["*.c=klingon"], "unknown encoding klingon"), ("*.c=utf-8", "is a single value")),
    "jobs": ((0, "jobs: 0 is not a number of processes; give 1 or more"), (-2, "-2"), (True, "True"), ("2", "'2'")),
    "settings": (({"weighing": {}}, "dict is not a Settings"), (3, "int is not a Settings")),
    "progress": (("bar", "cannot be called"),),
}
FUNCTIONS = {
    "compare": (lambda **options: codematch.compare(*WORKS, **options), codematch.CompareOptions),
    "scan": (lambda **options: codematch.scan(WORKS, **options), codematch.ScanOptions),
    "search": (lambda **options: codematch.search(WORKS[1], PAIRS, **options), codematch.SearchOptions),
    "versions": (lambda **options: codematch.versions(*WORKS, **options), codematch.VersionsOptions),
    "order": (lambda **options: codematch.order_versions(WORKS, **options), codematch.DescentOptions),
}
CASES = [
    (function, option, value, said)
    for function, (_, kind) in FUNCTIONS.items()
    for option, values in WRONG.items()
    if option in kind.__annotations__
    for value, said in values
]


@pytest.mark.parametrize(("function", "option", "value", "said"), CASES, ids=[f"{row[:3]}" for row in CASES])
def test_a_value_that_an_option_cannot_have_is_refused(function: str, option: str, value: Any, said: str) -> None:
    with pytest.raises(codematch.UsageError, match=said):
        FUNCTIONS[function][0](**{option: value})


def test_every_function_refuses_an_option_that_it_has_not() -> None:
    for name, (function, _) in FUNCTIONS.items():
        with pytest.raises(TypeError, match=r"got an unexpected keyword argument 'colour'"):
            function(colour="red")
        assert name


def test_an_index_refuses_the_same(tmp_path: Path) -> None:
    wrongs: tuple[dict[str, Any], ...] = ({"jobs": 0}, {"settings": {}}, {"progress": "bar"})
    for wrong in wrongs:
        with pytest.raises(codematch.UsageError, match=next(iter(wrong))):
            codematch.Index.build(tmp_path / "index", WORKS, **wrong)
    assert not (tmp_path / "index").exists()
    index = codematch.Index.build(tmp_path / "index", WORKS[:1])
    with pytest.raises(codematch.UsageError, match="jobs: 0"):
        index.add(WORKS[1:], jobs=0)
    assert len(index.works()) == 1
    with pytest.raises(codematch.UsageError, match="unknown language klingon"):
        codematch.search(WORKS[1], tmp_path / "index", languages=["klingon"])
    found = codematch.search(WORKS[1], tmp_path / "index", languages=["Python"])
    assert found.reported_total == 1


def test_a_language_may_be_called_by_its_title() -> None:
    (pair,) = codematch.compare(*WORKS, languages=["Python", "python"]).pairs
    assert pair.regions
    (pair,) = codematch.compare(*WORKS, languages=["C++"]).pairs
    assert pair.regions == ()
