"""The files of a case bundle other than the reports: what is needed to check and reproduce them."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from codematch import saved_files
from codematch.cli import saved_result
from codematch.cli.case import environment

if TYPE_CHECKING:
    from codematch.model.result import CaseResult
    from codematch.report.render_options import RenderOptions

MATCHES, ENVIRONMENT, CONFIG, LOG = "matches.jsonl", "environment.json", "config.resolved.toml", "log.txt"


def documents(
    result: "CaseResult",
    options: "RenderOptions",
    languages: Sequence[str],
    validation: Path | None,
) -> dict[str, bytes]:
    """Return the files of a bundle by name, without its reports, log and sums.

    Args:
        result: The result.
        options: How its exhibits are rendered.
        languages: The languages of the exhibits.
        validation: The validation bundle that likelihood ratios were evaluated with, None where there was none.
    """
    from codematch.report.documents import documents as rendered
    from codematch.report.documents import exhibits, matches

    made = rendered(result, "csv", languages)
    made[MATCHES] = matches(result)
    made[ENVIRONMENT] = environment.render(result)
    made[CONFIG] = settings_text(result.manifest.settings).encode()
    made |= exhibits(result, languages, options)
    if validation is not None:
        made |= _files(validation)
    return made


def settings_text(settings: Mapping[str, object]) -> str:
    """Return the settings of a run as the table [settings] of a case file, by which it can be run again."""
    lines = ["# Every setting of the run. This table fits into a case.toml.", "[settings]"]
    for group, values in sorted(settings.items()):
        if isinstance(values, dict):
            lines += [
                f"{json.dumps(f'{group}.{name}')} = {json.dumps(value)}" for name, value in sorted(values.items())
            ]
    return "\n".join(lines) + "\n"


def custody(folder: Path) -> dict[str, bytes]:
    """Return the custody log of a folder, with its head; nothing if there is none."""
    names = (saved_result.CUSTODY, f"{saved_result.CUSTODY}.head")
    return {name: saved_files.read_bytes(folder / name) for name in names if (folder / name).is_file()}


def _files(validation: Path) -> dict[str, bytes]:
    """The files of a validation bundle, below `validation/`."""
    files = [validation] if validation.is_file() else [path for path in sorted(validation.iterdir()) if path.is_file()]
    return {f"validation/{re.sub(r'[^A-Za-z0-9_.-]', '_', path.name)}": saved_files.read_bytes(path) for path in files}
