"""Files of ours that come from the other side: pipes, devices, links, deep and endless content are refused at once."""

import os
import sys

import pytest

from codematch import saved_files
from codematch.case import case_file, sums
from codematch.case.saved_result import read_result
from codematch.errors import StoreError, UsageError

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")


@posix
def test_a_pipe_a_device_and_a_link_are_refused_in_one_line(tmp_path):
    file = tmp_path / "report.json"
    os.mkfifo(file)
    with pytest.raises(StoreError, match="a pipe, not a regular file"):
        read_result(tmp_path)
    file.unlink()
    file.symlink_to("/dev/zero")
    with pytest.raises(StoreError, match="a symbolic link"):
        read_result(tmp_path)
    with pytest.raises(OSError, match="a device"):
        saved_files.read_bytes(type(tmp_path)("/dev/zero"))


def test_a_file_larger_than_it_may_be_is_refused(tmp_path):
    (tmp_path / "x").write_bytes(bytes(11))
    assert saved_files.read_bytes(tmp_path / "x", 11) == bytes(11)
    with pytest.raises(OSError, match="larger than 10 bytes"):
        saved_files.read_bytes(tmp_path / "x", 10)


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, '{"a":' * 200_000, '{"a": 1, "a": 2}', '{"' + "k" * 2_000 + '": 1}', "NaN", "[1,", "9" * 9999],
)
def test_json_that_is_no_document_of_ours_is_a_value_error(text):
    with pytest.raises(ValueError, match=r".+"):
        saved_files.json_value(text)


@pytest.mark.parametrize("text", ["a" + ".a" * 50_000 + "=1", "x = " + "[" * 5_000, '"a" . "b"' + " . c" * 99 + " = 1"])
def test_toml_that_would_take_long_is_refused(tmp_path, text):
    with pytest.raises(ValueError, match=r".+"):
        saved_files.toml_table(text)
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"is not valid TOML"):
        case_file.read(tmp_path / "case.toml")


def test_toml_with_many_dots_in_a_text_is_read():
    assert saved_files.toml_table('x = "' + "a, b. " * 500 + '"')["x"].startswith("a, b.")


def test_folders_that_nest_deep_are_named_and_do_not_end_the_check(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / sums.NAME).write_bytes(sums.render({"a": b"1"}))
    place = tmp_path
    for _ in range(300):
        place = place / "d"
        place.mkdir()
    found = sums.check(tmp_path)
    assert found.equal == ("a",)
    assert any("deeper than 64 folders" in line for line in found.wrong)


def test_listed_files_that_were_changed_are_named(tmp_path):
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode())
    assert sums.changed(tmp_path) == ()
    (tmp_path / sums.NAME).write_bytes(sums.render({name: name.encode() for name in "abc"}))
    assert sums.changed(tmp_path) == ()
    (tmp_path / "b").write_bytes(b"other")
    (tmp_path / "c").unlink()
    (tmp_path / "new").write_bytes(b"")
    assert sums.changed(tmp_path) == ("b was changed",)
