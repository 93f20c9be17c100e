"""What a package index shows: the README without pictures, links to files and notes for tests."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def description(text: str) -> str:
    """What the build makes of a README."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.description(text))


def test_pictures_and_paths_become_text_and_addresses_stay() -> None:
    assert description("a\n\n![An exhibit](docs/x.png)\n\nb") == "a\n\nb"
    assert description("[first case](docs/case.md#one)") == "first case (`docs/case.md`)"
    assert description("[LICENSE](LICENSE)") == "LICENSE"
    assert description("[standard](https://example.org/a)") == "[standard](https://example.org/a)"
    assert description("<!-- not run: reason -->\n```sh\n") == "```sh\n"


def test_the_description_of_this_package_leads_nowhere_that_is_not_there() -> None:
    text = description((ROOT / "README.md").read_text(encoding="utf-8"))
    assert re.findall(r"\]\((?!https:)", text) == []
    assert "<!--" not in text
    assert "It draws no legal conclusion" in text
