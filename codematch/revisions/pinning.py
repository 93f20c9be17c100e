"""From a history and a questioned work to what every revision has of it: tables, names, candidates, agreement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codematch.revisions import names
from codematch.revisions.agreement import Agreement, Questioned, measure
from codematch.revisions.candidates import Candidate, find_candidates
from codematch.revisions.history import History, contents_by_path
from codematch.revisions.lines import LineTable, split, translated
from codematch.revisions.texts import Texts
from codematch.settings import Versions


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


def pin(history: History, files: Sequence[tuple[str, bytes]], texts: Texts, rules: Versions) -> Pinned:
    """Hold all files of a work, by path and text, against all revisions."""
    held = [(path, split(text)) for path, text in files if text]
    lines = [each for _, each in held]
    numbered = [texts.all_lines.numbered(each) for each in lines]
    by_words = _Search(history, numbered, texts, rules, by_form=False)
    chosen = list(by_words.candidates)
    renamed = _renamed(history, numbered, by_words, chosen, texts, rules)
    taken = _taken_back(history, lines, chosen, renamed, texts, rules)
    search = by_words
    if any(taken):
        back = [[translated(line, each) for line in one] for one, each in zip(lines, taken, strict=True)]
        search = _Search(history, [texts.all_lines.numbered(one) for one in back], texts, rules, by_form=False)
        chosen = [again or before for again, before in zip(search.candidates, chosen, strict=True)]
    kept = [
        number
        for number, each in enumerate(chosen)
        if each and each[0].weight >= rules.min_share * search.weights_of(number).sum()
    ]
    looked_for = tuple(search.questioned(held[number][0], number) for number in kept)
    return Pinned(
        files=looked_for,
        lines=tuple(lines[number] for number in kept),
        names=tuple(taken[number] for number in kept),
        agreement=measure(history, looked_for, [chosen[number] for number in kept], search.table, texts),
        table=search.table,
        unmatched=len(held) - len(kept),
    )


def _renamed(
    history: History,
    numbered: Sequence[NDArray[np.int32]],
    by_words: "_Search",
    chosen: list[tuple[Candidate, ...]],
    texts: Texts,
    rules: Versions,
) -> list[int]:
    """Return the files that share more without their words than with them; `chosen` gets their candidates.

    Files of which a known one has most as they are need no search by form.
    """
    doubtful = [
        number
        for number, each in enumerate(chosen)
        if _best(each) < rules.unchanged_share * by_words.weights_of(number).sum()
    ]
    if not doubtful:
        return []
    by_form = _Search(history, [numbered[number] for number in doubtful], texts, rules, by_form=True)
    found = []
    for number, form in zip(doubtful, by_form.candidates, strict=True):
        if _best(form) * rules.renamed_share > _best(chosen[number]):
            chosen[number] = form
            found.append(number)
    return found


class _Search:
    """The candidates of all questioned files, by their words or by the form of their lines alone."""

    def __init__(
        self, history: History, texts_of: Sequence[NDArray[np.int32]], texts: Texts, rules: Versions, *, by_form: bool
    ) -> None:
        wanted = np.concatenate([np.empty(0, dtype=np.int32), *texts_of])
        self.table = LineTable(texts.all_lines, wanted, by_form=by_form)
        self._found = [self.table.places(each) for each in texts_of]
        self.candidates, self._weights, self._features = find_candidates(
            history, [features for features, _ in self._found], self.table, texts, rules
        )

    def weights_of(self, number: int) -> NDArray[np.float64]:
        """Return the weights of the features of a file."""
        return self._weights[np.searchsorted(self._features, self._found[number][0])]

    def questioned(self, path: str, number: int) -> Questioned:
        """Return a file as it is looked for."""
        features, places = self._found[number]
        return Questioned(path=path, features=features, weights=self.weights_of(number), places=places)


def _best(found: Sequence[Candidate]) -> float:
    return found[0].weight if found else 0.0


def _taken_back(
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
        number: names.count_votes(lines[number], texts.raw(chosen[number][0].content), rules) for number in renamed
    }
    whole = names.choose(names.pooled(votes.values()), rules)
    every = contents_by_path(history)
    for number in renamed:
        found[number] = {**whole, **names.choose(votes[number], rules)}
    paths = sorted({item.path for each in chosen for item in each})
    arrays = [texts.lines(content) for path in paths for content in every[path]]
    known = np.unique(np.concatenate([np.empty(0, dtype=np.int32), *arrays])).tolist()
    return names.unknown_only(found, (texts.all_lines.raw(number) for number in known))
