"""Settings of the comparison of AI artefacts."""

from dataclasses import dataclass

from codematch.settings.declaration import setting, switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefacts:
    """Configurations, structure, parameters, tokenizers, prompts and pipelines of AI works."""

    on: bool = switch(True, "compare AI artefacts where both works have some")
    max_header_bytes: int = setting(
        64_000_000, "bytes", 1_000, 10**10, "header, graph or pickle of a model that is read: hostile ones have no end"
    )
    max_tensors: int = setting(200_000, "tensors", 1, 10**8, "read of one file: the largest models have some thousands")
    max_members: int = setting(20_000, "members", 1, 10**8, "of a zip that is a model; one with more is not opened")
    max_steps: int = setting(
        20_000_000, "steps", 1_000, 10**12, "opcodes of a pickle, or fields of a graph, that are read of one file"
    )
    max_models: int = setting(64, "files", 1, 10**6, "files with weights of each work whose tensors are compared")
    block_bytes: int = setting(
        1_000_000, "bytes", 1_000, 10**9, "of a tensor in memory at a time: more does not fit near the processor"
    )
    min_values: int = setting(
        64, "values", 2, 10**9, "of a tensor that can tell anything: shorter ones agree by accident"
    )
    min_distinct: int = setting(
        16, "values", 2, 10**9, "different values of such a tensor: constants and masks are equal in any model"
    )
    max_matrix_values: int = setting(
        50_000_000,
        "values",
        1_000,
        10**10,
        "of a matrix in memory as a whole; larger ones are compared at the same places only",
    )
    sampled_rows: int = setting(
        256, "rows", 8, 10**6, "of a matrix for figures that need it whole, evenly spaced; also its columns"
    )
    sampled_blocks: int = setting(
        4, "blocks", 1, 10**6, "of a Transformer whose invariant terms are compared, evenly spaced: each takes a second"
    )
    min_shared_rows: float = setting(
        0.5, "share", 0, 1, "of the rows of a tensor that occur in another one: it is then a part or a merger of it"
    )
    equal_tolerance: float = setting(
        1e-5, "share", 0, 1, "largest difference of equal values, of their spread: rounding is below it"
    )
    listed_rows: int = setting(200, "rows", 0, 10**6, "maximum number of rows of one table in a result")
    listed_pairs: int = setting(40, "pairs", 0, 10**6, "maximum number of pairs of artefacts of each kind in a result")
    listed_files: int = setting(400, "files", 0, 10**6, "maximum number of files in each inventory of a result")
    min_field_share: float = setting(
        0.3, "share", 0, 1, "of the fields of the smaller configuration that the other one must have, to be a pair"
    )
    rare_value_share: float = setting(
        0.02, "share", 0, 1, "a value of a field is rare if at most this share of public configurations has it"
    )
    min_token_share: float = setting(
        0.2, "share", 0, 1, "of the smaller vocabulary that is in the other one, for a pair of tokenizers to be listed"
    )
    min_prompt_words: int = setting(
        12, "words", 2, 10**6, "of a prompt (characters in Chinese); shorter ones are labels"
    )
    prompt_run: int = setting(5, "words", 2, 100, "in a row that two prompts share; shorter runs are idioms")
    min_prompt_share: float = setting(
        0.2, "share", 0, 1, "of the runs of the shorter prompt that are in the other one, for a pair to be listed"
    )
    min_layers: int = setting(3, "layers", 1, 10**6, "of a model in code, or of a graph, that is compared")
    min_layer_share: float = setting(
        0.5, "share", 0, 1, "of the layers of the smaller structure that are aligned, for a pair to be listed"
    )
    min_calls: int = setting(3, "calls", 1, 10**6, "of a pipeline that is compared")
    min_call_share: float = setting(
        0.5, "share", 0, 1, "of the calls of the shorter pipeline that are aligned, for a pair to be listed"
    )
