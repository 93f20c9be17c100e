"""Anomalies of recorded times: one history that shows each, and one that shows none; text newer than its time."""

import pytest

from codematch.errors import UsageError
from codematch.model.engagement import Role
from codematch.report.text import in_language, say, sentence
from codematch.revisions.anomalies import IDS, find_anomalies
from codematch.revisions.dated import find_anachronisms, read_table
from codematch.revisions.history import contents_by_path
from codematch.revisions.texts import Texts
from codematch.settings import Settings
from tests.revisions.histories import BEN, DAY, START, Step, grown, history, write, write_files

MANY = {f"src/part_{number}.py": f"value_{number} = {number}\n" for number in range(30)}


def step(number: int, **more) -> Step:
    return Step(files={"a.py": f"value = {number}\n"}, **more)


def plain(count: int = 12) -> list[Step]:
    return [step(number) for number in range(count)]


SHOWN = {
    "time-backwards": [step(0), step(1, seconds=START - 3 * DAY)],
    "impossible-zone": [step(0), step(1, zone=25 * 3600 + 60)],
    "zone-jumps": [step(n, seconds=START + n * (3600 + 7 * n), zone=(n % 2) * 9 * 3600) for n in range(6)],
    "author-committer-apart": [step(0), step(1, seconds=START + DAY, committed=START + 90 * DAY)],
    "same-second": [step(n, seconds=START + n * DAY + n * n, committed=START + 20 * DAY) for n in range(6)],
    "even-intervals": [step(n, seconds=START + n * 3600) for n in range(10)],
    "finished-beginning": [Step(files=MANY), Step(files={**MANY, "more.py": "more = 1\n"})],
    "before-git": [step(n, seconds=900_000_000 + n * DAY + n * n * 11) for n in range(3)],
    "anachronism": [Step(files={"a.py": "match command.split():\n    case _:\n        stop()\n"}, seconds=START)],
}


CLEAN = {
    "time-backwards": [step(0), step(1, seconds=START - 200)],
    "impossible-zone": [step(0), step(1, zone=-12 * 3600), step(2, zone=14 * 3600), step(3, zone=5 * 3600 + 45 * 60)],
    "zone-jumps": [step(n, seconds=START + n * (7 * 3600 + 7 * n), zone=(n % 2) * 9 * 3600) for n in range(6)],
    "author-committer-apart": [step(0), step(1, seconds=START + DAY, committed=START + 30 * DAY)],
    "same-second": [step(n, seconds=START + n * DAY, committed=START + 20 * DAY + n // 4) for n in range(8)],
    "even-intervals": [step(n, seconds=START + n * 3600 + n // 6) for n in range(12)],
    "finished-beginning": [Step(files=dict([*MANY.items()][:12])), Step(files=MANY)],
    "before-git": [step(n, seconds=1_112_832_000 + n * DAY + n * n * 11) for n in range(3)],
    "anachronism": [
        Step(files={"a.py": "match command.split():\n    case _:\n        stop()\n"}, seconds=1_700_000_000),
        Step(files={"a.py": "match = command.split()\nmatch(command)\n"}, seconds=START),
    ],
}
"""Histories that come near each anomaly and do not show it."""


def found_in(path, steps, dated=None):
    write(path, steps)
    with history(path) as opened:
        rules = Settings().versions
        texts = Texts(opened, Settings().intake)
        newer = find_anachronisms(opened, contents_by_path(opened), Role.KNOWN, texts, read_table(dated), rules)
        return [*find_anomalies(opened, Role.KNOWN, rules), *newer]


def test_every_anomaly_has_a_history_that_shows_it():
    assert set(SHOWN) == set(CLEAN) == set(IDS)


@pytest.mark.parametrize("name", IDS)
def test_a_history_that_comes_near_does_not_show_it(tmp_path, name):
    assert name not in {item.id for item in found_in(tmp_path / "k", CLEAN[name])}


@pytest.mark.parametrize("name", IDS)
def test_a_history_shows_its_anomaly_and_says_so_in_both_languages(tmp_path, name):
    found = found_in(tmp_path / "k", SHOWN[name])

    assert name in {item.id for item in found}
    for language in ("en", "zh"):
        with in_language(language):
            for item in found:
                assert sentence(item.artefact)
                assert sentence(item.detail)
                assert say(f"anomaly.{item.id}").startswith(item.id)
                assert say(f"anomaly-otherwise.{item.id}")


@pytest.mark.parametrize("steps", [plain(), grown(12), [step(n, author=BEN, zone=3600) for n in range(9)]])
def test_a_plain_history_shows_none(tmp_path, steps):
    assert found_in(tmp_path / "k", steps) == []


def test_many_of_one_kind_are_counted(tmp_path):
    steps = [step(n, seconds=START + n * DAY + n * n, committed=START + n * DAY + 90 * DAY + n * 77) for n in range(12)]
    found = [item for item in found_in(tmp_path / "k", steps) if item.id == "author-committer-apart"]

    assert len(found) == 5
    assert sentence(found[-1].detail).endswith("7 more of this kind.")


def test_text_is_dated_by_the_table_of_the_examiner_too(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        "[[feature]]\nname = 'house style 2'\nextensions = ['.py']\npattern = 'gauge_v2\\('\nsince = 2019-05-01\n"
        "[[package]]\nname = 'brook'\nreleases = { '2.0' = 2018-01-01, '3.0' = 2020-01-01 }\n"
    )
    files = {"a.py": "flow = gauge_v2(3)\n", "requirements.txt": "brook==3.1\nother==9.9\n"}
    found = found_in(tmp_path / "k", [Step(files=files, seconds=START)], own)
    assert [sentence(item.detail) for item in found] == [
        "a.py: house style 2, which exists since 2019-05-01",
        "requirements.txt: brook 3.1, which exists since 2020-01-01",
    ]
    later = found_in(tmp_path / "later", [Step(files=files, seconds=1_700_000_000)], own)
    assert later == []


OTHER_FORMS = (
    "[[feature]]\nname = 1",
    "[[feature]]\nname = 'a'\nextensions = []\npattern = '('\nsince = 2020-01-01",
    "[[package]]\nname = 'a'\nreleases = { '1' = '2' }",
    "nonsense",
)


@pytest.mark.parametrize("text", OTHER_FORMS)
def test_a_table_of_another_form_is_refused(tmp_path, text):
    own = write_files(tmp_path, {"own.toml": text}) / "own.toml"
    with pytest.raises(UsageError, match="is not a dated table"):
        read_table(own)
