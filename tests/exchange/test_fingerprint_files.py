"""Fingerprint files: what a comparison of them finds, and what somebody without the key can learn from one."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from codematch.errors import StoreError, UsageError
from codematch.exchange import file_format
from codematch.exchange.comparing import Side, compare_prints
from codematch.exchange.keys import NO_KEY, read_key, seal, unseal
from codematch.exchange.of_source import prints_of_source
from codematch.model.exchange import LEVELS
from codematch.settings import Settings
from tests.comparison.works import LEDGER, TRIANGLE, renamed
from tests.folders import write_folder

SETTINGS = Settings()
OPEN_SOURCE = {
    name: Path(json.__file__).with_name(name).read_text(encoding="utf-8") for name in ("decoder.py", "encoder.py")
}
"""Files that everybody has: of the standard library of Python."""


def work(folder: Path, files: dict[str, str]) -> str:
    return str(write_folder(folder, files))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("exchange")
    (root / "key").write_bytes(bytes(range(32)))
    (root / "other").write_bytes(bytes(range(1, 33)))
    work(root / "k", {"own/ledger.py": LEDGER, "own/same.py": TRIANGLE, "lib/decoder.py": OPEN_SOURCE["decoder.py"]})
    work(
        root / "q", {"a.py": TRIANGLE, "b.py": "import os\n\n\n" + renamed(LEDGER), "c.py": LEDGER[: len(LEDGER) // 2]}
    )
    return root


def made(folder: Path, name: str, key=NO_KEY, **more) -> Path:
    path = folder / f"{name}-{key.key_id}.fp"
    if not path.exists():
        prints = prints_of_source(str(folder / name), SETTINGS, key, with_paths=True, **more)
        path.write_bytes(file_format.render(prints, key))
    return path


def compared(known: Path, questioned: Path, key=NO_KEY):
    first, second = (
        Side(label=path.name, prints=file_format.read(path, key), from_source=False) for path in (known, questioned)
    )
    return compare_prints(first, second, SETTINGS.exchange)


def named(result):
    known, questioned = ({one.number: one.path for one in side.files} for side in (result.known, result.questioned))
    return {(known[pair.known], questioned[pair.questioned]): pair for pair in result.pairs}


@pytest.mark.parametrize("with_key", [False, True])
def test_files_functions_and_runs_correspond_with_lines_and_weights(folder, with_key):
    key = read_key(folder / "key") if with_key else NO_KEY
    found = named(compared(made(folder, "k", key), made(folder, "q", key), key))

    assert found["own/same.py", "a.py"].identical
    moved = found["own/ledger.py", "b.py"]
    assert not moved.identical
    assert moved.runs[0].match_class == "M2"
    assert moved.runs[0].bits > 30
    first = moved.runs[0]
    assert first.questioned_lines[0] - first.known_lines[0] == 3
    assert first.questioned_lines[1] - first.known_lines[1] == 3
    assert moved.units
    assert all(unit.questioned_lines[0] - unit.known_lines[0] == 3 for unit in moved.units)
    assert found["own/ledger.py", "c.py"].runs[0].match_class == "M1"
    assert ("lib/decoder.py", "b.py") not in found


def test_without_the_key_only_counts_of_shared_fingerprints_are_known(folder):
    key = read_key(folder / "key")
    opened = compared(made(folder, "k", key), made(folder, "q", key), key)
    sealed = compared(made(folder, "k", key), made(folder, "q", key))

    assert not sealed.is_open
    assert {one.path for side in (sealed.known, sealed.questioned) for one in side.files} == {""}
    assert all(pair.runs == () and pair.units == () and pair.bits == 0 for pair in sealed.pairs)
    shares = {(pair.known, pair.questioned): pair.resemblance for pair in sealed.pairs}
    assert all(shares[pair.known, pair.questioned] == pair.resemblance for pair in opened.pairs)


def test_the_same_work_has_the_same_file_and_other_keys_share_nothing(folder):
    key, other = read_key(folder / "key"), read_key(folder / "other")
    again = prints_of_source(str(folder / "k"), SETTINGS, key, with_paths=True, jobs=2)

    assert file_format.render(again, key) == made(folder, "k", key).read_bytes()
    values = [_values(json.loads(made(folder, "k", one).read_bytes())) for one in (NO_KEY, key, other)]
    assert all(len(value) > 50 for value in values)
    assert not (values[0] & values[1] | values[0] & values[2] | values[1] & values[2])


def _values(document) -> set[int]:
    """All fingerprints that anybody can read in a file."""
    return {
        value
        for file in document["files"]
        for level in LEVELS
        for value in np.frombuffer(base64.b64decode(file[level]), "<u8").tolist()
    }


def test_attack_known_open_source_files_are_recognised_without_a_key_and_not_with_one(folder):
    """The attacker has the file, the program, and open source that may be in the work; not the key."""
    guesses = work(folder / "guesses", OPEN_SOURCE)
    plain = json.loads(made(folder, "k").read_bytes())
    keyed = json.loads(made(folder, "k", read_key(folder / "key")).read_bytes())

    def recognised(document, key):
        prints = prints_of_source(guesses, SETTINGS, key, with_paths=True)
        known = _values(document)
        digests = {file["digest"] for file in document["files"]}
        return {
            file.details.path
            for file in prints.files
            if file.digest in digests or len(known.intersection(file.renamed.tolist())) > 2
        }

    assert recognised(plain, NO_KEY) == {"decoder.py"}
    for guessed in (NO_KEY, read_key(folder / "other")):
        assert recognised(keyed, guessed) == set()
    # Nothing else in the open part tells files apart: no paths, sizes, places or weights.
    assert {name for file in keyed["files"] for name in file} == {"digest", "language", *LEVELS}
    assert "details" not in keyed
    assert keyed["key_id"]
    assert b"decoder" not in made(folder, "k", read_key(folder / "key")).read_bytes()
    assert all(
        np.all(np.diff(np.frombuffer(base64.b64decode(f[v]), "<u8")) > 0) for f in keyed["files"] for v in LEVELS
    )


def test_a_keyed_and_a_plain_file_are_not_compared(folder):
    with pytest.raises(UsageError, match="both sides need the same key"):
        compared(made(folder, "k", read_key(folder / "key")), made(folder, "q"))


def test_another_key_is_refused(folder):
    with pytest.raises(UsageError, match="made with another key"):
        file_format.read(made(folder, "k", read_key(folder / "key")), read_key(folder / "other"))


def test_a_short_key_is_refused(folder):
    (folder / "short").write_bytes(b"secret")

    with pytest.raises(UsageError, match="6 bytes"):
        read_key(folder / "short")


def test_a_sealed_text_that_was_changed_does_not_open(folder):
    key = read_key(folder / "key")
    sealed = bytearray(seal(b"lines and weights", key))
    assert unseal(bytes(sealed), key) == b"lines and weights"
    sealed[-1] ^= 1

    with pytest.raises(StoreError, match="damaged"):
        unseal(bytes(sealed), key)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"format_version": 1', '"format_version": 2'),
        lambda text: text.replace('"exact": "', '"exact": "A'),
        lambda text: text.replace('"files": [', '"files": [3, '),
        lambda text: text.replace('"tokens": ', '"tokens": -'),
        lambda text: text.replace('"details": [{', '"details": [{}, {'),
    ],
)
def test_a_damaged_file_is_one_error(folder, change, tmp_path):
    path = tmp_path / "damaged.fp"
    text = made(folder, "k").read_text()
    path.write_text(change(text))
    assert change(text) != text

    with pytest.raises(StoreError, match=r"damaged\.fp: is"):
        file_format.read(path)
