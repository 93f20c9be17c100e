"""Setting aside what is known to be shared, and the percentiles of the rest."""

from tests.benchmarks.unrelated import Heaviest, SharedCode, read_shared_code, table


def _pair(known, questioned, total, set_aside=""):
    return Heaviest(
        known=known,
        questioned=questioned,
        structure=total / 2,
        total=total,
        known_place="a.py:1-2",
        questioned_place="b.py:3-4",
        set_aside=set_aside,
    )


def test_names_match_with_and_without_version_in_both_orders():
    entry = SharedCode(projects=frozenset({"flask", "Werkzeug"}), reason="")
    assert entry.covers("flask-3.0.3", "werkzeug-3.1")
    assert entry.covers("Werkzeug", "flask")
    assert not entry.covers("flask-3.0.3", "flask-2.0")
    assert not entry.covers("flaskex", "werkzeug")


def test_every_entry_names_two_projects_and_a_reason():
    for entry in read_shared_code():
        assert len(entry.projects) == 2
        assert entry.reason.strip()


def test_percentiles_with_and_without_what_is_set_aside():
    text = table([_pair("a", "b", 10), _pair("a", "c", 20), _pair("b", "c", 700, "c holds a copy of b")])
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line]
    totals = {row[0]: row for row in rows if "total" in row[2:3]}
    assert totals["all pairs"][1:4] == ["3", "total", "20"]
    assert totals["all pairs"][-1] == "0.6667"
    assert totals["known shared code set aside"][1:4] == ["2", "total", "15"]
    assert totals["known shared code set aside"][-1] == "1.0000"
    assert "c holds a copy of b" in text
    assert "to be looked at" not in text


def test_heavy_pairs_are_listed_with_their_places():
    text = table([_pair("a", "b", 66)])
    assert "a: a.py:1-2" in text
    assert "b: b.py:3-4" in text
