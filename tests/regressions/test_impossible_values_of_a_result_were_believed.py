"""A changed report.json with lines that no file has, shares above 1 and scripts that do not add up was rendered."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from codematch.case.saved_result import read_result
from codematch.cli import main
from codematch.errors import StoreError
from codematch.model.document import codec, to_document
from codematch.model.likelihood import StratumRatio
from codematch.model.ranges import check_places
from codematch.model.shape import ShapeError
from codematch.model.significance import StratumRate
from tests.report.sample_result import large_result, sample_result

Change = Callable[[dict[str, Any]], object]


def region(pair: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = pair["regions"][0]
    return found


def wherever(pair: dict[str, Any], name: str, value: object) -> None:
    """Set the first field of a name, in whatever it is."""
    pending: list[Any] = [pair]
    while pending:
        one = pending.pop(0)
        if isinstance(one, dict) and isinstance(one.get(name), int | float):
            one[name] = value
            return
        pending += list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
    raise AssertionError(f"no {name}")


CHANGES: list[tuple[Change, str]] = [
    (lambda pair: region(pair)["known"].update(last_line=99_999_999), "lines, and no line 99999999"),
    (lambda pair: region(pair)["questioned"].update(last_line=99_999_999), "lines, and no line 99999999"),
    (lambda pair: region(pair).update(tokens=10**30), "a number between 0 and"),
    (lambda pair: region(pair).update(tokens=region(pair)["tokens"] + 1), "the script aligns 41 tokens, not 42"),
    (lambda pair: region(pair)["known"].update(path="../../etc/passwd"), "is no file of the work"),
    (lambda pair: region(pair)["questioned"].update(path="another.py"), "is no file of the work"),
    (lambda pair: region(pair)["alternatives"][0].update(known_path="another.py"), "is no file of the work"),
    (lambda pair: region(pair)["alternatives"][0].update(questioned_last_line=10**9), "no line 1000000000"),
    (lambda pair: region(pair)["script"].pop(), "the script is of 44 and 41 tokens, the spans are of 44 and 43"),
    (lambda pair: region(pair)["script"].append(["deleted", 10**9, 0]), "tokens, the spans are of 44 and 43"),
    (lambda pair: region(pair)["known"].update(stop_token=10**12), "the spans are of"),
    (lambda pair: pair["known"]["files"][0].update(path="../../etc/passwd"), "is no path within a work"),
    (lambda pair: pair["known"]["files"][0].update(path="/etc/passwd"), "is no path within a work"),
    (lambda pair: pair["known"]["files"][0].update(size_bytes=10**30), "a number between 0 and"),
    (lambda pair: pair["known"]["files"][0].update(lines=-1), "a number between 0 and"),
    (lambda pair: pair["file_pairs"][0].update(known_path="another.py"), "is no file of the work"),
    (lambda pair: pair["file_pairs"][0].update(known_matched=10**9), "more tokens are matched"),
    (lambda pair: pair["totals"]["line"].update(known_matched=10**9), "more is matched than there is"),
    *(
        (lambda pair, name=name, value=value: wherever(pair, name, value), "a share is between 0 and 1")
        for name in ("upper", "error_share", "resemblance")
        for value in (2.0, -0.5)
    ),
]


@pytest.mark.parametrize(("change", "said"), CHANGES)
def test_an_impossible_value_is_refused_at_its_place(tmp_path, capsys, change: Change, said: str) -> None:
    document = to_document(sample_result())
    change(document["pairs"][0])
    file = tmp_path / "report.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(StoreError, match="not a result of codematch: pairs") as refused:
        read_result(file)
    assert said in str(refused.value)
    with pytest.raises(SystemExit) as ended:
        main(["report", str(file)])
    assert ended.value.code == 5
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_bounds_of_likelihood_ratios_are_no_shares() -> None:
    ratio = StratumRatio(stratum="x", clusters=9, pairs=90, log10_lr=2.5, lower=-0.5, upper=3.5, capped=False)
    assert codec(StratumRatio).read(codec(StratumRatio).write(ratio)) == ratio
    rate = StratumRate(reaching=1, share=2.5, upper=0.5)
    with pytest.raises(ShapeError, match="a share is between 0 and 1"):
        codec(StratumRate).read(codec(StratumRate).write(rate))


def test_four_thousand_regions_are_checked_in_no_time() -> None:
    pair = large_result(4_000).pairs[0]
    began = time.process_time()
    check_places([pair])
    assert time.process_time() - began < 0.5


def test_the_end_of_a_text_may_be_on_the_line_after_the_last(tmp_path) -> None:
    """The grammar of Ruby has a token there after `__END__`."""
    document = to_document(sample_result())
    region(document["pairs"][0])["known"].update(last_line=1_401)
    (tmp_path / "report.json").write_text(json.dumps(document), encoding="utf-8")
    assert read_result(tmp_path).pairs[0].regions[0].known.last_line == 1_401
    region(document["pairs"][0])["known"].update(last_line=1_402)
    (tmp_path / "report.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(StoreError, match="has 1400 lines, and no line 1402"):
        read_result(tmp_path)
