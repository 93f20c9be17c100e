"""Claims of lengths, names that occur twice, long arrays and huge tokenizers of AI works are bounded and recorded."""

import io
import pickle
import struct
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from codematch.artefacts.model_file import UnreadError
from codematch.artefacts.readers import read_model
from codematch.artefacts.readers.zip_view import Held
from codematch.settings import Artefacts
from tests.artefacts import formats, works


def outcome(name: str, content: bytes, rules: Artefacts | None = None) -> str:
    """Return why a file is refused, "" for one that is read."""
    try:
        read_model(name, Held(content), rules or Artefacts(), lambda path: None)
    except UnreadError as error:
        return error.why.key
    return ""


@pytest.mark.parametrize("claim", [2**40, 2**62, 2**63 - 1])
@pytest.mark.parametrize("opcode", [b"\x8d", b"\x8e", b"\x96"])
def test_a_pickle_that_claims_a_length_takes_no_memory(claim: int, opcode: bytes) -> None:
    assert outcome("m.pkl", b"\x80\x05" + opcode + struct.pack("<Q", claim) + b"abc.") == "artefact-damaged"


def test_buffers_out_of_band_are_empty() -> None:
    out: list[pickle.PickleBuffer] = []
    content = pickle.dumps({"a": pickle.PickleBuffer(b"12345678")}, protocol=5, buffer_callback=out.append)

    assert outcome("m.pkl", content) == ""


@pytest.mark.parametrize(
    "content",
    [
        b"\x80\x02N" + b"r\xff\xff\xff\xff" + b".",  # a memo of a huge number
        b"\x80\x02]q\x00h\x00a.",  # a list in itself
        b"\x80\x02]q\x00" + b"(h\x00h\x00e" * 60 + b".",
        b"\x80\x02]" + b"".join(b"q%ch%c\x86" % (place, place) for place in range(200)) + b".",  # tuples of tuples
    ],
)
def test_tricks_with_the_memo_end_soon(content: bytes) -> None:
    began = time.process_time()

    assert outcome("m.pkl", content) in ("", "artefact-damaged")
    assert time.process_time() - began < 5


def test_a_zip_in_a_checkpoint_is_not_opened() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"hidden": np.zeros(80, np.float32)}))
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"a": 1}, protocol=2))
        archive.writestr("inner.zip", inner.getvalue())
    model = read_model("m.pt", Held(outer.getvalue()), Artefacts(), lambda path: None)

    assert model is not None
    assert model.tensors == ()


def test_a_name_that_occurs_twice_is_refused() -> None:
    entry = b'"a":{"dtype":"F32","shape":[4],"data_offsets":[%d,%d]}'
    header = b"{" + entry % (0, 16) + b"," + entry % (16, 32) + b"}"

    assert outcome("m.safetensors", struct.pack("<Q", len(header)) + header + bytes(32)) == "artefact-damaged"


def test_tensors_that_overlap_are_noted() -> None:
    entry = b'"%s":{"dtype":"F32","shape":[8],"data_offsets":[%d,%d]}'
    header = b"{" + entry % (b"a", 0, 32) + b"," + entry % (b"b", 16, 48) + b"}"
    model = read_model(
        "m.safetensors", Held(struct.pack("<Q", len(header)) + header + bytes(48)), Artefacts(), lambda path: None
    )

    assert model is not None
    assert [note.key for note in model.notes] == ["artefact-overlap"]


def test_numbers_in_an_array_are_not_read_one_by_one() -> None:
    count = 3_000_000
    content = struct.pack("<4sIQQQ1sIIQ", b"GGUF", 3, 0, 1, 1, b"a", 9, 7, count) + bytes(count)
    began = time.process_time()

    assert outcome("m.gguf", content, Artefacts(max_steps=100_000)) == ""
    assert time.process_time() - began < 2


def test_a_tokenizer_beyond_the_limit_is_recorded(tmp_path: Path) -> None:
    folder = works.write(tmp_path / "work", {"tokenizer.json": works.tokenizer([])})
    [item] = formats.inventory(folder, Artefacts(max_header_bytes=1_000)).inventory

    assert not item.is_read
    assert "artefact-beyond" in str(item.detail)


def test_shards_outside_the_work_are_not_opened(tmp_path: Path) -> None:
    outside = works.write(tmp_path / "outside", {"model-00001-of-00002.safetensors": works.weights(1)})
    index = {"weight_map": {"a": "../outside/model-00001-of-00002.safetensors", "b": "/etc/passwd"}}
    folder = works.write(tmp_path / "work", {"model.safetensors.index.json": index})
    (folder / "model-00002-of-00002.safetensors").symlink_to(outside / "model-00001-of-00002.safetensors")

    assert formats.inventory(folder).models == {}
