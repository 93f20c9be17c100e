"""Training repositories with a model, written by the tests: one, a disguised copy of it, and an independent one."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tests.benchmarks.artefacts.parameter_null import safetensors_bytes

MODEL = """
import torch
from torch import nn


class GaugeNet(nn.Module):
    def __init__(self, width=48):
        super().__init__()
        self.embed = nn.Embedding(512, 48)
        self.conv = nn.Conv1d(48, 96, kernel_size=5, padding=2)
        self.norm = nn.LayerNorm(96)
        self.drop = nn.Dropout(0.17)
        self.mixer = nn.MultiheadAttention(96, 6)
        self.up = nn.Linear(96, 352)
        self.down = nn.Linear(352, 96)
        self.head = nn.Linear(96, 11)

    def forward(self, x):
        return self.head(self.down(self.up(x)))
"""
PORTED = """
import tensorflow as tf
from tensorflow.keras import layers


def build_reader(dim):
    x = inp = layers.Input((None,))
    x = layers.Embedding(512, 48)(x)
    x = layers.Conv1D(filters=96, kernel_size=(5,), padding="same")(x)
    x = layers.LayerNormalization()(x)
    x = layers.Dropout(rate=0.17)(x)
    x = layers.MultiHeadAttention(num_heads=6, key_dim=16)(x, x)
    x = layers.Dense(352)(x)
    x = layers.Dense(96)(x)
    out = layers.Dense(11)(x)
    return tf.keras.Model(inp, out)
"""
TRAINING = '''
import torch
import torch.nn.functional as F

SEED = 73129
GRAD_CLIP = 0.83
learning_rate = 3.174e-4
PROMPT = """You are an inspector of water gauges. Read the level in {unit} from the report below, state the river, the
station and the hour, and answer with a single number. If the report gives two levels, take the later one."""


def fit(model, loader):
    torch.manual_seed(SEED)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, betas=(0.9, 0.97), weight_decay=0.013)
    for batch in loader:
        logits = model(batch.x)
        loss = F.cross_entropy(logits, batch.y, label_smoothing=0.07) + 0.31 * F.smooth_l1_loss(batch.a, batch.b)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), GRAD_CLIP)
        optimizer.step()
        optimizer.zero_grad()
'''
CHANGED_TRAINING = '''
import torch
import torch.nn.functional as F

START = 73129
template = """You are an examiner of water gauges. Read the level in %s from the report below, state the river, the
station and the hour, and answer with a single number. If the report gives two levels, take the later one."""


def run(net, data):
    torch.manual_seed(START)
    opt = torch.optim.AdamW(net.parameters(), lr=0.0003174, betas=(0.9, 0.97), weight_decay=0.013)
    for part in data:
        out = net(part.x)
        cost = F.cross_entropy(out, part.y, label_smoothing=0.07) + 0.31 * F.smooth_l1_loss(part.a, part.b)
        cost.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), max_norm=0.83)
        opt.step()
        opt.zero_grad()
'''
OTHER_MODEL = """
from torch import nn


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 20, 3)
        self.second = nn.MaxPool2d(2)
        self.third = nn.Conv2d(20, 40, 3)
        self.fourth = nn.Linear(1000, 10)
"""
CONFIG = {
    "model_type": "gauge", "hidden_size": 96, "intermediate_size": 352, "num_attention_heads": 6, "vocab_size": 512,
    "layer_norm_eps": 3.1e-07, "rope_theta": 71234.0, "learning_rate": 3.174e-4, "attention_dropout": 0.17,
}  # fmt: skip
CHANGED_CONFIG = {
    "model_type": "reader", "d_model": 96, "ffn_dim": 352, "num_attention_heads": 6, "vocab_size": 520,
    "layer_norm_eps": 3.1e-07, "rope_base": 71234.0, "learning_rate": 3.174e-4, "attention_dropout": 0.17,
}  # fmt: skip
OTHER_CONFIG = {"model_type": "digits", "hidden_size": 64, "num_labels": 10, "dropout": 0.5, "learning_rate": 0.001}
TOKENS = ["<s>", "</s>", "<unk>", "<gauge_reading>", "<|river|>"]


def tokenizer(extra: list[str], words: int = 300) -> dict[str, object]:
    """Return a tokenizer in the form of the library of that name."""
    names = [*TOKENS, *(f"w{number * 37 % 997}" for number in range(words)), *extra]
    return {
        "added_tokens": [{"id": number, "content": token} for number, token in enumerate([*TOKENS, *extra])],
        "normalizer": {"type": "NFKC"},
        "pre_tokenizer": {"type": "ByteLevel"},
        "decoder": None,
        "model": {"type": "BPE", "vocab": {name: number for number, name in enumerate(names)},
                  "merges": [f"w{number} w{number + 1}" for number in range(100)]},
    }  # fmt: skip


def weights(seed: int) -> dict[str, np.ndarray]:
    """Return the tensors of a model that nobody trained: for relations, not for the null."""
    random = np.random.default_rng(seed)
    shapes = {"embed.weight": (512, 48), "conv.weight": (96, 48, 5), "norm.weight": (96,), "up.weight": (352, 96),
              "down.weight": (96, 352), "head.weight": (11, 96)}  # fmt: skip
    return {name: random.normal(0.0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()}


def renamed_with_noise(network: Mapping[str, np.ndarray], share: float) -> dict[str, np.ndarray]:
    """Return the tensors under other names with noise of a share of their spread."""
    random = np.random.default_rng(5)
    return {
        f"blocks.{place}.w": (value + random.normal(0.0, share * value.std(), value.shape)).astype(np.float32)
        for place, value in enumerate(network.values())
    }


def write(folder: Path, files: Mapping[str, object]) -> Path:
    """Write files: bytes as they are, texts as UTF-8, tensors as safetensors, everything else as JSON."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif isinstance(content, dict) and content and all(isinstance(item, np.ndarray) for item in content.values()):
            path.write_bytes(safetensors_bytes(content))
        else:
            path.write_text(json.dumps(content), encoding="utf-8")
    return folder


def known(folder: Path) -> Path:
    """Write the training repository."""
    return write(folder, {
        "gauge/model.py": MODEL, "gauge/train.py": TRAINING, "config.json": CONFIG, "tokenizer.json": tokenizer([]),
        "model.safetensors": weights(1),
    })  # fmt: skip


def disguised(folder: Path) -> Path:
    """Write it with layers renamed, ported to another framework, and noise in the weights."""
    return write(folder, {
        "reader/net.py": PORTED, "reader/run.py": CHANGED_TRAINING, "config.json": CHANGED_CONFIG,
        "tokenizer.json": tokenizer(["<extra>"]), "weights.safetensors": renamed_with_noise(weights(1), 0.05),
    })  # fmt: skip


def independent(folder: Path) -> Path:
    """Write another training repository for another task."""
    return write(folder, {
        "digits/model.py": OTHER_MODEL, "model.safetensors": weights(2),
        "config.json": OTHER_CONFIG,
    })  # fmt: skip
