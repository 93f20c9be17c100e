"""A folder that keeps what was computed from one run to the next: `entries` holds texts by key, `folder` says where.

Never a different answer: a key has all that its text depends on, and an entry that is damaged is as good as missing.
"""

from codematch.cache.entries import Entries
from codematch.cache.folder import default_folder

__all__ = ["Entries", "default_folder"]
