"""Every format that is read gives the same tensors with the same values."""

import pickle
from collections.abc import Callable

import h5py
import numpy as np
import pytest

from codematch.artefacts.model_file import ModelFile, UnreadError
from codematch.artefacts.readers import gguf, read_model
from codematch.artefacts.readers.zip_view import Held
from codematch.artefacts.values import blocks, decode, is_readable, rows, whole
from codematch.settings import Artefacts
from tests.artefacts import formats
from tests.benchmarks.artefacts.parameter_null import safetensors_bytes

RULES = Artefacts()
RANDOM = np.random.default_rng(3)
TENSORS = {
    "a.weight": RANDOM.normal(0.0, 1.0, (6, 4)).astype(np.float32),
    "b.bias": RANDOM.normal(0.0, 1.0, (5,)).astype(np.float32),
}
FORMATS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "safetensors": ("m.safetensors", lambda: safetensors_bytes(TENSORS)),
    "onnx": ("m.onnx", lambda: formats.onnx(TENSORS, ["MatMul", "Relu"])),
    "pytorch-zip": ("m.pt", lambda: formats.torch_zip(TENSORS)),
    "pickle": ("m.pth", lambda: formats.torch_legacy(TENSORS)),
    "npz": ("m.npz", lambda: formats.npz(TENSORS, packed=False)),
    "packed npz": ("m.npz", lambda: formats.npz(TENSORS, packed=True)),
    "gguf": ("m.gguf", lambda: formats.gguf(TENSORS, {"general.name": "x"})),
    "mindspore": ("m.ckpt", lambda: formats.mindspore(TENSORS)),
    "paddle": ("m.pdparams", lambda: pickle.dumps(TENSORS, protocol=2)),
    "numpy pickle": ("m.pkl", lambda: pickle.dumps(TENSORS, protocol=4)),
}


def read(name: str, content: bytes) -> ModelFile:
    model = read_model(name, Held(content), RULES, lambda path: None)
    assert model is not None
    return model


@pytest.mark.parametrize("form", FORMATS)
def test_names_shapes_and_values_are_those_that_were_written(form: str) -> None:
    name, made = FORMATS[form]
    model = read(name, made())
    found = {tensor.name: tensor for tensor in model.tensors}

    assert set(found) == set(TENSORS)
    assert model.notes == ()
    for key, array in TENSORS.items():
        tensor = found[key]
        assert (tensor.shape, tensor.dtype, is_readable(tensor)) == (array.shape, "F32", True)
        assert np.array_equal(whole(model, tensor), array)
        assert np.array_equal(np.concatenate(list(blocks(model, tensor, 16))), array.reshape(-1))


def test_views_with_other_strides_are_put_in_row_order() -> None:
    model = read("m.pt", formats.torch_zip(TENSORS, transposed=True))
    found = {tensor.name: tensor for tensor in model.tensors}["a.weight"]

    assert found.shape == (4, 6)
    assert np.array_equal(whole(model, found), TENSORS["a.weight"].T)


def test_arrays_in_column_order_are_read_in_theirs() -> None:
    array = np.asfortranarray(TENSORS["a.weight"])
    for name, content in (("m.npy", formats.npy(array)), ("m.pkl", pickle.dumps({"": array}))):
        model = read(name, content)
        assert np.array_equal(whole(model, model.tensors[0]), array)


def test_arrays_of_objects_are_not_read() -> None:
    model = read("m.npy", formats.npy(np.array([{}, None], dtype=object)))

    assert model.tensors[0].unread == "artefact-type"
    assert not is_readable(model.tensors[0])


def test_operations_of_a_graph_are_read_in_order() -> None:
    model = read("m.onnx", formats.onnx(TENSORS, ["Conv", "Relu", "MatMul"]))

    assert [operation.kind for operation in model.operations] == ["Conv", "Relu", "MatMul"]
    assert model.metadata == (("producer_name", "tests"),)


def test_blocks_of_eight_bits_are_near_the_values_they_were_made_of() -> None:
    array = RANDOM.normal(0.0, 1.0, (8, 64)).astype(np.float32)
    model = read("m.gguf", formats.gguf({"w": array}, {}, quantised=True))
    [tensor] = model.tensors

    assert (tensor.dtype, tensor.shape) == ("Q8_0", (8, 64))
    assert float(np.abs(whole(model, tensor) - array).max()) < 0.02


def test_blocks_of_four_bits_are_decoded_as_ggml_does() -> None:
    scale = np.array([0.5], dtype="<f2").tobytes()
    codes = bytes(low | high << 4 for low, high in zip(range(16), range(15, -1, -1), strict=True))
    expected = [0.5 * (code - 8) for code in (*range(16), *range(15, -1, -1))]

    assert decode(scale + codes, "Q4_0").tolist() == expected


def test_sixteen_and_eight_bit_floats_are_decoded() -> None:
    assert decode(np.array([0x3F80, 0xC000], dtype="<u2").tobytes(), "BF16").tolist() == [1.0, -2.0]
    assert decode(bytes([0x38, 0xB8, 0x7E]), "F8_E4M3").tolist() == [1.0, -1.0, 448.0]
    assert decode(bytes([0x3C, 0x7B]), "F8_E5M2").tolist() == [1.0, 57344.0]


def test_some_rows_are_read_without_the_others() -> None:
    model = read("m.safetensors", safetensors_bytes(TENSORS))
    tensor = model.tensors[0]

    assert np.array_equal(rows(model, tensor, np.array([1, 4])), TENSORS["a.weight"][[1, 4]])


def test_a_vocabulary_in_a_gguf_is_read() -> None:
    import struct

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    tokens = b"".join(text(value) for value in ("a", "b"))
    body = struct.pack("<4sIQQ", b"GGUF", 3, 0, 1) + text(gguf.TOKENS) + struct.pack("<IIQ", 9, 8, 2) + tokens

    assert gguf.vocabulary(Held(body), RULES) == (("a", "b"), ())


@pytest.mark.parametrize("name", ["m.pb", "m.msgpack", "m.joblib", "m.pdmodel", "m.engine"])
def test_formats_without_a_reader_are_named(name: str) -> None:
    with pytest.raises(UnreadError) as caught:
        read_model(name, Held(b"\0" * 64), RULES, lambda path: None)

    assert caught.value.why.key == "artefact-no-reader"


def test_hdf5_is_read_where_the_library_is_installed(tmp_path) -> None:
    with h5py.File(tmp_path / "m.h5", "w") as file:
        file.create_dataset("dense/kernel", data=TENSORS["a.weight"])
        file.create_dataset("dense/packed", data=np.arange(64.0), compression="gzip")
        file["elsewhere"] = h5py.ExternalLink("/etc/passwd", "x")
    model = read("m.h5", (tmp_path / "m.h5").read_bytes())
    found = {tensor.name: tensor for tensor in model.tensors}

    assert set(found) == {"dense/kernel", "dense/packed"}
    assert np.array_equal(whole(model, found["dense/kernel"]), TENSORS["a.weight"])
    assert found["dense/packed"].unread == "artefact-packed"
