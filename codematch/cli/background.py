"""`codematch background`: how the models of ordinary code are trained, and what they were trained on."""

import typer

app = typer.Typer(help="The models of ordinary code that regions are weighed with.")


@app.command("info")
def info() -> None:
    """Show."""
