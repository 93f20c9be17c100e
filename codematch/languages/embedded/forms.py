"""What a format is: how its files are told, what is outside its islands, and who finds these."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from codematch.languages.embedded.island import Island
from codematch.model.message import Message
from codematch.model.tokens import TokenStream

Finder = Callable[[bytes], tuple[Island, ...]]
"""From the text of a file to its islands, in any order; they are apart."""

TreeFinder = Callable[[bytes, TokenStream], tuple[Island, ...]]
"""The same, from the text and the tokens of what is around the islands."""


_HEAD = 65_536
PAGE_SIGN = re.compile(
    rb"</[A-Za-z]|<!DOCTYPE|<%|<[A-Za-z][\w-]*(?: [\w:@.-]+=[\"'][^<>]*)?/?>|\{\{|\{%|<[#@]", re.IGNORECASE
)
"""A closing tag, a tag alone, or the marks of a template. `List<String>` looks like a tag, but so does little else."""


class UndividedError(ValueError):
    """The file is not what its format prescribes; `why` says it, and the file is read as a whole."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A format whose files hold several languages.

    `host` is the language of what is outside the islands, "" for the file's own. `find` looks in the text before
    anything is parsed: what it finds is blanked for the parser of the host. `find_among` looks at the tokens of the
    host: what it finds takes their place. `main` says what the language of the file as a whole is, when not the host's.
    `sign` is what its files have in their first 64 KiB.
    """

    name: str
    host: str = ""
    find: Finder | None = None
    find_among: TreeFinder | None = None
    main: Callable[[bytes], str] | None = None
    sign: re.Pattern[bytes] | None = None

    def shows(self, utf8: bytes) -> bool:
        """Say whether a text with the ending of the format also looks like it: a renamed program does not."""
        return bool(self.host) and self.sign is not None and self.sign.search(utf8, 0, _HEAD) is not None
