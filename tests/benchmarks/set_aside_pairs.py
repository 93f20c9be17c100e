"""Set pairs of projects aside in null models that are made, as making them again would.

    python -m tests.benchmarks.set_aside_pairs [--language NAME ...]

A pair in `grammars/<language>/set_aside.toml` changes no other pair of a null model: the works of a band stay what
they are. So its rows are moved from the bands to the list of what is set aside, and the card is sealed again. A list of
files changes works; a model whose card has other lists of files than `set_aside.toml` has to be made again, and is
named.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from codematch.models.null_model.build import card_text
from codematch.models.null_model.set_aside import SET_ASIDE_NAME, SetAside, read_set_aside
from codematch.settings import grammars_folder
from codematch.significance.null_model import FILE_NAME, has_null, seal
from codematch.weight.background import has_background


def with_pairs_aside(card: Mapping[str, Any], aside: SetAside) -> dict[str, Any]:
    """Return a card without the pairs that are to be set aside, which it lists with their heaviest region."""
    names = [row["name"] for row in card["projects"]]
    listed = {frozenset(row["projects"]): row for row in card["set_aside"]["pairs"]}
    for wanted, reason in aside.pairs:
        if wanted <= set(names):
            known = listed.get(wanted, {"projects": sorted(wanted), "heaviest_bits": 0.0})
            listed[wanted] = {**known, "reason": reason}
    bands = []
    for band in card["bands"]:
        kept = []
        for pair in band["pairs"]:
            first, second = (band["works"][number][0] for number in pair[:2])
            held = [listed[both] for a in first for b in second if (both := frozenset((names[a], names[b]))) in listed]
            for row in held:
                row["heaviest_bits"] = max(row["heaviest_bits"], pair[2])
            if not held:
                kept.append(pair)
        bands.append({**band, "pairs": kept})
    order = {wanted: number for number, (wanted, _) in enumerate(aside.pairs)}
    rows = sorted(listed.items(), key=lambda item: order.get(item[0], len(order)))
    return seal({**card, "bands": bands, "set_aside": {**card["set_aside"], "pairs": [row for _, row in rows]}})


def files_of(aside: SetAside) -> list[dict[str, Any]]:
    """Return the lists of files as a card has them."""
    return [{"project": project, "paths": list(paths), "reason": reason} for project, paths, reason in aside.files]


def main(arguments: list[str]) -> int:
    """Bring the null models up to their lists; return how many have to be made again."""
    import json

    parser = argparse.ArgumentParser(description="Set pairs of projects aside in null models.")
    parser.add_argument("--language", action="append", help="only this language; repeatable")
    given = parser.parse_args(arguments)
    folders = sorted(path for path in grammars_folder().iterdir() if has_background(path) and has_null(path))
    stale = 0
    for folder in folders:
        listed = folder / SET_ASIDE_NAME
        if given.language and folder.name not in given.language:
            continue
        aside = read_set_aside(listed) if listed.is_file() else SetAside()
        path = Path(folder / FILE_NAME)
        card = json.loads(path.read_text(encoding="utf-8"))
        if card["set_aside"]["files"] != files_of(aside):
            stale += 1
            sys.stdout.write(f"{folder.name}: other lists of files; make it again with train-null\n")
            continue
        made = with_pairs_aside(card, aside)
        if made != card:
            path.write_text(card_text(made), encoding="utf-8")
        sys.stdout.write(f"{folder.name}: {'changed' if made != card else 'current'}\n")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
