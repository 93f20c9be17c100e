"""Settings of the cache of prepared files."""

from dataclasses import dataclass

from codematch.settings.declaration import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """What is kept from one run to the next; nothing here changes a result."""

    max_bytes: int = setting(
        2_000_000_000, "bytes", 0, 10**15, "size of the cache folder; what was not used for longest is removed first"
    )
