"""What the result says about its making: backgrounds, warnings, limitations, versions."""

from dataclasses import replace

import numpy as np
import pytest

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.comparison.provenance import describe_backgrounds, describe_manifest, gather_limitations
from codematch.model.kgrams import kgram_hashes
from codematch.model.message import Message, Name
from codematch.model.result import BackgroundUse, PairResult
from codematch.model.source import Limitation, Reason
from codematch.pipeline import compare_prepared, make_tools, prepare
from codematch.settings import Counting, Settings, Weighing, as_dict
from codematch.version import VERSION
from codematch.weight.weigher import FileWeights, Weigher
from tests.comparison.works import LEDGER, TRIANGLE, work


@pytest.fixture(scope="module")
def ledger(toolkit: Toolkit) -> PreparedWork:
    return prepare((work("ledger", {"a.py": LEDGER * 10, "b.py": TRIANGLE}),), toolkit)[0]


def with_surprise(prepared: PreparedWork, bits_per_token: float) -> PreparedWork:
    """The same work, as if each of its tokens had been so surprising."""
    files = tuple(
        replace(
            file,
            weights=FileWeights(
                bits=np.zeros(len(file.stream)),
                full=np.zeros(len(file.stream), dtype=np.float32),
                surprise=bits_per_token * len(file.stream),
                common=np.zeros(len(file.stream), dtype=np.uint8),
                held=np.zeros(len(file.stream), dtype=np.uint8),
            ),
        )
        for file in prepared.files
    )
    return replace(prepared, files=files)


def use_of(prepared: PreparedWork, toolkit: Toolkit, settings: Weighing | None = None) -> BackgroundUse:
    uses = describe_backgrounds((prepared,), toolkit.weigher, settings or toolkit.settings.weighing)
    assert [use.language for use in uses] == ["python"]
    return uses[0]


def test_a_case_unlike_its_background_draws_a_warning_on_either_side(toolkit: Toolkit, ledger: PreparedWork) -> None:
    mean = use_of(ledger, toolkit).mean_bits
    for factor, key in ((1.4, None), (1.6, "unlike-background"), (0.7, None), (0.6, "more-uniform-than-background")):
        use = use_of(with_surprise(ledger, mean * factor), toolkit)
        assert use.case_bits == pytest.approx(mean * factor)
        if key is None:
            assert use.warning is None or use.warning.key in ("small-background", "background-remark")
        else:
            assert use.warning == Message.of(key, language=Name("python"), case=use.case_bits, background=mean)


def test_a_case_that_is_too_small_is_not_assessed(toolkit: Toolkit, ledger: PreparedWork) -> None:
    tokens = sum(len(file.stream) for file in ledger.files)
    strange = with_surprise(ledger, 9.0)
    assert use_of(strange, toolkit, Weighing(min_sample_tokens=tokens)).case_bits == pytest.approx(9.0)
    small = use_of(strange, toolkit, Weighing(min_sample_tokens=tokens + 1))
    assert small.case_bits is None
    assert small.warning is None or small.warning.key in ("small-background", "background-remark")


def test_a_language_without_a_model_says_what_its_tokens_weigh(ledger: PreparedWork) -> None:
    use = describe_backgrounds((ledger,), Weigher(None, Weighing(), kgram_hashes), Weighing(flat_bits=2.5))[0]
    assert (use.digest, use.projects, use.mean_bits, use.case_bits) == ("", 0, 2.5, None)
    assert use.warning == Message.of("no-background", language=Name("python"), bits=2.5)


def test_every_language_of_either_work_is_described_once_in_order(toolkit: Toolkit) -> None:
    works = prepare(
        (work("k", {"b.rb": "x = 1\n", "a.py": LEDGER}), work("q", {"c.go": "package c\n", "a.py": LEDGER})), toolkit
    )
    uses = describe_backgrounds(works, toolkit.weigher, Weighing())
    assert [use.language for use in uses] == ["go", "python", "ruby"]


def limitations_of(
    works: list[PreparedWork], pair: PairResult, uses: tuple[BackgroundUse, ...] = ()
) -> list[Limitation]:
    return list(gather_limitations(works, pair, uses, Settings()))


def test_limitations_stand_once_each_in_a_fixed_order(toolkit: Toolkit) -> None:
    plain = work("notes", {"a.unknown": "some words of prose\n", "odd.py": "def (:\n" * 9})
    known, questioned = prepare((plain, plain), toolkit)
    pair = replace(compare_prepared(known, questioned, toolkit), seeds_set_aside=7)
    flat = BackgroundUse(
        language="x",
        digest="",
        projects=0,
        tokens=0,
        date="",
        mean_bits=1.0,
        case_bits=None,
        warning=Message.of("flat"),
    )
    found = limitations_of(
        [known, questioned], pair, (flat, replace(flat, digest="ab", warning=Message.of("small")), flat)
    )
    assert len(found) == len(set(found))
    assert [(item.stage, item.reason) for item in found] == [
        ("languages", Reason.SYNTAX_ERRORS),
        ("languages", Reason.NO_GRAMMAR),
        ("align", Reason.FREQUENT_SEEDS),
        ("weight", Reason.NO_BACKGROUND),
        ("weight", Reason.SMALL_BACKGROUND),
    ]
    assert found[1].detail == Message.of("files-without-grammar", plain=1, compared=2)
    assert found[2].detail == Message.of("frequent-seeds", count=7, tokens=Settings().seeding.k)
    assert [item.detail for item in found[3:]] == [Message.of("flat"), Message.of("small")]


def test_regions_without_their_lines_are_counted() -> None:
    settings = Settings(counting=Counting(max_exhibits=1), weighing=Weighing(min_weight=20.0))
    tools = make_tools(settings)
    works = prepare(
        (work("k", {"a.py": LEDGER, "b.py": TRIANGLE}), work("q", {"c.py": LEDGER, "d.py": TRIANGLE})), tools
    )
    found = limitations_of(works, compare_prepared(works[0], works[1], tools))
    assert [item.detail for item in found if item.reason is Reason.EXHIBIT_LIMIT] == [
        Message.of("regions-without-exhibit", without=1, regions=2)
    ]


def test_the_manifest_names_versions_and_every_setting(toolkit: Toolkit) -> None:
    manifest = describe_manifest(toolkit, ())
    assert (manifest.tool, manifest.version) == ("codematch", VERSION)
    assert manifest.libraries["numpy"] == np.__version__
    assert manifest.settings == as_dict(Settings())
    assert manifest.sketch["permutations"] == Settings().fingerprinting.permutations
