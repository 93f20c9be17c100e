"""An asserted file was said to have no counterpart when a copy of it, nearly the same, lies elsewhere in the work."""

import shutil
import zipfile
from pathlib import Path

import pytest

from codematch.intake import read_work
from codematch.model.asserted import AssertedItem
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Settings

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "pairs" / "python" / "known"


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    """A work with older copies in two folders and an archive, and one in which a number of each file was changed."""
    root = tmp_path_factory.mktemp("copies")
    for place in ("src", "old", "backup/v1"):
        shutil.copytree(FIXTURE, root / "k" / place)
    with zipfile.ZipFile(root / "k" / "first.zip", "w") as archive:
        for file in sorted(FIXTURE.glob("*.py")):
            archive.write(file, f"lib/{file.name}")
    for file in sorted(FIXTURE.glob("*.py")):
        edited = root / "q" / "src" / file.name
        edited.parent.mkdir(parents=True, exist_ok=True)
        edited.write_text(file.read_text(encoding="utf-8") + "\n\nLATER = 17\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("place", ["src/", "old/", "backup/v1/", "first.zip!/lib/"])
def test_the_asserted_copy_is_cited(works, place):
    settings, name = Settings(), sorted(FIXTURE.glob("*.py"))[0].name
    item = AssertedItem(text=f"{place}{name}", path=f"{place}{name}")
    known, questioned = (read_work(str(works / side), settings.intake) for side in ("k", "q"))

    pair = compare_works(known, questioned, ComparisonInputs(asserted=[item]), settings=settings).pairs[0]

    assert [entry.status for entry in pair.asserted] == ["counterpart"]
    assert {part.questioned_path for part in pair.asserted[0].counterparts} == {f"src/{name}"}
    cited = {region.known.path for region in pair.regions if region.questioned.path == f"src/{name}"}
    assert cited == {f"{place}{name}"}
