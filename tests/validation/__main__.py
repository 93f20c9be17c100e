"""Regenerates the validation report: every number in it comes from a data set that is named by its digest.

    python -m tests.validation [--data DIR] [--held-out DIR] [--jobs N]

writes `validation/report.md` to read and `validation/report.json` to compare. A set that is not on this machine is
named in a line, in the report and on the screen; what an earlier run measured on it is not carried over.
"""

import argparse
import json
from pathlib import Path

from codematch.version import METHOD, VERSION
from tests.validation import across, channels, detectors, held_out, labelled, reference, strata, summary
from tests.validation.section import Section

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "validation"
DATA = ROOT.parent / "shared" / "data"

HEAD = f"""# Validation report of codematch {VERSION}, method {METHOD}

`make validation` regenerates every number here. Error rates hold for pairs like those they were measured on; none of
them says anything of a case. A *cluster* is what can err independently: a project, a task, a family of works. Bounds
are one-sided at 95 %. A cell with fewer than 30 clusters prints *insufficient*.
"""


def write(sections: list[Section], folder: Path) -> None:
    """Write the report into a folder."""
    folder.mkdir(exist_ok=True)
    skipped = [line for section in sections for line in section.skipped]
    parts = [HEAD.strip(), *(section.text.strip() for section in sections if section.text)]
    lines = "\n".join(f"- {line}" for line in skipped) or "- nothing"
    parts.append(f"## Not measured in this run\n\n{lines}")
    (folder / "report.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    data = {"version": VERSION, "method": METHOD, "skipped": skipped, **{s.name: s.data for s in sections if s.data}}
    text = json.dumps(data, indent=1, sort_keys=True, allow_nan=False, ensure_ascii=False)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.validation", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the labelled sets")
    parser.add_argument("--held-out", type=Path, help="folder with one corpus of unrelated projects for each language")
    parser.add_argument("--out", type=Path, default=FOLDER, help="where the report goes")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    sections = [
        reference.section(),
        held_out.section(arguments.held_out, arguments.jobs),
        strata.section(arguments.data),
        across.section(arguments.data),
        labelled.section(arguments.data, arguments.jobs),
        channels.section(arguments.data),
        detectors.section(),
    ]
    write([summary.section(sections), *sections], arguments.out)
    for line in (line for section in sections for line in section.skipped):
        print(f"skipped: {line}")


if __name__ == "__main__":
    main()
