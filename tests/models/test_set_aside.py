"""The list of what is known to be shared: what it drops, and which lists are refused."""

import pytest

from codematch.errors import InputError
from codematch.models.null_model.set_aside import read_set_aside
from codematch.settings import grammars_folder

LIST = """\
[[files]]
project = "iperf"
paths = ["src/cjson.*"]
reason = "bundled"

[[files]]
project = "*"
paths = ["docs/conf.py"]
reason = "a template"

[[pair]]
projects = ["one", "two"]
reason = "common author"
"""


def read(folder, text):
    (folder / "shared.toml").write_text(text)
    return read_set_aside(folder / "shared.toml")


@pytest.mark.parametrize(
    ("project", "path", "dropped"),
    [
        ("iperf", "src/cjson.c", True),
        ("iperf", "src/json.c", False),
        ("other", "src/cjson.c", False),
        ("other", "docs/conf.py", True),
        ("other", "lib/vendor/x.c", True),
        ("other", "lib/Third_Party/x.c", True),
        ("other", "vendor.c", False),
    ],
)
def test_files_are_dropped_by_project_and_pattern_and_in_vendored_folders(tmp_path, project, path, dropped):
    assert read(tmp_path, LIST).drops(project, path) is dropped


def test_pairs_are_named_in_either_order(tmp_path):
    aside = read(tmp_path, LIST)

    assert aside.reason("one", "two") == aside.reason("two", "one") == "common author"
    assert aside.reason("one", "three") == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[files]]\nproject = 1", "not a list of known shared code"),
        ("[[files", "not a list of known shared code"),
        ('[[pair]]\nprojects = ["a", "b"]\nreason = " "', "without a reason"),
    ],
)
def test_a_wrong_list_is_refused(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, text)


def test_a_missing_list_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_set_aside(tmp_path / "none.toml")


@pytest.mark.parametrize("path", sorted(grammars_folder().glob("*/set_aside.toml")), ids=lambda path: path.parent.name)
def test_the_lists_that_ship_are_read(path):
    aside = read_set_aside(path)

    assert aside.files or aside.pairs
