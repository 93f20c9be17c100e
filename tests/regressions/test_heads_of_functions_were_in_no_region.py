"""The head of a function was in no region where another one with the same head had been put in before it.

Both heads are the same but for the name, so the passage before took the head of the wrong one, was cut back to whole
statements, and left it to nobody.
"""

import pytest

from tests.comparison.works import compared

BEFORE = '''class Channel:
    """A channel between two gates of the upper canal."""

    def fill(self, level, gates):
        """Open one gate after the other until the level is reached."""
        for place, gate in enumerate(gates):
            if gate.height > level * 0.37:
                gate.open(place % 13)
                self.log.append((gate.name, level, "opened"))
        return [gate for gate in gates if not gate.is_open]

    def share(self, flows, parts):
        """Share the flow among the parts by their width, and keep what is left for the spillway."""
        whole = sum(part.width ** 1.5 for part in parts) or 0.001
        shared = {part.name: flows["upper"] * part.width ** 1.5 / whole for part in parts}
        rest = flows["upper"] - sum(shared.values())
        if rest > 0.02 * flows["upper"]:
            shared["spillway"] = round(rest, 3)
            self.log.append(("spillway", rest, "opened"))
        return dict(sorted(shared.items(), key=lambda item: -item[1]))
'''
PUT_IN = '''
    def {name}(self) -> None:
        """{said}"""
        for handle in self.connection.acquire({number}):
            handle.send(b"drain", retries={number}, wait=0.{number})
            handle.poll(timeout=self.settings["poll"])
        self.connection.release(handle)
        raise SystemExit(handle.code ^ 0x{number})
'''
AFTER = '''
    def settle(self) -> None:
        """Wait until no gate has moved for a while, and note the level of each."""
        quiet = 0
        while quiet < 29:
            moved = sum(abs(gate.height - self.heights[gate.name]) for gate in self.gates)
            quiet = 0 if moved > 0.0125 else quiet + 1
            self.heights = {gate.name: gate.height for gate in self.gates}
            self.clock.sleep(0.75 + quiet / 16)
        self.log.extend((name, height, "settled") for name, height in sorted(self.heights.items()))
'''


def _put_in(count: int) -> str:
    return "".join(PUT_IN.format(name=f"drain_{n}", said=f"Drain part {n}.", number=n) for n in range(3, 3 + count))


OTHER_TEXT = AFTER.replace("Wait until", "First wait until")
PUT_IN_BEHIND = AFTER.replace("quiet = 0\n", "quiet = 0\n        self.log.append((None, 17, self.repair(29)))\n", 1)


@pytest.mark.parametrize(("count", "after"), [(1, OTHER_TEXT), (4, OTHER_TEXT), (1, PUT_IN_BEHIND)])
@pytest.mark.parametrize("swapped", [False, True])
def test_the_head_is_in_the_region_of_its_function(count: int, swapped: bool, after: str) -> None:
    short, long = {"a.py": BEFORE + AFTER}, {"b.py": BEFORE + _put_in(count) + after}
    pair = compared(long, short) if swapped else compared(short, long)
    for text, side in ((short["a.py"], swapped), (long["b.py"], not swapped)):
        head = text.splitlines().index("    def settle(self) -> None:") + 1
        sides = [region.questioned if side else region.known for region in pair.regions]
        assert any(one.first_line <= head < one.last_line for one in sides)
