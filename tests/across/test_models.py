"""Item counts and the null model are files that vouch for themselves."""

import json

import numpy as np
import pytest

from codematch.across.counts import CARD_NAME, MODEL_NAME, count_items, has_counts, load_counts, save_counts
from codematch.across.null_model import FILES, FUNCTIONS, from_card, load_null, save_null
from codematch.errors import StoreError
from codematch.model.stratum import Stratum
from codematch.significance.null_model import FILE_NAME

ITEMS = np.array([1 << 40, 2 << 40, 3 << 40], dtype=np.uint64)
CARD = {"format": 1, "counts": "c", "settings": {}, "date": "", "set_aside": {}, "digest": ""}


def null_card(*tasks, unrelated=()):
    """A card with the weights of the pairs of each task, and of unrelated works."""
    works = [["a", "java", 1000], ["b", "python", 4000]]
    return {
        **CARD,
        "tasks": [{"task": str(at), "works": works, "pairs": [[0, 1, bits, bits / 2] for bits in task]}
                  for at, task in enumerate(tasks)],
        "unrelated": {"works": works * 10, "pairs": [[0, 1, bits, 0.0] for bits in unrelated]},
    }  # fmt: skip


def test_counts_come_back_as_they_were_written(tmp_path):
    saved = save_counts(tmp_path, count_items([ITEMS, ITEMS[:2], ITEMS[:1]], 2), {"projects": [{}, {}, {}]})

    assert has_counts(tmp_path)
    assert load_counts(tmp_path).digest == saved.digest
    assert saved.counts.look_up(ITEMS).tolist() == [3, 2, 0]
    assert saved.bits(ITEMS)[0] < saved.bits(ITEMS)[1] < saved.bits(ITEMS)[2] == 2.0


def test_damaged_counts_are_refused(tmp_path):
    save_counts(tmp_path, count_items([ITEMS, ITEMS], 2), {"projects": [{}, {}]})
    packed = bytearray((tmp_path / MODEL_NAME).read_bytes())
    packed[-1] ^= 1
    (tmp_path / MODEL_NAME).write_bytes(packed)

    with pytest.raises(StoreError, match="damaged"):
        load_counts(tmp_path)
    (tmp_path / CARD_NAME).unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        load_counts(tmp_path)


def test_a_null_model_is_sealed(tmp_path):
    save_null(tmp_path, null_card([10.0, 20.0], unrelated=[1.0]))
    assert load_null(tmp_path).references[FILES][0].stratum is Stratum.SAME_TASK

    card = json.loads((tmp_path / FILE_NAME).read_text())
    card["tasks"][0]["pairs"][0][2] = 1.0
    (tmp_path / FILE_NAME).write_text(json.dumps(card))
    with pytest.raises(StoreError, match="digest differs"):
        load_null(tmp_path)


def test_every_task_counts_the_same_however_many_pairs_it_has():
    model = from_card(null_card([10.0] * 98 + [90.0, 95.0], [50.0, 60.0], unrelated=[5.0]))
    tasks = model.references[FILES][0]

    assert tasks.share(50.0) == pytest.approx((2 / 100 + 1) / 2)
    assert tasks.reaching(50.0) == 4
    assert tasks.clusters == 2


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.3, 0.5, 1.0])
def test_at_most_the_rate_reaches_the_threshold(rate):
    model = from_card(null_card(*([float(at), at + 0.5] for at in range(40)), unrelated=[1.0, 2.0]))
    for about in (FILES, FUNCTIONS):
        for reference in model.references[about]:
            threshold = reference.threshold(rate)
            assert reference.share(threshold) <= rate + 1e-9
            lower = reference.bits[reference.bits < threshold - 0.02]
            assert not len(lower) or reference.share(float(lower[-1])) >= reference.share(threshold)
        assert model.threshold(about, rate) == max(item.threshold(rate) for item in model.references[about])


def test_pairs_of_equal_weight_pass_the_threshold_together():
    model = from_card(null_card([30.0] * 10, [30.0], unrelated=[]))

    assert model.references[FILES][0].threshold(0.5) > 30.0


def test_the_bound_counts_tasks_and_not_pairs():
    few = from_card(null_card([1.0] * 500, unrelated=[1.0])).references[FILES][0]
    many = from_card(null_card(*[[1.0] * 10 for _ in range(50)], unrelated=[1.0])).references[FILES][0]

    assert few.upper(10.0, 0.95) > 0.9
    assert many.upper(10.0, 0.95) == pytest.approx(1 - 0.05 ** (1 / 50), abs=1e-6)
