"""Compares the AI artefacts of two works, aspect by aspect, within the limits of `artefacts.*`."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from codematch.artefacts import configuration, layers, parameters, pipelines, prompts, step_pairs, structure, tokenizers
from codematch.artefacts.align import best_pairs_of
from codematch.artefacts.explanations import Shown, explain
from codematch.artefacts.inventory import Found, stems, take_inventory
from codematch.artefacts.papers import cited
from codematch.artefacts.parameter_null import ParameterNull, load_parameter_null
from codematch.artefacts.pipelines import Constant, Pipeline
from codematch.artefacts.prompts import Prompt
from codematch.artefacts.rows import (
    configuration_pair,
    constants_pair,
    graph_pair,
    parameter_pair,
    pipeline_pair,
    prompt_pair,
    structure_pair,
    tokenizer_pair,
)
from codematch.artefacts.tensor_pairs import Item
from codematch.artefacts.tokenizers import Tokenizer
from codematch.artefacts.work import ArtefactWork
from codematch.model.artefacts import ArtefactKind, ArtefactPair, ArtefactsResult
from codematch.model.sides import Both
from codematch.settings import Artefacts, Settings

Models = list[tuple[str, tuple[Item, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """A work with what was read of it."""

    work: ArtefactWork
    found: Found
    models: Models
    code: tuple[layers.CodeModel, ...]
    pipelines: tuple[Pipeline, ...]
    constants: tuple[Constant, ...]
    prompts: tuple[Prompt, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that makes it an AI work; a notebook, a list of data or a template does not."""
        kinds = {item.kind for item in self.found.inventory}
        return not (kinds & _TELLING_KINDS or self.code or self.pipelines or self.work.asks_models)


_TELLING_KINDS = {
    ArtefactKind.WEIGHTS,
    ArtefactKind.ADAPTER,
    ArtefactKind.TOKENIZER,
    ArtefactKind.CONFIGURATION,
}


def compare_works(
    known: ArtefactWork, questioned: ArtefactWork, base: Sequence[ArtefactWork], settings: Settings
) -> ArtefactsResult | None:
    """Return what two works have in common in AI artefacts; None where one of them has none.

    Args:
        known: The known work.
        questioned: The questioned work.
        base: Works that both may be based on.
        settings: All settings.

    Raises:
        StoreError: The null of parameters is damaged.
    """
    rules = settings.artefacts
    if not rules.on:
        return None
    with ExitStack() as stack:
        left = _side(known, stack, rules)
        if left.is_empty:
            return None
        right = _side(questioned, stack, rules)
        if right.is_empty:
            return None
        return _result(left, right, [_side(work, stack, rules) for work in base], settings)


def _side(work: ArtefactWork, stack: ExitStack, rules: Artefacts) -> _Side:
    found = take_inventory(work.tree, stack, rules)
    models = [(path, parameters.items_of(files, rules)) for path, files in stems(found.models)]
    constants = [
        constant for path, (_, calls) in sorted(work.code.items()) for constant in pipelines.constants(path, calls)
    ]
    constants += [item for path, held in sorted(found.configurations.items())
                  for item in pipelines.configured(path, held)]  # fmt: skip
    code = {path: item for path, item in work.code.items() if item[0]}
    return _Side(
        work=work,
        found=found,
        models=models,
        code=layers.models_in_code(code, rules.min_layers),
        pipelines=tuple(
            line for path, (_, calls) in sorted(work.code.items())
            for line in pipelines.pipelines(path, calls, rules.min_calls)
        ),
        constants=tuple(constants),
        prompts=(*found.prompts, *work.prompts),
    )  # fmt: skip


def _result(left: _Side, right: _Side, base: Sequence[_Side], settings: Settings) -> ArtefactsResult:
    rules, null = settings.artefacts, load_parameter_null()
    lists = [
        _configurations(left, right, rules),
        _structures(left, right, rules),
        _parameters(left, right, base, null, settings),
        _tokenizers(left, right, rules),
        _prompts(left, right, rules),
        _pipelines(left, right, rules),
    ]
    pairs = tuple(pair for found in lists for pair in found[: rules.listed_pairs])
    shown = [_shown(side) for side in (left, right)]
    base_tokens = _base_tokens(left, right, base, rules)
    return ArtefactsResult(
        known_inventory=tuple(left.found.inventory[: rules.listed_files]),
        questioned_inventory=tuple(right.found.inventory[: rules.listed_files]),
        inventory_omitted=Both(*(max(0, len(side.found.inventory) - rules.listed_files) for side in (left, right))),
        pairs=pairs,
        omitted=sum(max(0, len(found) - rules.listed_pairs) for found in lists),
        explanations=explain(pairs, shown[0], shown[1], has_base=bool(base), base_tokens=base_tokens),
        null_digest=null.digest,
        notes=(*left.found.notes, *right.found.notes),
    )


def _shown(side: _Side) -> Shown:
    return Shown(
        frameworks=tuple(dict.fromkeys(model.framework for model in side.code)),
        has_weights=bool(side.models),
        papers=cited(side.work.tree),
    )


def _configurations(left: _Side, right: _Side, rules: Artefacts) -> list[ArtefactPair]:
    known, questioned = list(left.found.configurations.items()), list(right.found.configurations.items())
    shares = {
        (one, other): configuration.shared_fields(held, fields) + (0.001 if _same_name(path, name) else 0.0)
        for one, (path, held) in enumerate(known)
        for other, (name, fields) in enumerate(questioned)
        if min(len(held), len(fields)) >= _MIN_FIELDS
    }
    renamed = {
        (one, other): share
        for (one, other), share in shares.items()
        if share < rules.min_field_share and _same_name(known[one][0], questioned[other][0])
    }
    pairs = best_pairs_of({**shares, **dict.fromkeys(renamed, rules.min_field_share)}, rules.min_field_share)
    return [
        configuration_pair(known[one][0], questioned[other][0],
                           configuration.compare(known[one][1], questioned[other][1]), rules)
        for one, other in pairs
    ]  # fmt: skip


_MIN_FIELDS = 3


def _same_name(one: str, other: str) -> bool:
    return one.rpartition("/")[2].lower() == other.rpartition("/")[2].lower()


def _structures(left: _Side, right: _Side, rules: Artefacts) -> list[ArtefactPair]:
    known, questioned = ([structure.parts_of_code(model) for model in side.code] for side in (left, right))
    shares = {
        (one, other): structure.share(first, second)
        for one, first in enumerate(known)
        for other, second in enumerate(questioned)
    }
    found = []
    classes = tuple(
        [name for _, calls in side.work.code.values() for name, _ in calls.classes] for side in (left, right)
    )
    for one, other in best_pairs_of(shares, rules.min_layer_share):
        paired = structure.compare(known[one], questioned[other], (classes[0], classes[1]))
        found.append(structure_pair(left.code[one], right.code[other], paired, rules))
    return found + _graphs(left, right, rules)


def _graphs(left: _Side, right: _Side, rules: Artefacts) -> list[ArtefactPair]:
    known, questioned = (
        [(path, structure.parts_of_graph(model.operations)) for path, model in sorted(side.found.models.items())]
        for side in (left, right)
    )
    shares = {
        (one, other): structure.share(first, second)
        for one, (_, first) in enumerate(known)
        for other, (_, second) in enumerate(questioned)
        if min(len(first), len(second)) >= rules.min_layers
    }
    return [
        graph_pair(known[one][0], questioned[other][0], structure.compare(known[one][1], questioned[other][1]), rules)
        for one, other in best_pairs_of(shares, rules.min_layer_share)
    ]


def _parameters(
    left: _Side, right: _Side, base: Sequence[_Side], null: ParameterNull, settings: Settings
) -> list[ArtefactPair]:
    rules, level = settings.artefacts, settings.significance.level
    common = [item for side in base for _, items in side.models for item in items]
    found = []
    for one, other in _model_pairs(left.models, right.models):
        (path, known), (name, questioned) = left.models[one], right.models[other]
        paired = parameters.compare(known, questioned, common, null, rules, level)
        found.append(parameter_pair(path, name, known, questioned, paired, rules))
    return found


def _model_pairs(known: Models, questioned: Models) -> list[tuple[int, int]]:
    """Return for each questioned model the known one that is most like it, and the other way round."""
    shares = {
        (one, other): _likeness(first, second)
        for one, (_, first) in enumerate(known)
        for other, (_, second) in enumerate(questioned)
    }
    found = set()
    for other in range(len(questioned)):
        found.add(
            max(((one, other) for one in range(len(known))), key=lambda pair: (shares[pair], -pair[0]), default=None)
        )
    for one in range(len(known)):
        found.add(max(((one, other) for other in range(len(questioned))), key=lambda pair: (shares[pair], -pair[1]),
                      default=None))  # fmt: skip
    return sorted(pair for pair in found if pair is not None and shares[pair] > 0.0)


def _likeness(known: Sequence[Item], questioned: Sequence[Item]) -> float:
    """Return how much two models have in common: shapes of tensors, and tensors that are identical count twice."""
    shapes = [{tuple(sorted(item.tensor.shape)) for item in side if item.profile.is_telling}
              for side in (known, questioned)]  # fmt: skip
    keys = [{item.profile.key for item in side if item.profile.is_telling} for side in (known, questioned)]
    if not all(shapes):
        return 0.0
    same = len(keys[0] & keys[1]) / min(map(len, keys))
    return len(shapes[0] & shapes[1]) / min(map(len, shapes)) + 2.0 * same


def _tokenizers(left: _Side, right: _Side, rules: Artefacts) -> list[ArtefactPair]:
    return [
        tokenizer_pair(known, questioned, tokenizers.compare(known, questioned), rules)
        for known, questioned in _tokenizer_pairs(left, right, rules)
    ]


def _tokenizer_pairs(left: _Side, right: _Side, rules: Artefacts) -> list[tuple[Tokenizer, Tokenizer]]:
    known, questioned = left.found.tokenizers, right.found.tokenizers
    shares = {
        (one, other): tokenizers.share(first, second)
        for one, first in enumerate(known)
        for other, second in enumerate(questioned)
    }
    return [(known[one], questioned[other]) for one, other in best_pairs_of(shares, rules.min_token_share)]


def _base_tokens(left: _Side, right: _Side, base: Sequence[_Side], rules: Artefacts) -> float | None:
    """Return which share of the tokens that tokenizers have in common those of the base have; None without any."""
    public = {token for side in base for item in side.found.tokenizers for token in item.tokens}
    common = [
        token
        for known, questioned in _tokenizer_pairs(left, right, rules)
        for token in set(known.tokens) & set(questioned.tokens)
    ]
    return sum(token in public for token in common) / len(common) if public and common else None


def _prompts(left: _Side, right: _Side, rules: Artefacts) -> list[ArtefactPair]:
    known, questioned = left.prompts, right.prompts
    shares = prompts.may_share(known, questioned, rules.prompt_run)
    return [
        prompt_pair(known[one], questioned[other],
                    prompts.compare(known[one], questioned[other], rules.prompt_run, rules.listed_rows))
        for one, other in best_pairs_of(shares, rules.min_prompt_share)
    ]  # fmt: skip


def _pipelines(left: _Side, right: _Side, rules: Artefacts) -> list[ArtefactPair]:
    known, questioned = left.pipelines, right.pipelines
    shares = {
        (one, other): share
        for one, first in enumerate(known)
        for other, second in enumerate(questioned)
        if (share := step_pairs.share(first.steps, second.steps))
    }
    found = [pipeline_pair(known[one], questioned[other], rules)
             for one, other in best_pairs_of(shares, rules.min_call_share)]  # fmt: skip
    same = pipelines.same_constants(left.constants, right.constants)
    return ([constants_pair(same, rules)] if same else []) + found
