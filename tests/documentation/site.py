"""Checks the built site: every link and picture leads somewhere and is one, and no page loads anything from elsewhere.

python -m tests.documentation.site site
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

_TARGET = re.compile(r'<(a|img|link|script)\b[^>]*?\s(?:href|src)="?([^"\s>]+)')
_CODE = re.compile(r"<(pre|code|script)\b.*?</\1>", re.DOTALL)
_PICTURE = re.compile(r"!\[.{0,40}")
_ANCHOR = re.compile(r'\s(?:id|name)="?([^"\s>]+)')


def problems(site: Path) -> Iterator[str]:
    """Yield what is wrong with the pages of a site."""
    pages = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    anchors = {file: set(_ANCHOR.findall(text)) for file, text in pages.items()}
    for file, text in pages.items():
        where = file.relative_to(site).as_posix()
        yield from (f"{where}: is no picture: {found}" for found in _PICTURE.findall(_CODE.sub("", text)))
        for tag, target in set(_TARGET.findall(text)):
            if "://" in target or target.startswith(("data:", "mailto:")):
                if tag != "a" and "canonical" not in text[text.find(target) - 60 : text.find(target)]:
                    yield f"{where}: loads {target}"
                continue
            path, fragment = urldefrag(unquote(target))
            aim = (file.parent / path).resolve() if path else file
            aim = aim / "index.html" if aim.is_dir() else aim
            if where == "404.html" or target.startswith("/"):
                continue
            if not aim.is_file():
                yield f"{where}: {target} leads nowhere"
            elif fragment and not fragment.startswith("__") and aim in anchors and fragment not in anchors[aim]:
                yield f"{where}: {target} has no such place"


if __name__ == "__main__":
    found = sorted(problems(Path(sys.argv[1]).resolve()))
    print("\n".join(found) or "every link of the site leads somewhere")  # noqa: T201
    sys.exit(1 if found else 0)
