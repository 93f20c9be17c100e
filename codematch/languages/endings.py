"""What a file name says once everything is taken off that copies, backups and templates put around it."""

import re

_WORDS = (
    "backup|bak|bck|bk|copy|default|deleted|disabled|dist|example|in|mine|new|off|old|orig|original|prev|previous|"
    "removed|sample|sav|save|saved|skel|temp|template|text|theirs|ours|tmp|tmpl|tpl|txt|unused|working|"
    "rpmnew|rpmorig|rpmsave|pacnew|pacsave|dpkg-[a-z]+|ucf-[a-z]+|merge-(?:left|right)|local|remote|base"
)
_COPY = "copy|kopie|copie|copia|コピー|副本|复件|拷贝|복사본"
_AFTER = re.compile(
    rf"""(?:
    [._-](?:{_WORDS})[0-9]*                            # valve.c.bak, valve.c.bak2, valve.c-old, valve.c_orig
    | \.(?:r|v|rev)?[0-9][0-9._:T-]*                   # valve.c.1, valve.c.r12, valve.c.2024-01-05
    | \.?~(?:[0-9]+~)? | ;[0-9]+                       # valve.c~, valve.c.~3~, valve.c;2
    | [ ._-]*[(（][ ]?(?:[0-9]+|[^()]*(?:{_COPY})[^()]*)[ ]?[)）]   # valve.c (2), valve.c (copy)
    | [ _-]+(?:{_COPY})(?:[ ]?[0-9]+)?                 # valve.c - Copy, valve.c copy 2
    | [?@][^/]*                                        # valve.c?h=main, as downloads are called
    | [. _$#!-]+                                       # valve.c_, valve.c., the end of #valve.c#
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = re.compile(
    rf"^(?:[#~]+\$?|\.#|(?:{_COPY})(?:[ _-](?:of|von|de|di))?(?:[ ]?\([0-9]+\))?[ _-]+)", re.IGNORECASE
)
_ENDING = re.compile(r"(?<=[^.])\.[^.\s]+$")
_MOST = 6
"""Layers that are taken off one name."""


def ending(name: str) -> str:
    """Return the last ending of a file name with its dot, "" when it has none."""
    found = _ENDING.search(name)
    return found[0] if found else ""


def inner_names(name: str) -> list[str]:
    """Return what is left of a file name each time one layer is taken off: `a.c.bak.1`, `a.c.bak`, `a.c` and so on."""
    names = [name]
    while len(names) <= _MOST:
        bare = _AFTER.sub("", _BEFORE.sub("", names[-1], count=1), count=1)
        if not bare or bare == names[-1]:
            break
        names.append(bare)
    return names[1:]


def without_ending(name: str) -> str:
    """Return a file name without its last ending."""
    return name[: len(name) - len(ending(name))]
