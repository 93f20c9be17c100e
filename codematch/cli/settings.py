"""`codematch settings`: every setting with its default, unit, range and reason."""

from typing import Any

from codematch.cli import console
from codematch.cli.translation import ENGLISH, current, said

EXAMPLES = "\b\nExample:\n  codematch settings\n  codematch compare known/ questioned/ --set weighing.min_weight=80"


def show() -> None:
    """Print every setting with its default, unit, range and reason.

    To change one for a run, use `codematch compare --set GROUP.NAME=VALUE`. Every report records all of them.
    """
    from codematch.report.text import phrases
    from codematch.settings import Settings, describe

    lines = []
    group = ""
    colon = ": " if current() == ENGLISH else "："
    for name, value, info in describe(Settings()):
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
