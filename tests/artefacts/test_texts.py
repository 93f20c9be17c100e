"""Configurations, tokenizers and prompts of two works."""

import base64
import json

import pytest

from codematch.artefacts import configuration, prompts, settings_text, tokenizers
from codematch.model.artefacts import ArtefactRelation
from codematch.settings import Artefacts
from tests.artefacts import formats, works

RULES = Artefacts()


def test_fields_are_equal_different_renamed_or_on_one_side() -> None:
    known, questioned = ({**item} for item in (works.CONFIG, works.CHANGED_CONFIG))
    pairs = configuration.compare(
        settings_text.fields("a.json", json.dumps(known)), settings_text.fields("a.json", json.dumps(questioned))
    )
    by_name = {pair.known[0] if pair.known else pair.questioned[0]: pair for pair in pairs}

    assert by_name["layer_norm_eps"].relation is ArtefactRelation.EQUAL
    assert by_name["vocab_size"].relation is ArtefactRelation.DIFFERENT
    assert by_name["rope_theta"].relation is ArtefactRelation.RENAMED
    assert by_name["rope_theta"].questioned == ("rope_base", "71234")
    assert by_name["intermediate_size"].questioned == ("ffn_dim", "352")


def test_a_value_is_counted_in_public_configurations() -> None:
    usual, of = configuration.seen("encoder.hidden_act", "gelu")
    rare, same = configuration.seen("encoder.hidden_act", "no-such-function")

    assert (rare, same) == (0, of)
    assert of > 50
    assert usual > 20
    assert configuration.seen("no_such_field", "1") == (0, 0)


YAML = """
# training
model:
  name: "gauge"   # a name
  layers: 3
  sizes: [1, 2]
train: !!python/object/apply:os.system ["x"]
steps:
  - kind: a
    lr: 1.0e-3
  - kind: b
flag: yes
text: |
  free: text
"""


def test_yaml_is_read_without_following_tags() -> None:
    found = settings_text.fields("a.yaml", YAML)

    assert found["model.name"] == "gauge"
    assert found["model.layers"] == "3"
    assert found["steps.0.lr"] == "0.001"
    assert found["steps.1.kind"] == "b"
    assert found["flag"] == "true"
    assert found["train"].startswith("!!python")


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", "{"), ("a.toml", "="), ("a.json", "[" * 100_000), ("a.txt", "a: b")]
)
def test_what_is_no_configuration_has_no_fields(name: str, text: str) -> None:
    assert settings_text.fields(name, text) == {}


def tokenizer(path: str, content: bytes) -> tokenizers.Tokenizer:
    found = tokenizers.read(path, content, RULES)
    assert found is not None
    return found


def test_tokenizers_are_compared_by_vocabulary_order_merges_and_special_tokens() -> None:
    left, right = (
        tokenizer("tokenizer.json", json.dumps(works.tokenizer(extra)).encode()) for extra in ([], ["<extra>"])
    )
    found = tokenizers.compare(left, right)

    assert (found.common, found.smaller, found.same_place, found.in_order) == (305, 305, 305, 1.0)
    assert (found.merges, found.merges_prefix) == (100, 100)
    assert set(found.unusual) == {"<gauge_reading>", "<|river|>"}
    assert found.only_questioned == ("<extra>",)
    assert found.same_steps


def test_every_form_of_a_vocabulary_is_read() -> None:
    pieces = b"".join(
        formats.field(1, formats.field(1, token.encode()) + formats.field(3, kind))
        for token, kind in (("<unk>", 2), ("▁a", 1), ("<tool>", 4))
    )
    ranks = b"".join(base64.b64encode(token) + b" %d\n" % rank for rank, token in enumerate((b"a", b"bc")))

    assert tokenizer("x/vocab.json", b'{"b": 1, "a": 0}').tokens == ("a", "b")
    assert tokenizer("vocab.txt", b"[CLS]\nword\n").tokens == ("[CLS]", "word")
    assert tokenizer("merges.txt", b"#version: 0.2\na b\n").merges == ("a b",)
    assert tokenizer("m.tiktoken", ranks).tokens == ("a", "bc")
    assert tokenizer("tokenizer.model", pieces).added == ("<tool>",)
    assert tokenizers.read("tokenizer.json", b"[]", RULES) is None
    assert tokenizers.read("tokenizer.model", b"\xff" * 20, RULES) is None


ENGLISH = "You are an inspector of {kind} gauges. Read the level in {unit} and answer with a single number, no words."
CHANGED = "You are an examiner of %s gauges. Read the level in %s and answer with a single number, no words."
CHINESE = "你是一名水位检查员。请根据以下{报告}读出水位，并只回答一个数字，不要附加任何说明。"
CHINESE_CHANGED = "你是一名水位巡查员。请根据以下{{材料}}读出水位，并只回答一个数字，不要附加任何说明。"


@pytest.mark.parametrize(("known", "questioned"), [(ENGLISH, CHANGED), (CHINESE, CHINESE_CHANGED)])
def test_prompts_are_compared_with_placeholders_in_one_form(known: str, questioned: str) -> None:
    left, right = (prompts.prompt("a.py", 1, "", text, 12) for text in (known, questioned))
    assert left is not None
    assert right is not None
    found = prompts.compare(left, right, 5, 10)

    assert found.share > 0.5
    assert found.longest >= 10
    assert prompts.may_share([left], [right], 5) == {(0, 0): found.share}


def test_prompts_for_other_things_share_no_run() -> None:
    left = prompts.prompt("a.py", 1, "", ENGLISH, 12)
    right = prompts.prompt(
        "b.py", 1, "", "Translate the sentence below into French and keep its tone as it is, please.", 12
    )
    assert left is not None
    assert right is not None

    assert prompts.may_share([left], [right], 5) == {}


def test_a_literal_is_a_prompt_by_its_name_or_its_beginning() -> None:
    assert prompts.is_prompt_text("Anything", ["SYSTEM_PROMPT"])
    assert prompts.is_prompt_text("  你是一个助手", [])
    assert not prompts.is_prompt_text("usage: tool [options]", ["text"])
    assert prompts.literal_text('f"""a\\nb"""') == "a\nb"
