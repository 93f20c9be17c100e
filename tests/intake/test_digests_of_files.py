"""The digest of a file is that of its bytes, the root of a work that of its paths and digests, wherever it is."""

import hashlib
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from codematch.intake import read_work
from codematch.settings import Settings

NAMES = st.from_regex(r"[a-z]{1,4}(/[a-z]{1,4}){0,2}\.(py|c|txt)", fullmatch=True)
WORKS = st.dictionaries(NAMES, st.binary(max_size=60) | st.text("aé\n =1", max_size=40).map(str.encode), max_size=4)
LIMITS = Settings().intake


def write(folder: Path, files: dict[str, bytes]) -> str:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return str(folder)


@given(WORKS, st.text("ab# \n", min_size=1, max_size=5).map(str.encode))
@settings(max_examples=20)
def test_digests_are_those_of_the_bytes_and_move_with_the_work(files, more):
    files = {**files, "main.py": b"x = 1\n"}
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        tree, again = (read_work(write(Path(place), files), LIMITS) for place in (one, other))
        assert {file.record.path: file.record.digest for file in tree.files} == {
            path: hashlib.sha256(content).hexdigest() for path, content in files.items()
        }
        assert [file.record.path for file in tree.files] == sorted(files)
        for file in tree.files:
            assert file.content in (b"", files[file.record.path])
        assert tree.digest == again.digest
        assert tree.digest != read_work(write(Path(other), {"main.py": b"x = 1\n" + more}), LIMITS).digest
        (Path(one) / "main.py").rename(Path(one) / "mainly.py")
        assert read_work(one, LIMITS).digest != tree.digest
