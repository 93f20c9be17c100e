"""Where the data of the program is: inside an installed package, else next to the package in a checkout."""

from pathlib import Path


def grammars_folder() -> Path:
    """Return the folder of the language data."""
    return _data_folder("grammars")


def validation_folder() -> Path:
    """Return the folder of the validation report."""
    return _data_folder("validation")


def _data_folder(name: str) -> Path:
    package = Path(__file__).resolve().parents[1]
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parent / name
