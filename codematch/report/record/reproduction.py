"""Reproduction: with what, and how, the record can be made again and checked."""

from codematch.report import view
from codematch.report.record.blocks import Block, Facts, Heading, Items
from codematch.report.record.builders import cell, code, digest, line
from codematch.report.record.context import Context
from codematch.report.record.cover import record_id
from codematch.report.text import say

COMMANDS = (
    "codematch case verify BUNDLE",
    "codematch case verify BUNDLE --known K --questioned Q",
    "sha256sum --check SHA256SUMS",
)


def reproduction(context: Context) -> tuple[Block, ...]:
    """Return with what, and how, the record can be made again and checked."""
    manifest = context.result.manifest
    rows = (
        (say("cover.id"), cell(digest(record_id(context)))),
        (say("cover.root"), cell(digest(context.root))),
        (say("cover.tool"), cell(say("made-by", tool=manifest.tool, version=manifest.version))),
        (say("cover.method"), cell(str(manifest.method))),
        (say("reproduction.seeds"), cell(str(view.setting_value(manifest, "fingerprinting", "seed") or say("dash")))),
    )
    steps = tuple(line(say(f"reproduction.{name}")) for name in ("bundle", "verify", "compare", "environment"))
    commands = tuple(line(code(command)) for command in COMMANDS)
    return (Facts(rows), Items(steps, ordered=True), Heading(say("reproduction.commands")), Items(commands))
