# Tide gauge: from raw pressure readings to levels above the chart datum.


def settle_levels(readings, datum_offset, salinity=34.7, window=5):
    density = 999.84 + 0.78 * salinity
    levels = []
    for moment, pascals, air_pascals in readings:
        if pascals is None or pascals <= air_pascals:
            levels.append((moment, None))
            continue
        depth = (pascals - air_pascals) / (density * 9.80665)
        levels.append((moment, depth - datum_offset))
    settled = []
    for place in range(len(levels)):
        first = max(0, place - window // 2)
        near = [level for _, level in levels[first : place + window // 2 + 1] if level is not None]
        middle = sorted(near)[len(near) // 2] if near else float("nan")
        settled.append((levels[place][0], round(middle, 3)))
    return settled


def turning_points(settled, least_range=0.15):
    turns = []
    for before, here, after in zip(settled, settled[1:], settled[2:]):
        rising, falling = here[1] - before[1], here[1] - after[1]
        if rising * falling <= 0 or abs(rising) + abs(falling) < least_range:
            continue
        kind = "high" if rising > 0 else "low"
        if turns and turns[-1][1] == kind:
            turns[-1] = max(turns[-1], (here[0], kind, here[1]), key=lambda turn: turn[2] * (1 if kind == "high" else -1))
        else:
            turns.append((here[0], kind, here[1]))
    return turns
