"""What a format is: how its files are told, what stands outside its islands, and who finds these."""

from collections.abc import Callable
from dataclasses import dataclass

from codematch.languages.embedded.island import Island
from codematch.model.tokens import TokenStream

Finder = Callable[[bytes], tuple[Island, ...]]
"""From the text of a file to its islands, in any order; they lie apart."""

TreeFinder = Callable[[bytes, TokenStream], tuple[Island, ...]]
"""The same, from the text and the tokens of what stands around the islands."""


class UndividedError(ValueError):
    """The file is not what its format prescribes; the message says why, and the file is read as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A format whose files hold several languages.

    `host` is the language of what stands outside the islands, "" for the file's own. `find` looks in the text before
    anything is parsed: what it finds is blanked for the parser of the host. `find_among` looks at the tokens of the
    host: what it finds takes their place. `main` says what the language of the file as a whole is, when not the host's.
    """

    name: str
    host: str = ""
    find: Finder | None = None
    find_among: TreeFinder | None = None
    main: Callable[[bytes], str] | None = None
