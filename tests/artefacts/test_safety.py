"""Hostile files of models are refused or recorded, within bounds, and nothing in them is executed."""

import io
import json
import os
import pickle
import pickletools
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from codematch.artefacts.model_file import UnreadError
from codematch.artefacts.readers import read_model
from codematch.artefacts.readers.zip_view import Held
from codematch.model.message import Message
from codematch.settings import Artefacts
from tests.artefacts import formats, works
from tests.benchmarks.artefacts.parameter_null import safetensors_bytes

RULES = Artefacts()


def read(name: str, content: bytes, rules: Artefacts = RULES):
    return read_model(name, Held(content), rules, lambda path: None)


class Bomb:
    """An object whose pickle calls a function when it is loaded."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self._mark),)


def hostile_zip(mark: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"weight": Bomb(mark)}))
    return made.getvalue()


def test_a_malicious_pickle_is_read_without_calling_anything(tmp_path: Path) -> None:
    mark = tmp_path / "called"
    for name, content in (("m.pt", hostile_zip(mark)), ("m.pkl", pickle.dumps({"weight": Bomb(mark)}))):
        model = read(name, content)

        assert model is not None
        assert model.tensors == ()
        [note] = model.notes
        assert note.key == "artefact-callables"
        assert "mkdir" in str(note)
    assert not mark.exists()
    pickle.loads(pickle.dumps(Bomb(mark)))  # noqa: S301  the bomb works where it is loaded
    assert mark.is_dir()


def test_nothing_that_could_execute_is_called_in_a_whole_comparison(tmp_path: Path) -> None:
    mark = tmp_path / "called"
    for name in ("known", "questioned"):
        works.known(tmp_path / name)
        (tmp_path / name / "m.pt").write_bytes(hostile_zip(mark))
    script = """
import sys
SEEN = []
sys.addaudithook(lambda event, args: SEEN.append((event, args)))
from codematch.cli import main
try:
    main(["artefacts", *sys.argv[1:]])
finally:
    events = {event for event, _ in SEEN}
    mkdirs = [args for event, args in SEEN if event == "os.mkdir"]
    assert not events & {"os.system", "subprocess.Popen", "os.exec", "os.posix_spawn"}, events
    classes = {args for event, args in SEEN if event == "pickle.find_class"}  # what processes hand to one another
    assert not [args for args in classes if args[0].split(".")[0] not in {"codematch", "numpy", "builtins"}], classes
    assert not any("called" in str(args) for args in mkdirs), mkdirs
    assert not any("m.pt" in str(args) for event, args in SEEN if event in ("import", "compile", "exec"))
"""
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "known"), str(tmp_path / "questioned")],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert run.returncode == 0, run.stderr
    assert "loading it would call" in run.stdout
    assert not mark.exists()


def test_no_module_that_unpickles_is_imported_by_the_package() -> None:
    folder = Path(__file__).parents[2] / "codematch" / "artefacts"
    lines = [line.strip() for file in folder.rglob("*.py") for line in file.read_text(encoding="utf-8").splitlines()]

    assert not [line for line in lines if line.startswith(("import pickle\n", "from pickle ", "import marshal"))]
    assert "import pickle" not in lines
    assert not [line for line in lines if "eval(" in line.replace("literal_eval(", "") or "exec(" in line]


def outcome(name: str, content: bytes) -> str:
    """Return why a file is refused, "" for one that is read or is no model."""
    try:
        read(name, content)
    except UnreadError as error:
        return error.why.key
    return ""


def refused(name: str, content: bytes, rules: Artefacts = RULES) -> Message:
    with pytest.raises(UnreadError) as caught:
        read(name, content, rules)
    return caught.value.why


def test_a_zip_with_a_million_entries_is_not_opened(tmp_path: Path) -> None:
    size, count = 46 * 1_000_000, 1_000_000
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, size, 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)

    class Sparse:
        size = 46 * 1_000_000 + len(end64 + locator + end)
        reads = 0

        def read(self, start: int, count: int) -> bytes:
            Sparse.reads += count
            content = b"PK\3\4" if start == 0 else b""
            tail = end64 + locator + end
            if start + count >= self.size - len(tail):
                return (b"\0" * count + tail)[-min(count, self.size - start) :]
            return content

    with pytest.raises(UnreadError) as caught:
        read_model("m.pt", Sparse(), RULES, lambda path: None)

    assert caught.value.why.key == "artefact-beyond"
    assert Sparse.reads < 200_000


def test_many_small_entries_are_counted_before_they_are_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(50):
            archive.writestr(f"a/{number}", b"")
    assert refused("m.pt", made.getvalue(), Artefacts(max_members=40)).key == "artefact-beyond"


def test_a_zip_bomb_is_not_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", b"\0" * 5_000_000)
    assert refused("m.pt", made.getvalue(), Artefacts(max_header_bytes=1_000_000)).key == "artefact-beyond"


@pytest.mark.parametrize(
    "header",
    [
        b"\xff" * 8,  # a header longer than any file
        struct.pack("<Q", 100) + b"{}",  # longer than this file
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 4) + b"nope",
        struct.pack("<Q", 20_000) + b"[" * 20_000,  # nested lists
    ],
)
def test_a_safetensors_header_that_lies_is_refused(header: bytes) -> None:
    assert refused("m.safetensors", header).key in ("artefact-damaged", "artefact-beyond")


@pytest.mark.parametrize("offsets", [[0, 10**12], [4, 0], [10**9, 10**9 + 16], [0, 12]])
def test_a_tensor_outside_its_file_has_no_values(offsets: list[int]) -> None:
    text = json.dumps({"w": {"dtype": "F32", "shape": [4], "data_offsets": offsets}}).encode()
    model = read("m.safetensors", struct.pack("<Q", len(text)) + text + b"\0" * 16)

    assert model is not None
    assert [(tensor.start, tensor.unread) for tensor in model.tensors] == [(-1, "artefact-outside")]


@pytest.mark.parametrize("shape", [[2**50], [2**30, 2**30], [-1], [1] * 100, "no", [1.5]])
def test_an_absurd_shape_is_refused(shape: object) -> None:
    text = json.dumps({"w": {"dtype": "F32", "shape": shape, "data_offsets": [0, 4]}}).encode()
    assert refused("m.safetensors", struct.pack("<Q", len(text)) + text + b"\0" * 4).key == "artefact-damaged"


@pytest.mark.parametrize(
    "body",
    [
        struct.pack("<4sIQQ", b"GGUF", 3, 2**60, 0),
        struct.pack("<4sIQQ", b"GGUF", 3, 0, 2**60),
        struct.pack("<4sIQQ", b"GGUF", 99, 0, 0),
        struct.pack("<4sIQQQ", b"GGUF", 3, 0, 1, 2**62),
        struct.pack("<4sIQQQ1sIIQ", b"GGUF", 3, 0, 1, 1, b"a", 9, 4, 2**61),
        struct.pack("<4sIQQQ1sIIQ", b"GGUF", 3, 0, 1, 1, b"a", 9, 9, 2),
        struct.pack("<4sIQQQ1sI8Q", b"GGUF", 3, 1, 0, 1, b"a", 4_000_000, 1, 2, 3, 4, 5, 6, 7, 8),
    ],
)
def test_absurd_counts_of_a_gguf_are_refused(body: bytes) -> None:
    assert refused("m.gguf", body).key in ("artefact-damaged", "artefact-beyond")


@pytest.mark.parametrize("path", ["../secret.bin", "/etc/passwd", "a/../../b", "C:\\data", "..\\x", ""])
def test_external_data_outside_the_work_is_recorded_and_not_opened(path: str, tmp_path: Path) -> None:
    outside = tmp_path / "secret.bin"
    outside.write_bytes(b"\0" * 64)
    folder = works.write(tmp_path / "work", {"m.onnx": formats.onnx_with_external_data(path)})
    found = formats.inventory(folder)

    [item] = found.inventory
    assert item.is_read
    assert "artefact-external" in str(item.detail)
    assert [tensor.unread for tensor in found.models["m.onnx"].tensors] == ["artefact-external"]


def test_external_data_of_the_work_is_read(tmp_path: Path) -> None:
    values = np.arange(16, dtype=np.float32)
    folder = works.write(
        tmp_path / "work", {"a/m.onnx": formats.onnx_with_external_data("w.bin"), "a/w.bin": values.tobytes()}
    )
    [tensor] = formats.inventory(folder).models["a/m.onnx"].tensors

    assert (tensor.size, tensor.unread) == (64, "")


def test_a_link_in_a_work_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.safetensors").write_bytes(safetensors_bytes(works.weights(1)))
    folder = works.write(tmp_path / "work", {"a.txt": "word\n"})
    (folder / "m.safetensors").symlink_to(tmp_path / "outside.safetensors")

    assert formats.inventory(folder).models == {}


@pytest.mark.parametrize(
    "name", ["m.pt", "m.pkl", "m.onnx", "m.safetensors", "m.gguf", "m.npy", "m.npz", "m.tflite", "m.ckpt"]
)
def test_bytes_of_any_kind_are_read_or_refused(name: str) -> None:
    random = np.random.default_rng(0)
    marks = [b"", b"PK\3\4", b"\x80\x02", b"GGUF\3\0\0\0", b"\x93NUMPY\1\0", b"\0\0\0\0TFL3", b"\x80\x02}q\0."]
    outcomes = [outcome(name, mark + random.bytes(size)) for mark in marks for size in (0, 1, 7, 40, 400)]

    assert all(key.startswith("artefact-") for key in outcomes if key)


def test_a_truncated_model_is_read_or_refused() -> None:
    whole = {
        "m.onnx": formats.onnx_with_external_data("x"),
        "m.npy": formats.npy(np.arange(12, dtype=np.float32)),
        "m.pkl": pickle.dumps({"a": np.arange(8, dtype=np.float32)}),
        "m.safetensors": safetensors_bytes(works.weights(1))[:2_000],
    }
    for name, content in whole.items():
        stops = range(0, len(content), max(1, len(content) // 50))
        outcomes = [outcome(name, content[:stop]) for stop in stops]

        assert all(key.startswith("artefact-") for key in outcomes if key)


def test_every_opcode_of_pickles_is_known() -> None:
    from codematch.artefacts.readers import pickles

    named = {
        "PUT",
        "BINPUT",
        "LONG_BINPUT",
        "MEMOIZE",
        "GET",
        "BINGET",
        "LONG_BINGET",
        "GLOBAL",
        "INST",
        "STACK_GLOBAL",
        "STOP",
    }
    known = pickles._IGNORED | pickles._CONSTANTS.keys() | pickles._ARGUMENTS | pickles._ACTIONS.keys() | named

    assert {opcode.name for opcode in pickletools.opcodes} - known == set()


def test_steps_of_a_pickle_are_limited() -> None:
    endless = b"\x80\x02" + b"N0" * 2_000 + b"N."
    assert refused("m.pkl", endless, Artefacts(max_steps=1_000)).key == "artefact-beyond"
