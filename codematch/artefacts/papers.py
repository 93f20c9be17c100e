"""Papers that a work cites, in its documentation and in its code: arXiv numbers and DOIs."""

import re

from codematch.model.source import SourceTree

_ARXIV = re.compile(rb"arxiv(?:\.org/(?:abs|pdf)/|[\s:,.{}\"'=-]{1,12})(\d{4}\.\d{4,5})(?!\d)", re.IGNORECASE)
_DOI = re.compile(rb"(?<![\d./])(10\.\d{4,9}/[^\s\"'<>,;(){}\[\]\\`*|]{2,100})")
_MOST = 10_000


def cited(tree: SourceTree) -> frozenset[str]:
    """Return the papers that the files of a work name, each as `arXiv:NUMBER` or `doi:NAME`."""
    found: set[str] = set()
    for file in tree.files:
        text = file.utf8
        if b"10." in text or b"rxiv" in text.lower():
            found.update(f"arXiv:{one.decode()}" for one in _ARXIV.findall(text))
            found.update(f"doi:{one.decode('utf-8', 'replace').rstrip('.').lower()}" for one in _DOI.findall(text))
        if len(found) > _MOST:
            break
    return frozenset(found)
