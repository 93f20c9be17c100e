"""The command line in Chinese: which language it speaks, its lines, and its help pages.

What a program prints of a result is rendered in the language of the report (`codematch.report.text`). This package is
about everything else: errors, warnings, progress, closing lines, answers of commands that write no report, help.
"""

from codematch.cli.translation.choice import ENGLISH, VARIABLE, choose, hoist
from codematch.cli.translation.lines import column, current, said, speak, speaking, translate

__all__ = ["ENGLISH", "VARIABLE", "choose", "column", "current", "hoist", "said", "speak", "speaking", "translate"]
