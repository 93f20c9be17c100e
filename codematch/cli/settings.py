"""`codematch settings`: every setting with its default, unit, range and reason."""

from typing import Annotated, Any

from codematch.cli import console
from codematch.cli.declarations import argument
from codematch.cli.translation import ENGLISH, current, said
from codematch.errors import UsageError
from codematch.nearest_name import nearest

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch settings\n"
    "  codematch settings weighing\n"
    "  codematch settings weighing.min_weight\n"
    "  codematch compare known/ questioned/ --set weighing.min_weight=80"
)


def _beginning_so(incomplete: str) -> list[str]:
    """Return the groups and settings that begin so, for the completion of shells."""
    return [name for name in _names() if name.startswith(incomplete)]


def _names() -> list[str]:
    """Return the names of all groups and settings."""
    from codematch.settings import Settings, describe

    names = [name for name, _, _ in describe(Settings())]
    return [*dict.fromkeys(name.partition(".")[0] for name in names), *names]


def show(
    chosen: Annotated[
        str | None,
        argument(
            "NAME", "A group of settings, or a setting; without it, all are printed.", autocompletion=_beginning_so
        ),
    ] = None,
) -> None:
    """Print every setting with its default, unit, range and reason.

    To change one for a run, use `codematch compare --set GROUP.NAME=VALUE`. Every report records all of them.
    """
    from codematch.report.text import phrases
    from codematch.settings import Settings, describe

    if chosen is not None and chosen not in (names := _names()):
        meant = nearest(chosen, names, "codematch settings lists them")
        raise UsageError(f"{chosen}: there is no such setting or group{meant}")
    lines = []
    group = ""
    colon = ": " if current() == ENGLISH else "："
    for name, value, info in describe(Settings()):
        if chosen not in (None, name, name.partition(".")[0]):
            continue
        if name.partition(".")[0] != group:
            group = name.partition(".")[0]
            lines.append(f"\n{group}{colon}{said(str(type(getattr(Settings(), group)).__doc__).splitlines()[0])}")
        lines.append(f"  {name} = {stated(value, {**info, 'unit': phrases.unit(info['unit'])})}")
        lines.append(f"      {phrases.reason(name, info['why'])}")
    console.write("\n".join(lines).lstrip("\n") + "\n")


def stated(value: Any, info: dict[str, Any]) -> str:
    """Return a value with its unit and range; of a switch, with the meaning of its values."""
    is_english = current() == ENGLISH
    if isinstance(value, bool):
        state = said("on" if value else "off")
        return f"{state}   ({info['unit']})" if is_english else f"{state}（{info['unit']}）"
    bounds = said(f"{info['low']} to {info['high']}")
    if not is_english:
        return f"{value}（{info['unit']}{'，' if info['unit'] else ''}{bounds}）"
    unit = f" {info['unit']}" if info["unit"] else ""
    return f"{value}{unit}   ({bounds})"
