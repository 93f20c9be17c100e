"""From a history and a questioned work to what every revision has of it: tables, names, candidates, agreement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from codematch.model.source import SourceTree
from codematch.settings import Versions
from codematch.versions import names
from codematch.versions.agreement import Agreement, Questioned, measure
from codematch.versions.candidates import Candidate, find_candidates
from codematch.versions.history import History, contents_by_path
from codematch.versions.lines import LineTable, normal, split, translated
from codematch.versions.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pinned:
    """The questioned files with counterparts in the history, and what each revision has of them.

    `table` numbers their lines, after names were taken back; `lines` are those as they are; `names` what was taken
    back in each file, questioned word to known word.
    """

    files: tuple[Questioned, ...]
    lines: tuple[list[bytes], ...]
    names: tuple[names.Names, ...]
    agreement: Agreement
    table: LineTable
    unmatched: int


def pin(history: History, questioned: SourceTree, texts: Texts, rules: Versions) -> Pinned:
    """Hold all questioned files against all revisions."""
    held = [(file.record.path, split(file.utf8)) for file in questioned.files if file.utf8]
    lines = [each for _, each in held]
    by_words = _candidates(history, lines, texts, rules, by_form=False)
    by_form = _candidates(history, lines, texts, rules, by_form=True)
    chosen = [
        form if sum(_best(form)) * rules.renamed_share > sum(_best(words)) else words
        for form, words in zip(by_form.candidates, by_words.candidates, strict=True)
    ]
    renamed = [
        number for number, (form, one) in enumerate(zip(by_form.candidates, chosen, strict=True)) if one is form and one
    ]
    taken = _renamed(history, lines, chosen, renamed, texts, rules)
    back = [[translated(line, each) for line in one] for one, each in zip(lines, taken, strict=True)]
    table = _table(back)
    features = [table.places(one) for one in back]
    if any(taken):
        final = find_candidates(history, [each for each, _ in features], table, texts, rules)
        chosen = [again or before for again, before in zip(final[0], chosen, strict=True)]
        weights, every = final[1], final[2]
    else:
        weights, every = by_words.weights, by_words.features
    kept = [
        number
        for number, each in enumerate(chosen)
        if each and each[0].weight >= rules.min_share * weights[np.searchsorted(every, features[number][0])].sum()
    ]
    files = tuple(
        Questioned(
            path=held[number][0],
            features=features[number][0],
            weights=weights[np.searchsorted(every, features[number][0])],
            places=features[number][1],
        )
        for number in kept
    )
    return Pinned(
        files=files,
        lines=tuple(lines[number] for number in kept),
        names=tuple(taken[number] for number in kept),
        agreement=measure(history, files, [chosen[number] for number in kept], table, texts),
        table=table,
        unmatched=len(held) - len(kept),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    candidates: list[tuple[Candidate, ...]]
    weights: np.ndarray
    features: np.ndarray


def _candidates(
    history: History, lines: Sequence[Sequence[bytes]], texts: Texts, rules: Versions, *, by_form: bool
) -> _Found:
    table = _table(lines, by_form=by_form)
    return _Found(*find_candidates(history, [table.features(one) for one in lines], table, texts, rules))


def _table(lines: Sequence[Sequence[bytes]], *, by_form: bool = False) -> LineTable:
    return LineTable((text for one in lines for line in one if (text := normal(line))), by_form=by_form)


def _best(found: Sequence[Candidate]) -> list[float]:
    return [found[0].weight] if found else []


def _renamed(
    history: History,
    lines: Sequence[Sequence[bytes]],
    chosen: Sequence[tuple[Candidate, ...]],
    renamed: Sequence[int],
    texts: Texts,
    rules: Versions,
) -> list[names.Names]:
    """Return the words to take back in every file; none in files whose lines are shared as they are."""
    found: list[names.Names] = [{} for _ in lines]
    if not renamed:
        return found
    votes = {
        number: names.count_votes(lines[number], texts.lines(chosen[number][0].content), rules) for number in renamed
    }
    whole = names.choose(names.pooled(votes.values()), rules)
    for number in renamed:
        found[number] = {**whole, **names.choose(votes[number], rules)}
    every = contents_by_path(history)
    paths = sorted({item.path for each in chosen for item in each})
    return names.unknown_only(found, (texts.lines(content) for path in paths for content in every[path]))
