"""Which language the command line speaks: that of `--lang`, of an environment variable, or of the locale."""

import locale
from collections.abc import Callable, Mapping, Sequence

VARIABLE = "CODEMATCH_LANG"
"""The environment variable that chooses the language of the command line."""
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of a locale, the one that decides first."""
_OPTION = "--lang"
ENGLISH, CHINESE = LANGUAGES = ("en", "zh")
"""The languages of messages, as `codematch.report.text.wording` has those of reports; it takes long to load."""


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language of messages: one of `LANGUAGES`.

    The first of these decides: the last `--lang en` or `--lang zh` of the arguments; `CODEMATCH_LANG`; the first of
    `LC_ALL`, `LC_MESSAGES` and `LANG` that is set; the locale of the system. Anything else is English.
    """
    given = [value for value in _given(arguments) if value in LANGUAGES]
    if given:
        return given[-1]
    if chosen := environment.get(VARIABLE, "").strip().lower():
        return CHINESE if _is_chinese(chosen) else ENGLISH
    named = next((value for name in _LOCALE_VARIABLES if (value := environment.get(name, ""))), None)
    return CHINESE if _is_chinese(named if named is not None else locale.getlocale()[0] or "") else ENGLISH


def hoist(arguments: Sequence[str], names: Callable[[Sequence[str]], int]) -> list[str]:
    """Return the arguments with a `--lang` that stands before the command moved behind it.

    Args:
        arguments: The arguments of the process.
        names: Returns how many of some arguments name a command.
    """
    rest = list(arguments)
    first: list[str] = []
    while rest and (rest[0] == _OPTION or rest[0].startswith(f"{_OPTION}=")):
        count = 1 if "=" in rest[0] else 2
        first += rest[:count]
        rest = rest[count:]
    if not first:
        return rest
    stop = names(rest)
    return [*rest[:stop], *first, *rest[stop:]] if stop else list(arguments)


def _given(arguments: Sequence[str]) -> list[str]:
    """The values of `--lang`; what follows `--` is no option."""
    options = list(arguments[: arguments.index("--")]) if "--" in arguments else list(arguments)
    values = [one.partition("=")[2] for one in options if one.startswith(f"{_OPTION}=")]
    return values + [options[at + 1] for at, one in enumerate(options[:-1]) if one == _OPTION]


def _is_chinese(name: str) -> bool:
    """Whether a locale such as `zh_CN.UTF-8` or `Chinese (Simplified)_China.936` is one of Chinese."""
    lowered = name.lower()
    return lowered.startswith("chinese") or lowered.replace("-", "_").partition(".")[0].split("_")[0] == CHINESE
