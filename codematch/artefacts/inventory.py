"""Which files of a work are AI artefacts, by their names and what is in them; and the models among them, opened."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from codematch.artefacts import data_prompts, prompts, settings_text, tokenizers
from codematch.artefacts.model_file import ModelFile, UnreadError, beyond
from codematch.artefacts.prompts import Prompt
from codematch.artefacts.readers import SUFFIXES, form_of, gguf, read_model
from codematch.artefacts.readers.onnx import Sibling
from codematch.artefacts.tokenizers import Tokenizer
from codematch.model.artefacts import Artefact, ArtefactKind
from codematch.model.message import Message
from codematch.model.source import ByteSource, FileRecord, SourceFile, SourceTree
from codematch.settings import Artefacts

_CONFIGURATIONS = re.compile(
    r"(?:.*/)?(?:(?:config|generation_config|preprocessor_config|adapter_config|training_args|trainer_state|params|hparams|"
    r"hyperparameters|model_config|ds_config|deepspeed|accelerate|default_config|model_index|scheduler_config|"
    r"sentence_bert_config|config_sentence_transformers|modules|feature_extractor)[\w.-]*\.(?:json|ya?ml|toml)"
    r"|(?:conf|configs?|hydra|recipes)/(?:.*/)?[\w.-]+\.(?:ya?ml|toml|json))"
)
_TRAINING = re.compile(
    rb"(?:learning_rate|\blr\b|batch_size|num_epochs|\bepochs\b|hidden_size|num_layers|optimizer|weight_decay|warmup|"
    rb"n_estimators|max_depth|vocab_size|num_attention_heads|dropout)[\"' ]*[:=]"
)
_CARD = re.compile(rb"\A---\n(?:[^\n]*\n){0,60}?(?:library_name|pipeline_tag|base_model|model-index|tags):")
_DATA_LISTS = re.compile(r"(?:dataset_infos?|dataset_dict|datasets?|data_list|dvc)\.(?:json|ya?ml|jsonl|lock)")
_READ_BYTES = 100_000_000


@dataclass(slots=True)
class Found:
    """The artefacts of one work: `inventory`, and what was read of each by path.

    `models` are the files with weights, open until the stack of the caller is closed.
    """

    inventory: list[Artefact] = field(default_factory=list)
    models: dict[str, ModelFile] = field(default_factory=dict)
    configurations: dict[str, dict[str, str]] = field(default_factory=dict)
    tokenizers: list[Tokenizer] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def take_inventory(tree: SourceTree, stack: ExitStack, rules: Artefacts) -> Found:
    """List the artefacts of a work and read them; weights stay open until the stack is closed."""
    found = Found()
    inside_models: set[str] = set()
    by_path = {file.record.path: file.record for file in tree.files}
    for file in tree.files:
        record = file.record
        if not record.size_bytes or any(record.path.startswith(one) for one in inside_models):
            continue
        if _is_model_name(record.path):
            if _model(tree, record, by_path, stack, found, rules):
                inside_models.add(f"{record.path}!/")
            continue
        _text(tree, file, found, rules, stack)
    found.tokenizers = tokenizers.joined(found.tokenizers)
    return found


def _is_model_name(path: str) -> bool:
    lower = path.lower()
    return lower.endswith(SUFFIXES) or bool(form_of(lower))


def _model(
    tree: SourceTree,
    record: FileRecord,
    by_path: dict[str, FileRecord],
    stack: ExitStack,
    found: Found,
    rules: Artefacts,
) -> bool:
    """Read a file with weights; return whether it is one."""
    if len(found.models) >= rules.max_models:
        found.inventory.append(_artefact(ArtefactKind.WEIGHTS, record, "", Message.of("artefact-too-many")))
        return True
    source = _opened(tree, record, stack)
    if source is None:
        found.inventory.append(_artefact(ArtefactKind.WEIGHTS, record, "", Message.of("artefact-bytes")))
        return True
    siblings = _siblings(tree, record, by_path, stack)
    try:
        model = read_model(record.path, source, rules, siblings)
    except UnreadError as error:
        form = form_of(record.path) or record.path.rpartition(".")[2].lower()
        found.inventory.append(_artefact(ArtefactKind.WEIGHTS, record, form, error.why))
        return True
    if model is None or not (model.tensors or model.operations or model.notes):
        return False
    if model.tensors or model.operations:
        found.models[record.path] = model
    if model.form == gguf.FORM:
        _vocabulary(record.path, source, found, rules)
    kind = ArtefactKind.ADAPTER if _is_adapter(record.path, model) else ArtefactKind.WEIGHTS
    tensors, operations = len(model.tensors), len(model.operations)
    detail = Message.of("artefact-tensors", tensors=tensors, values=model.parameters, operations=operations)
    detail = Message.of("artefact-noted", read=detail, notes=model.notes) if model.notes else detail
    found.inventory.append(_artefact(kind, record, model.form, detail, is_read=True))
    return True


def _vocabulary(path: str, source: ByteSource, found: Found, rules: Artefacts) -> None:
    """Note the tokenizer that a GGUF holds."""
    tokens, merges = gguf.vocabulary(source, rules)
    if tokens:
        found.tokenizers.append(Tokenizer(path=path, tokens=tokens, merges=merges))


def _is_adapter(path: str, model: ModelFile) -> bool:
    return "adapter" in path.rpartition("/")[2].lower() or any("lora_A" in tensor.name for tensor in model.tensors)


def _opened(tree: SourceTree, record: FileRecord, stack: ExitStack) -> ByteSource | None:
    return stack.enter_context(tree.contents.open(record)) if tree.contents is not None else None


def _siblings(tree: SourceTree, record: FileRecord, by_path: dict[str, FileRecord], stack: ExitStack) -> Sibling:
    """Return what opens data that a model keeps in another file: one of the same work, and no other."""
    folder = PurePosixPath(record.path).parent

    def sibling(path: str) -> ByteSource | None:
        parts = PurePosixPath(path.replace("\\", "/")).parts
        if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]:
            return None
        other = by_path.get((folder / path).as_posix())
        return None if other is None else _opened(tree, other, stack)

    return sibling


def _text(tree: SourceTree, file: SourceFile, found: Found, rules: Artefacts, stack: ExitStack) -> None:
    """Read an artefact that is text, or a small binary file of a tokenizer."""
    record = file.record
    kind = kind_of(record.path, file.content)
    found.prompts += data_prompts.prompts(record.path, file.content, rules.min_prompt_words)
    if kind is None:
        return
    content = file.content or _small(tree, record, stack)
    said: Message | None = None
    if record.size_bytes > rules.max_header_bytes:
        why = beyond("max_header_bytes", rules.max_header_bytes).why
        found.inventory.append(_artefact(kind, record, record.path.rpartition(".")[2].lower(), why))
        return
    if kind is ArtefactKind.TOKENIZER:
        tokenizer = tokenizers.read(record.path, content, rules)
        if tokenizer is not None:
            found.tokenizers.append(tokenizer)
            said = Message.of("artefact-tokens", tokens=len(tokenizer.tokens), merges=len(tokenizer.merges),
                              added=len(tokenizer.added))  # fmt: skip
    elif kind is ArtefactKind.CONFIGURATION:
        fields = settings_text.fields(record.path, content.decode("utf-8", "replace"))
        if fields:
            found.configurations[record.path] = fields
            said = Message.of("artefact-fields", count=len(fields))
    elif kind is ArtefactKind.PROMPT:
        text = content.decode("utf-8", "replace")
        prompt = prompts.prompt(record.path, 1, "", text, rules.min_prompt_words)
        if prompt is not None:
            found.prompts.append(prompt)
            said = Message.of("artefact-words", count=len(prompt.words))
    else:
        said = Message.of("artefact-listed")
    form = record.path.rpartition(".")[2].lower()
    found.inventory.append(_artefact(kind, record, form, said or Message.of("artefact-form"), is_read=said is not None))


def kind_of(path: str, content: bytes) -> ArtefactKind | None:
    """Return what a file is that holds no weights; None for one that is no artefact."""
    name = path.rpartition("/")[2].lower()
    if tokenizers.is_tokenizer(path):
        return ArtefactKind.TOKENIZER if name != "tokenizer_config.json" else ArtefactKind.CONFIGURATION
    checks: tuple[tuple[ArtefactKind, Callable[[], bool]], ...] = (
        (ArtefactKind.PROMPT, lambda: prompts.is_prompt_file(path)),
        (ArtefactKind.DATA_LIST, lambda: _DATA_LISTS.fullmatch(name) is not None),
        (ArtefactKind.CONFIGURATION, lambda: _is_configuration(path, content)),
        (ArtefactKind.MODEL_CARD, lambda: name.endswith(".md") and _CARD.match(content) is not None),
        (ArtefactKind.NOTEBOOK, lambda: name.endswith(".ipynb")),
    )
    return next((kind for kind, holds in checks if holds()), None)


def _is_configuration(path: str, content: bytes) -> bool:
    lower = path.lower()
    if not lower.endswith((".json", ".yaml", ".yml", ".toml")) or lower.endswith("package.json"):
        return False
    return len(set(_TRAINING.findall(content[:200_000]))) >= (1 if _CONFIGURATIONS.fullmatch(lower) else 2) or (
        _CONFIGURATIONS.fullmatch(lower) is not None and b"model_type" in content
    )


def _small(tree: SourceTree, record: FileRecord, stack: ExitStack) -> bytes:
    source = _opened(tree, record, stack) if record.size_bytes <= _READ_BYTES else None
    return source.read(0, record.size_bytes) if source is not None else b""


def _artefact(
    kind: ArtefactKind, record: FileRecord, form: str, detail: Message | None, is_read: bool = False
) -> Artefact:
    return Artefact(
        kind=kind,
        path=record.path,
        format=form,
        sha256=record.digest,
        size_bytes=record.size_bytes,
        is_read=is_read,
        detail=detail,
    )


def stems(models: dict[str, ModelFile]) -> Iterator[tuple[str, list[ModelFile]]]:
    """Yield models with their files: those that differ only in the number of a part are one model."""
    groups: dict[str, list[ModelFile]] = {}
    for path, model in sorted(models.items()):
        groups.setdefault(_PART.sub("", path), []).append(model)
    yield from sorted(groups.items())


_PART = re.compile(r"[-_.]?\d{5}-of-\d{5}")
