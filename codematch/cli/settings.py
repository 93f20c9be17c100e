"""`codematch settings`: every tunable, with its default, unit, range and reason."""

from codematch.cli import console

EXAMPLES = "\b\nExample:\n  codematch settings\n  codematch compare ours theirs --set weighing.min_weight=80"


def show() -> None:
    """Print every setting: default, unit, range, reason.

    `codematch compare --set group.name=value` changes one for a run; the report records all of them.
    """
    from codematch.settings import Settings, describe

    lines = []
    group = ""
    for name, value, info in describe(Settings()):
        if name.partition(".")[0] != group:
            group = name.partition(".")[0]
            lines.append(f"\n{group}: {type(getattr(Settings(), group)).__doc__}")
        unit = f" {info['unit']}" if info["unit"] else ""
        lines.append(f"  {name} = {value}{unit}   ({info['low']} to {info['high']})")
        lines.append(f"      {info['why']}")
    console.write("\n".join(lines).lstrip("\n") + "\n")
