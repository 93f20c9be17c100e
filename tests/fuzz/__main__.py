"""`make fuzz`: runs each target for FUZZ_SECONDS, and saves what crashes it under tests/fuzz/crashes/."""

import os
import random
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS

CRASHES = Path(__file__).with_name("crashes")


def main(names: list[str]) -> int:
    """Run targets, all unless some are named, and return how many crashed."""
    seconds = float(os.environ.get("FUZZ_SECONDS", "60"))
    start = int(os.environ.get("FUZZ_SEED", str(time.time_ns() % 10**9)))
    crashed = 0
    for name in names or list(TARGETS):
        target, number, end = TARGETS[name], start, time.monotonic() + seconds
        while time.monotonic() < end:
            random_ = random.Random(number)
            data = mutated(random_.choice(target.seeds), target.seeds, random_)
            number += 1
            try:
                target.run(data)
            except target.errors:
                continue
            except Exception:
                traceback.print_exc()
                CRASHES.mkdir(exist_ok=True)
                (CRASHES / f"{name}-{number - 1}").write_bytes(data)
                crashed += 1
        print(f"{name}: {number - start:,} texts in {seconds:g} s from seed {start}, crashes so far: {crashed}")
    return crashed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
