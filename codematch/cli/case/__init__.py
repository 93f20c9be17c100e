"""`codematch case`: commands that belong to a case; one file per command."""

import typer

from codematch.cli.case import new, reveal, sign, stamp, verify
from codematch.cli.declarations import accepts_quiet

app = typer.Typer(help="Create, sign and verify a case bundle.")
app.command("new", epilog=new.EXAMPLES)(new.new)
app.command("verify", epilog=verify.EXAMPLES)(verify.verify)
app.command("stamp", epilog=stamp.EXAMPLES)(stamp.stamp)
app.command("sign", epilog=sign.EXAMPLES)(sign.sign)
app.command("reveal", epilog=reveal.REVEAL_EXAMPLES)(accepts_quiet(reveal.reveal))
app.command("check-reveal", epilog=reveal.CHECK_EXAMPLES)(accepts_quiet(reveal.check_reveal))
