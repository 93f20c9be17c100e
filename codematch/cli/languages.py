"""`codematch languages`: which languages there are, whether their data is right, and what tokens a file has."""

import typer

from codematch.cli import console
from codematch.settings import grammars_folder

app = typer.Typer(help="The languages that codematch reads.", no_args_is_help=False)


@app.command("list")
def list_languages() -> None:
    """List the languages with their grammars and the files they are found in."""
    from codematch.languages import load_languages

    languages = load_languages(grammars_folder())
    for spec in languages.specs:
        console.write(f"{spec.name:<12} {spec.package:<24} {' '.join((*spec.extensions, *spec.filenames))}\n")
