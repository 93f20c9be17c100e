# Harbour board: what the display at the pier shows.


def smooth_heights(samples, zero_mark, salt=34.7, span=5):
    heaviness = 999.84 + 0.78 * salt
    heights = []
    for instant, force, open_air in samples:
        if force is None or force <= open_air:
            heights.append((instant, None))
            continue
        column = (force - open_air) / (heaviness * 9.80665)
        heights.append((instant, column - zero_mark))
    calm = []
    for at in range(len(heights)):
        start = max(0, at - span // 2)
        around = [height for _, height in heights[start : at + span // 2 + 1] if height is not None]
        centre = sorted(around)[len(around) // 2] if around else float("nan")
        calm.append((heights[at][0], round(centre, 3)))
    return calm


def reversals(calm, threshold=0.15):
    peaks = []
    for left, mid, right in zip(calm, calm[1:], calm[2:]):
        up, down = mid[1] - left[1], mid[1] - right[1]
        if up * down <= 0 or abs(up) + abs(down) < threshold:
            continue
        sort = "high" if up > 0 else "low"
        if peaks and peaks[-1][1] == sort:
            peaks[-1] = max(peaks[-1], (mid[0], sort, mid[1]), key=lambda peak: peak[2] * (1 if sort == "high" else -1))
        else:
            peaks.append((mid[0], sort, mid[1]))
    return peaks
