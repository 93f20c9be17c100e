"""A function whose grammar names no field `body` was labelled whole as a declaration without one: nothing was left."""

from pathlib import Path

import pytest

import codematch
from codematch.model.filtration import ReasonCode

MATLAB = """\
function total = gauge(readings, floor)
    total = 0;
    for k = 1:numel(readings)
        if readings(k) > floor
            total = total + (readings(k) - floor) * 0.75;
        end
    end
    total = total / max(1, numel(readings));
end
"""
RUST = """\
macro_rules! sluice {
    ($gate:expr, $level:expr) => {{
        let mut flow = $gate.width() * $level;
        while flow > 12.5 {
            flow -= $gate.leak();
        }
        flow * 0.93 + $gate.offset()
    }};
}
"""
SWIFT = """\
struct Sluice {
    var width: Double
    var levels: [Double]
    var flow: Double {
        var sum = 0.0
        for level in levels where level > 1.5 {
            sum += level * width - 0.31
        }
        return sum / Double(max(1, levels.count))
    }
    subscript(index: Int) -> Double {
        get { return levels[index] * width - 0.31 }
        set { levels[index] = (newValue + 0.31) / width }
    }
}
"""
KOTLIN = """\
class Sluice(val width: Double, val levels: MutableList<Double>) {
    val flow: Double
        get() {
            var sum = 0.0
            for (level in levels) if (level > 1.5) sum += level * width - 0.31
            return sum / maxOf(1, levels.size)
        }
    init {
        require(width > 0.25) { "the gate is closed" }
        levels.removeAll { it < 0.125 }
    }
    constructor(levels: MutableList<Double>) : this(2.75, levels) {
        println("a gate of ${levels.size} levels, ${flow} in all")
    }
}
"""
CSHARP = """\
class Sluice {
    double width; double[] levels;
    public double Flow => levels.Where(l => l > 1.5).Sum(l => l * width - 0.31) / Math.Max(1, levels.Length);
    public double this[int index] => levels[index] * width - 0.31 * (index % 3 == 0 ? 2.5 : 1.25);
    public string Name => $"{width:F2}/{levels.Length}" + (levels.Length > 12 ? " wide" : " narrow");
}
"""
SOURCES = {"gauge.m": MATLAB, "sluice.rs": RUST, "Sluice.swift": SWIFT, "Sluice.kt": KOTLIN, "Sluice.cs": CSHARP}


@pytest.mark.parametrize("name", SOURCES)
def test_most_of_a_copied_function_is_left(tmp_path: Path, name: str) -> None:
    for side in ("k", "q"):
        (tmp_path / side).mkdir()
        (tmp_path / side / name).write_text(SOURCES[name], encoding="utf-8")
    (region,) = codematch.compare(tmp_path / "k", tmp_path / "q").pairs[0].regions
    assert region.residual is not None
    assert region.residual.total > 0.7 * region.weight.total
    labelled = sum(label.tokens for label in region.labels if label.code is ReasonCode.API_DICTATED)
    assert labelled < 0.4 * region.tokens
