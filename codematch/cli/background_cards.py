"""Cards of background models, null models and strata as text for the terminal."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from codematch.significance.gumbel import BySize
    from codematch.significance.null_model import NullModel
    from codematch.significance.strata import StrataModel

_COLUMNS = "{:<12} {:>8} {:>12} {:>10}  {:<10}  {:<16}  {}"
HEADER = _COLUMNS.format("language", "projects", "tokens", "bits/token", "date", "digest", "null model")


def row(name: str, card: dict[str, Any] | None, model: "NullModel | None") -> str:
    """Return the line of a language in the list of models; `card` is that of its background."""
    reference = f"{model.projects} projects" if model else "not available"
    if card is None:
        return _COLUMNS.format(name, "none", "", "", "", "", reference)
    numbers = (f"{len(card['projects']):,}", f"{card['tokens']:,}", f"{card.get('mean_bits', 0.0):.2f}")
    line = _COLUMNS.format(name, *numbers, card.get("date", ""), card["digest"][:16], reference)
    return f"{line}  (small)" if card.get("remark") else line


def card_text(card: dict[str, Any]) -> str:
    """Return a card as text: what it is first, then a line for each project."""
    lines = [f"{key:<10} {card[key]}" for key in ("language", "date", "command", "digest", "remark") if card.get(key)]
    lines.append(f"{'tokens':<10} {card['tokens']:,}")
    if "mean_bits" in card:
        lines.append(f"{'rarity':<10} {card['mean_bits']:.2f} bits per token on average in held-out projects")
    lines.append(f"{'projects':<10} {len(card['projects']):,}")
    for project in card["projects"]:
        name = f"{project['name']} {project['version']}".rstrip()
        lines.append(f"  {name}: {project['tokens']:,} tokens in {project['files']:,} files")
        lines.append(f"    root {project['root']}")
        lines += [f"    {key} {value}" for key, value in _origin(project) if value]
    return "\n".join(lines) + "\n"


def _origin(project: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return where a project came from; a digest of 40 digits is that of a commit."""
    digest = str(project.get("sha256", ""))
    return ("commit" if len(digest) == 40 else "sha256", digest), ("source", str(project.get("source", "")))


_BAND = "  {:>9} {:>6} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7}  {}"


def _quantile_lines(
    model: "NullModel", values: "Sequence[NDArray[np.float64]]", fit: "BySize | None"
) -> "Iterator[str]":
    """Yield the quantiles of one figure, a line for each band, with the location and scale fitted to it."""
    import numpy as np

    yield _BAND.format("tokens", "works", "pairs", "50 %", "75 %", "90 %", "95 %", "99 %", "fitted 95 %")
    fits = {band.log2_product: band.fit for band in fit.bands} if fit is not None else {}
    for band, heaviest in zip(model.bands, values, strict=True):
        if len(heaviest):
            shares = [f"{level:.1f}" for level in np.quantile(heaviest, (0.5, 0.75, 0.9, 0.95, 0.99)).tolist()]
            own = fits.get(band.log2_product)
            fitted = f"{own.quantile(0.95):.1f}" if own is not None else "none"
            yield _BAND.format(f"{band.tokens:,}", band.works, band.pairs, *shares, fitted)


def null_text(model: "NullModel") -> str:
    """Return a null model as text: its card, then a line for each band, then every project and what is excluded."""
    card = model.card
    aside = card["set_aside"]
    lines = [
        f"null model of {model.language}: {model.projects} projects, {card['date']}",
        f"command    {card['command']}",
        f"digest     {model.digest}",
        f"background {model.background[:16]}, method version {model.method}",
    ]
    for title, values, fit in (
        ("heaviest region", [band.heaviest for band in model.bands], model.fit),
        ("heaviest sum of a pair of files", [band.sums for band in model.bands], model.fit_sums),
        ("heaviest passage carried by names and literals", [band.carried for band in model.bands], model.fit_carried),
    ):
        lines.append(f"{title} of each pair of unrelated works [bits], by tokens per work:")
        lines += _quantile_lines(model, values, fit)
    lines.append(f"projects   {model.projects:,}")
    lines += [
        f"  {row['name']} {row['version']}: {row['tokens']:,} tokens, {row['source']}" for row in card["projects"]
    ]
    lines.append(f"excluded   {len(aside['files'])} lists of files, {len(aside['pairs'])} pairs")
    lines += [f"  {row['project']}: {', '.join(row['paths'])}: {row['reason']}" for row in aside["files"]]
    lines += [
        f"  {' and '.join(row['projects'])} ({row['heaviest_bits']:.1f} bits): {row['reason']}"
        for row in aside["pairs"]
    ]
    return "\n".join(lines) + "\n"


_STRATUM = "  {:<15} {:>8} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7}"


def strata_text(model: "StrataModel") -> str:
    """Return a model of strata as text: its card, then a line for each stratum, every cluster and what is excluded."""
    import numpy as np

    card = model.card
    lines = [
        f"strata of {model.language}: {len(card['clusters'])} clusters, {card['date']}",
        f"command    {card['command']}",
        f"digest     {model.digest}",
        "heaviest region of each pair without a common origin [bits]:",
        _STRATUM.format("stratum", "clusters", "pairs", "50 %", "75 %", "90 %", "95 %", "99 %"),
    ]
    strata = sorted({row["stratum"] for row in card["clusters"]})
    for name in strata:
        chosen = [row for row in card["clusters"] if row["stratum"] == name]
        heaviest = [pair[2] for row in chosen for pair in row["pairs"]]
        shares = [f"{level:.1f}" for level in np.quantile(heaviest, (0.5, 0.75, 0.9, 0.95, 0.99)).tolist()]
        lines.append(_STRATUM.format(name, len(chosen), len(heaviest), *shares))
    for row in card["clusters"]:
        lines.append(f"{row['stratum']}: {row['name']} ({row['source']}), {len(row['pairs'])} pairs")
        lines += [
            f"  {work['name']}: {work['tokens']:,} tokens, {work['source'] or row['source']}" for work in row["works"]
        ]
    lines.append(f"excluded   {len(card['set_aside'])} pairs and lists of files")
    lines += [
        f"  {row['stratum']}, {row['cluster']}: {' and '.join(row['works'])}: {row['what']}: {row['reason']}"
        for row in card["set_aside"]
    ]
    return "\n".join(lines) + "\n"
