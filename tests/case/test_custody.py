"""The custody log only grows: whatever is changed in it is noticed, and where."""

from dataclasses import replace
from pathlib import Path

import pytest

from codematch.case.custody import START, Entry, add, read
from codematch.errors import StoreError, UsageError

ENTRY = Entry(time="2026-03-05T14:30+08:00", item="K1", action="received", persons="张三, Li Si", purpose='disk "A"')


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "custody.csv"
    for number in range(4):
        add(path, replace(ENTRY, action=f"step {number}", seal=str(number)))
    return path


def test_entries_come_back_as_they_were_written(log: Path):
    links = read(log)

    assert [link.number for link in links] == [1, 2, 3, 4]
    assert links[2].entry == replace(ENTRY, action="step 2", seal="2")
    assert len({START, *(link.chain for link in links)}) == 5
    assert read(log, head=links[-1].chain) == links


def test_a_log_in_which_anything_was_changed_is_refused(log: Path):
    lines = log.read_bytes().decode().split("\r\n")
    changed = {
        "an entry changed": ([*lines[:3], lines[3].replace("step 1", "step x"), *lines[4:]], "breaks at entry 2"),
        "an entry removed": ([*lines[:3], *lines[4:]], "entry 2 is missing"),
        "the last one removed": ([*lines[:5], ""], "4 entries were recorded, 3 are there"),
        "two exchanged": ([*lines[:3], lines[4], lines[3], *lines[5:]], "entry 2 is missing or was changed"),
        "one added by hand": ([*lines[:6], lines[5].replace("4,", "5,", 1), ""], "breaks at entry 5"),
        "a column renamed": ([lines[0], lines[1].replace("seal", "stamp"), *lines[2:]], "its columns were changed"),
        "another file": (["a,b", *lines[1:]], "is no custody log"),
    }
    for what, (content, words) in changed.items():
        log.write_bytes("\r\n".join(content).encode())
        with pytest.raises(StoreError, match=words):
            read(log)
        with pytest.raises(StoreError):
            add(log, ENTRY)
        assert log.read_bytes() == "\r\n".join(content).encode(), what


def test_every_byte_counts(log: Path):
    original = log.read_bytes()
    for place in range(len("# codematch-custody-1\r\n") + 100, len(original) - 2, 37):
        log.write_bytes(original[:place] + bytes([original[place] ^ 1]) + original[place + 1 :])
        with pytest.raises(StoreError):
            read(log)


def test_a_whole_new_log_is_noticed_by_the_chain_value_that_was_kept(log: Path):
    kept = read(log)[-1].chain
    log.unlink()
    log.with_name("custody.csv.head").unlink()
    for number in range(4):
        add(log, replace(ENTRY, action=f"other {number}"))

    assert len(read(log)) == 4
    with pytest.raises(StoreError, match="not with the chain value that was kept"):
        read(log, head=kept)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (replace(ENTRY, item=" "), "needs its item"),
        (replace(ENTRY, persons=""), "needs its persons"),
        (replace(ENTRY, time="2026-03-05T14:30"), "none with a zone"),
        (replace(ENTRY, time="yesterday"), "none with a zone"),
        (replace(ENTRY, place="a\nb"), "one line"),
        (replace(ENTRY, place="=1+1"), "run by spreadsheets"),
    ],
)
def test_an_incomplete_entry_is_refused_and_nothing_is_written(tmp_path: Path, entry: Entry, words: str):
    with pytest.raises(UsageError, match=words):
        add(tmp_path / "log.csv", entry)
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(StoreError, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_a_log_that_is_gone_is_not_begun_anew(tmp_path):
    log = tmp_path / "custody.csv"
    add(log, ENTRY)
    log.unlink()
    with pytest.raises(StoreError, match=r"is gone, and custody\.csv\.head says what it held"):
        add(log, ENTRY)


def test_an_entry_whose_head_cannot_be_written_is_not_in_the_log(tmp_path):
    log = tmp_path / "custody.csv"
    add(log, ENTRY)
    before = log.read_bytes()
    head = tmp_path / "custody.csv.head"
    original = type(head).write_text

    def failing(path, *given, **named):
        if path.name.endswith(".head"):
            raise OSError(28, "No space left on device")
        return original(path, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(head), "write_text", failing)
        with pytest.raises(StoreError, match="the entry is not recorded"):
            add(log, ENTRY)
    assert log.read_bytes() == before
    assert len(read(log)) == 1


def test_a_log_of_one_line_and_a_name_that_is_no_text_are_refused(tmp_path):
    log = tmp_path / "custody.csv"
    log.write_text("# codematch-custody-1")
    (tmp_path / "custody.csv.head").write_text("0 x")
    with pytest.raises(StoreError, match="is no custody log"):
        read(log)
    with pytest.raises(UsageError, match="characters that are none"):
        add(tmp_path / "other.csv", replace(ENTRY, persons="\udcff"))
