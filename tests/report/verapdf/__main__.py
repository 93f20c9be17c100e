"""Checks PDF files of sample results with veraPDF, in both languages, with its exhibits and a verification sheet.

.venv/bin/python -m tests.report.verapdf

Needs Java 17 and Maven, which fetches veraPDF; says so and fails where they are missing.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from codematch.report import verification
from codematch.report.documents import exhibits, render
from codematch.report.render_options import RenderOptions
from tests.report.sample_result import empty_result, hostile_result, sample_result

HERE = Path(__file__).parent
RESULTS = {"sample": sample_result, "hostile": hostile_result, "empty": empty_result}
PRACTICE = {"en": "us", "zh": "cn"}


def write_files(folder: Path) -> list[Path]:
    """Write every kind of PDF that the program makes."""
    made: dict[str, bytes] = {}
    for language, profile in PRACTICE.items():
        options = RenderOptions(language=language, profile=profile)
        for name, result in RESULTS.items():
            made[f"{name}-{language}.pdf"] = render(result(), "pdf", options)
        step = verification.VerifiedStep(name="digests", found=(("holds", "26"),))
        sheet = verification.Verification(folder="bundle", steps=(step,), conclusion="bundle", holds=True)
        made[f"sheet-{language}.pdf"] = verification.sheet(sheet, ".pdf", language)
    made |= {
        Path(name).name: content
        for name, content in exhibits(sample_result(), ("en",)).items()
        if name.endswith(".pdf")
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in sorted(made)]


def main() -> int:
    """Return the exit code: 0 if all files comply."""
    lacking = [name for name in ("java", "javac", "mvn") if shutil.which(name) is None]
    if lacking:
        print(f"missing: {', '.join(lacking)}")  # noqa: T201
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder, jars = Path(place), Path(place) / "jars"
        copy = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
        subprocess.run([*copy, f"-DoutputDirectory={jars}"], check=True)
        paths = f"{jars}/*:{folder}"
        subprocess.run(["javac", "-cp", paths, "-d", str(folder), str(HERE / "Verify.java")], check=True)
        files = write_files(folder)
        run = subprocess.run(["java", "-cp", paths, "Verify", *map(str, files)], check=False, stderr=subprocess.DEVNULL)
        return run.returncode


if __name__ == "__main__":
    sys.exit(main())
