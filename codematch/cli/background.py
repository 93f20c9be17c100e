"""`codematch background`: how the models of ordinary code are trained, and what they were trained on."""

from pathlib import Path
from typing import Annotated, Any

import typer

from codematch.cli import console, run_record
from codematch.cli.options import Jobs, Quiet, Set
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars
from codematch.cli.suggest import nearest
from codematch.errors import InputError, StoreError, UsageError
from codematch.settings import grammars_folder

app = typer.Typer(help="The models of ordinary code that regions are weighed with.")

TRAIN_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch background train --language go corpus/\n"
    "  codematch background train --language go corpus/ more/ --out grammars/go\n"
    "\n\b\n"
    "A corpus is a folder with one folder for each project; projects.csv in it, if there is one,\n"
    "gives the card its rows (columns project, version, source, artifact_sha256, licence).\n"
    "Take at least 20 projects that share no code with one another."
)
INFO_EXAMPLES = "\b\nExamples:\n  codematch background info\n  codematch background info python"


@app.command("train", epilog=TRAIN_EXAMPLES)
def train(
    corpora: Annotated[list[Path], typer.Argument(metavar="CORPUS", help="Folders of unrelated public projects.")],
    language: Annotated[str, typer.Option("--language", "-l", metavar="NAME", help="Count only this language.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write the model there. [default: background-NAME]"),
    ] = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    set_: Set = None,
) -> None:
    """Count a corpus into a background model.

    Only counts of hashes are kept, no text. codematch uses the model that lies in the folder of its language.
    """
    settings = override(set_ or ())
    for corpus in corpora:
        if not corpus.is_dir():
            raise InputError(f"{corpus} is no folder: give a folder that holds one folder for each project")
    target = out or Path(f"background-{language}")
    if target.exists() and not target.is_dir():
        raise UsageError(f"--out {target} is a file; name a folder")
    from codematch.training import train as count

    with ProgressBars(quiet=quiet) as progress:
        background = count(
            language,
            corpora,
            target,
            date=run_record.now().date().isoformat(),
            command=_command(language, corpora, set_ or ()),
            settings=settings,
            jobs=jobs or run_record.available_cores(),
            progress=progress,
        )
    if not quiet:
        console.write(_card_text(background.card))


@app.command("info", epilog=INFO_EXAMPLES)
def info(
    language: Annotated[
        str | None, typer.Argument(metavar="[LANGUAGE]", help="Show this language's whole card.")
    ] = None,
) -> None:
    """Show what the background models were counted in.

    With a language its whole card: every project with version and hash. Without one a line for each language.
    """
    from codematch.languages import TEXT, load_languages
    from codematch.weight.background import has_background, load_card

    folder = grammars_folder()
    names = [*load_languages(folder).names, TEXT]
    if language is None:
        rows = [_row(name, load_card(folder / name) if has_background(folder / name) else None) for name in names]
        console.write("\n".join((_HEADER, *rows)) + "\n")
        return
    if language not in names:
        meant = nearest(language, names, "codematch languages list shows them")
        raise UsageError(f"there is no language {language}{meant}")
    if not has_background(folder / language):
        raise StoreError(f"there is no background model for {language}; codematch background train makes one")
    console.write(_card_text(load_card(folder / language)))


_COLUMNS = "{:<12} {:>8} {:>12} {:>10}  {:<10}  {}"
_HEADER = _COLUMNS.format("language", "projects", "tokens", "bits/token", "date", "digest")


def _row(name: str, card: dict[str, Any] | None) -> str:
    if card is None:
        return _COLUMNS.format(name, "none", "", "", "", "").rstrip()
    numbers = (f"{len(card['projects']):,}", f"{card['tokens']:,}", f"{card.get('mean_bits', 0.0):.2f}")
    line = _COLUMNS.format(name, *numbers, card.get("date", ""), card["digest"][:16])
    return f"{line}  (small)" if card.get("remark") else line


def _card_text(card: dict[str, Any]) -> str:
    """Return a card as text: what it is first, then a line for each project."""
    lines = [f"{key:<10} {card[key]}" for key in ("language", "date", "command", "digest", "remark") if card.get(key)]
    lines.append(f"{'tokens':<10} {card['tokens']:,}")
    if "mean_bits" in card:
        lines.append(f"{'surprise':<10} {card['mean_bits']:.2f} bits per token of held-out projects")
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


def _command(language: str, corpora: list[Path], changes: list[str] | tuple[str, ...]) -> str:
    """Return the command for the card, without the folders of this machine."""
    corpus_names = [corpus.resolve().name for corpus in corpora]
    options = [part for change in changes for part in ("--set", change)]
    return " ".join(("codematch background train --language", language, *options, *corpus_names))
