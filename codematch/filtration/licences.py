"""Licence texts and copyright notices in comments: whoever uses a licence writes its words."""

import re
from collections.abc import Iterable

from codematch.filtration.material import Material
from codematch.model.filtration import Mark, ReasonCode
from codematch.settings import Filtration

_LICENCES = (
    ("SPDX", r"SPDX-License-Identifier"),
    ("Apache", r"Licensed (?:under the Apache|to the Apache Software)|Apache License|apache\.org/licenses"),
    ("GPL", r"GNU (?:Lesser |Library |Affero )?General Public License|\b[AL]?GPL ?v?[23]\b"),
    ("MPL", r"Mozilla Public License|mozilla\.org/MPL"),
    ("MIT", r"Permission is hereby granted, free of charge|\bMIT[- ]licen[cs]e|Licensed under the MIT"),
    ("BSD", r"Redistribution and use in source and binary forms|BSD[- ](?:style )?licen[cs]e|BSD-style"),
    (
        "warranty",
        r"WITHOUT (?:ANY )?WARRANT(?:Y|IES)|[\"']AS[ -]IS[\"']|PROVIDED AS[ -]IS|limitations under the License"
        r"|in compliance with the License|MERCHANTABILITY|BE LIABLE FOR ANY|this list of conditions"
        r"|the above copyright notice|CONSEQUENTIAL DAMAGES|a copy of the Licen[cs]e",
    ),
    ("notice", r"Copyright\s*(?:\(c\)|©|\d{4})|\(c\) \d{4}|All rights reserved|版权所有|著作权"),
)
_HINTS = (
    "icens", "icenc", "ICENS", "opyright", "OPYRIGHT", "GPL", "SPDX", "WARRANT", "arrant", "edistribution", "(c)",
    "(C)", "ights reserved", "IGHTS RESERVED", "PROVIDED", "Permission is", "AS IS", "MERCHANTAB", "LIABLE",
    "DAMAGES", "ist of conditions", "版权", "著作权",
)  # fmt: skip
"""Every match holds one of these; looking for them first is several times as fast."""
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LICENCES), re.IGNORECASE)


def marks(file: Material, settings: Filtration) -> Iterable[Mark]:
    """Label comments that hold a licence or a notice; the marks count in comments.

    A licence in comments of one line each runs from the first that names it to the last, with what stands between.
    """
    everything = "\n".join(file.stream.comments.texts)
    if not any(hint in everything for hint in _HINTS):
        return
    found = [(number, match.lastgroup or "") for number, text in enumerate(file.stream.comments.texts)
             if any(hint in text for hint in _HINTS) and (match := _ANY.search(text))]  # fmt: skip
    lines = file.stream.comments.lines
    blocks: list[tuple[int, int, str]] = []
    for number, name in found:
        if blocks and lines[number] - lines[blocks[-1][1]] <= settings.licence_lines:
            first, _, told = blocks[-1]
            blocks[-1] = first, number, name if told == "notice" else told
        else:
            blocks.append((number, number, name))
    for first, last, name in blocks:
        yield Mark(first, last + 1, ReasonCode.LICENSED, f"licence text: {name}")
