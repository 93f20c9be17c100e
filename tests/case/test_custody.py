"""The custody log only grows: whatever is changed in it is noticed, and where."""

from dataclasses import replace
from pathlib import Path

import pytest

from codematch import saved_files
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
        "the last one removed": ([*lines[:5], ""], "entries recorded: 4, found: 3"),
        "two exchanged": ([*lines[:3], lines[4], lines[3], *lines[5:]], "entry 2 is missing or was changed"),
        "one added by hand": ([*lines[:6], lines[5].replace("4,", "5,", 1), ""], "breaks at entry 5"),
        "a column renamed": ([lines[0], lines[1].replace("seal", "stamp"), *lines[2:]], "its columns were changed"),
        "another file": (["a,b", *lines[1:]], "is not a custody log"),
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
    with pytest.raises(StoreError, match="not the one of --head"):
        read(log, head=kept)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (replace(ENTRY, item=" "), "needs item"),
        (replace(ENTRY, persons=""), "needs persons"),
        (replace(ENTRY, time="2026-03-05T14:30"), "is not a time with a zone"),
        (replace(ENTRY, time="yesterday"), "is not a time with a zone"),
        (replace(ENTRY, place="a\nb"), "one line"),
        (replace(ENTRY, place="=1+1"), "which spreadsheets run as a formula"),
        (
            replace(ENTRY, item="-1+1"),
            "item '-1[+]1' begins with = [+] - @ or a tab, which spreadsheets run as a formula",
        ),
        (replace(ENTRY, seal="@x"), "which spreadsheets run as a formula"),
        (replace(ENTRY, reference="\tx"), "which spreadsheets run as a formula"),
        (replace(ENTRY, place="a\x00b"), r"place 'a\\x00b' holds the control character U\+0000"),
        (replace(ENTRY, place="a\x1b[2Jb"), r"U\+001B"),
        (replace(ENTRY, purpose="a\tb"), r"purpose .* U\+0009"),
        (replace(ENTRY, place="a\u2028b"), r"U\+2028"),
        (replace(ENTRY, persons="a\u202eb"), r"persons .* U\+202E"),
        (replace(ENTRY, persons="A; "), "persons 'A; ' includes an empty name"),
        (replace(ENTRY, persons="; A"), "includes an empty name"),
        (replace(ENTRY, persons="A; ; B"), "includes an empty name"),
        *(
            (replace(ENTRY, **{name: value}), f"--{name.replace('_', '-')} .* is not a digest; give the 64, 40 or 32")
            for name in ("hash_before", "hash_after")
            for value in ("0", "a" * 63, "a" * 65, "g" * 64, "a" * 128, f" {'a' * 64}", "0x" + "a" * 62, "٣" * 32)
        ),
    ],
)
def test_an_incomplete_entry_is_refused_and_nothing_is_written(tmp_path: Path, entry: Entry, words: str):
    with pytest.raises(UsageError, match=words):
        add(tmp_path / "log.csv", entry)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [32, 40, 64])
def test_digests_are_taken_as_they_are_written(tmp_path: Path, size: int):
    log = tmp_path / "log.csv"
    entry = replace(ENTRY, hash_before="0" * size, hash_after="aF" * (size // 2), place="上海\u3000A-1", purpose="x=-1")
    add(log, entry)
    assert [link.entry for link in read(log)] == [entry]


def test_an_entry_of_an_earlier_time_than_the_one_before_is_late(tmp_path: Path):
    log = tmp_path / "log.csv"
    times = ("2026-03-05T14:30+08:00", "2026-03-05T06:30Z", "2026-03-05T14:29+08:00", "2026-03-05T14:29:30+08:00")
    added = [add(log, replace(ENTRY, time=time)) for time in times]
    assert [link.late for link in added] == [False, False, True, False]
    assert read(log) == added


def test_a_log_without_its_head_says_what_is_missing_unless_worse_is_wrong(log: Path):
    head = log.with_name("custody.csv.head")
    head.unlink()
    words = r"custody\.csv: custody\.csv\.head is missing, without which a truncated log .* restore it from a backup"
    with pytest.raises(StoreError, match=words):
        read(log)
    with pytest.raises(StoreError, match=words):
        add(log, ENTRY)
    head.write_bytes(b"\xff")
    with pytest.raises(StoreError, match=r"custody\.csv\.head: was changed; restore it"):
        read(log)
    head.unlink()
    head.mkdir()
    with pytest.raises(StoreError, match=r"custody\.csv\.head: cannot be read"):
        read(log)
    head.rmdir()
    log.write_bytes(log.read_bytes().replace(b"step 1", b"step x"))
    with pytest.raises(StoreError, match="the chain breaks at entry 2"):
        read(log)


def test_a_log_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(StoreError, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_a_log_that_is_gone_is_not_begun_anew(tmp_path):
    log = tmp_path / "custody.csv"
    add(log, ENTRY)
    log.unlink()
    with pytest.raises(StoreError, match=r"is missing, but custody\.csv\.head records its entries"):
        add(log, ENTRY)


def test_an_entry_whose_head_cannot_be_written_is_not_in_the_log(tmp_path):
    log = tmp_path / "custody.csv"
    add(log, ENTRY)
    before = log.read_bytes()

    def failing(path, content):
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saved_files, "replace", failing)
        with pytest.raises(StoreError, match="the entry was not recorded"):
            add(log, ENTRY)
    assert log.read_bytes() == before
    assert len(read(log)) == 1


def test_a_log_of_one_line_and_a_name_that_is_no_text_are_refused(tmp_path):
    log = tmp_path / "custody.csv"
    log.write_text("# codematch-custody-1")
    (tmp_path / "custody.csv.head").write_text("0 x")
    with pytest.raises(StoreError, match="is not a custody log"):
        read(log)
    with pytest.raises(UsageError, match="invalid characters"):
        add(tmp_path / "other.csv", replace(ENTRY, persons="\udcff"))
