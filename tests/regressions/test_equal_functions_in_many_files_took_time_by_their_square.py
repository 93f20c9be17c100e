"""A function that stands in every file of both works: for each file, each path was looked at to tell them apart."""

from codematch.correspondence import files
from tests.comparison.works import TOOLS, prepared_pair, work

FUNCTION = """
def spread(rows, limit, price):
    total = [row * price for row in rows if row > limit]
    for row in total:
        limit += row // 7
    return total, limit
"""


def looks(count, monkeypatch) -> int:
    """How often the paths of two files were compared while works of so many files were matched."""
    from codematch.pipeline import compare_prepared

    found = [0]
    fit = files._fit

    def counting(*arguments):
        found[0] += 1
        return fit(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(files, "_fit", counting)
        known = {f"k/m{at}.py": f"{FUNCTION}\nKNOWN_{at} = {at}\n" for at in range(count)}
        questioned = {f"q/n{at}.py": f"{FUNCTION}\nOTHER_{at} = {at + 7}\n" for at in range(count)}
        pair = compare_prepared(*prepared_pair(work("known", known), work("questioned", questioned)), TOOLS)
    assert len(pair.regions) >= count
    return found[0]


def test_twice_as_many_files_take_about_twice_as_many_looks(monkeypatch):
    few, many = looks(40, monkeypatch), looks(80, monkeypatch)
    assert few > 0
    assert many <= 3 * few
