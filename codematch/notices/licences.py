"""Notices of licences, and releases to the public."""

import re
from collections.abc import Iterator

from codematch.notices.words import WORDS

LICENCES = (
    ("SPDX", r"SPDX-License-Identifier"),
    ("Apache", r"Licensed (?:under the Apache|to the Apache Software)|Apache License|apache\.org/licenses"),
    ("GPL", r"GNU (?:Lesser |Library |Affero )?General Public License|\b[AL]?GPL ?v?[23]\b"),
    ("MPL", r"Mozilla Public License|mozilla\.org/MPL"),
    ("MIT", r"Permission is hereby granted, free of charge|\bMIT[- ]licen[cs]e|Licensed under the MIT"),
    ("BSD", r"Redistribution and use in source and binary forms|BSD[- ](?:style )?licen[cs]e|BSD-style"),
    ("Mulan", r"木兰宽松许可证|Mulan PSL|MulanPSL"),
    (
        "warranty",
        r"WITHOUT (?:ANY )?WARRANT(?:Y|IES)|[\"']AS[ -]IS[\"']|PROVIDED AS[ -]IS|limitations under the License"
        r"|in compliance with the License|MERCHANTABILITY|BE LIABLE FOR ANY|this list of conditions"
        r"|the above copyright notice|CONSEQUENTIAL DAMAGES|a copy of the Licen[cs]e",
    ),
    (
        "notice",
        r"Copyright\s*(?:\(c\)|©|\d{4})|(?:\(c\)|©) ?\d{4}|All rights reserved|版权所有|著作权|保留所有权利"
        r"|(?:released|placed|dedicated|donated) (?:in)?to the public domain|publicdomain/zero",
    ),
)
LICENCE_HINTS = tuple(WORDS["licence_hints"])
_ANY_LICENCE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in LICENCES), re.IGNORECASE)
SPDX = re.compile(r"SPDX-License-Identifier:\s*\(?([\w.+-]+(?:\s+(?:OR|AND|WITH)\s+[\w.+-]+)*)")


def licence_of(text: str) -> str:
    """Return the name of the licence that a comment is about, "notice" for a notice without one, "" for neither."""
    match = _ANY_LICENCE.search(text) if any(hint in text for hint in LICENCE_HINTS) else None
    return (match.lastgroup or "") if match else ""


_RELEASE = re.compile(
    r"(?i)(?<!not )(?:(?:released|placed|put|dedicated|dedicate|donated|hereby)\s+(?:\w+\s+){0,6}?"
    r"(?:in|into|to)\s+the\s+"
    r"public\s+domain|\b(?:is|are)\s+(?:hereby\s+)?(?:in\s+the\s+)?public\s+domain|creativecommons\.org/publicdomain|\bCC0\b"
    r"|This is free and unencumbered software|属于公有领域|公共领域)"
)
_WRITER = re.compile(
    r"(?i:written|created|developed|authored)\s+by\s+(?=[A-Z])([^\n,;.<(]{2,40}?)(?=\s+with\b|\s+and\b|[\n,;.<(]|$)"
)


def releases(text: str) -> Iterator[tuple[str, int]]:
    """Yield what releases a file to the public, with its author where one is named, and where it begins."""
    match = _RELEASE.search(text)
    if match is not None:
        writer = _WRITER.search(text[: match.start()])
        yield f"public domain ({' '.join(writer[1].split())})" if writer else "public domain", match.start()
