"""Kitchen cards: quantities for another number of guests, in no relation to anything in the other work."""

import re
from fractions import Fraction

SPOONS = {"tsp": 5, "tbsp": 15, "cup": 240}


class Card:
    def __init__(self, text):
        self.title, *self.lines = text.strip().splitlines()

    def scaled(self, guests):
        yield self.title.upper()
        for line in self.lines:
            match = re.match(r"(\d+)(?:/(\d+))?\s*(tsp|tbsp|cup)s?\b", line)
            if not match:
                yield "  " + line
                continue
            amount = Fraction(int(match[1]), int(match[2] or 1)) * guests
            yield f"  {float(amount * SPOONS[match[3]]):.0f} ml{line[match.end():]}"
