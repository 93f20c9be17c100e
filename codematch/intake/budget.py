"""How far a container may expand (Fifield 2019, "A better zip bomb"; requirement R4)."""

from codematch.model.message import Message
from codematch.settings import Intake


class LimitReachedError(Exception):
    """An expansion went beyond a limit; the text names the limit and the setting, `why` says it as a message."""

    def __init__(self, text: str, why: Message) -> None:
        super().__init__(text)
        self.why = why


class Budget:
    """What one container may still expand to.

    Counts bytes and files, and the ratio of bytes to the size of the container; expansions that would fit into
    one ordinary file are harmless at any ratio. `shared` is the budget of everything nested in one input: it
    keeps a thousand small bombs from adding up.
    """

    def __init__(self, limits: Intake, packed_bytes: int | None, shared: "Budget | None" = None) -> None:
        self._limits = limits
        self._packed_bytes = packed_bytes
        self._shared = shared
        self._bytes = 0
        self._files = 0

    def charge_bytes(self, size_bytes: int) -> None:
        """Take note of expanded bytes.

        Raises:
            LimitReachedError: They are more than the container may expand to.
        """
        self._bytes += size_bytes
        if self._bytes > self._limits.max_archive_bytes:
            raise LimitReachedError(
                f"expands to more than {self._limits.max_archive_bytes:,} bytes (intake.max_archive_bytes)",
                Message.of("expands-to-bytes", limit=self._limits.max_archive_bytes),
            )
        if (
            self._packed_bytes is not None
            and self._bytes > self._limits.max_file_bytes
            and self._bytes > self._limits.max_archive_ratio * self._packed_bytes
        ):
            raise LimitReachedError(
                f"expands to more than {self._limits.max_archive_ratio:,} times its size (intake.max_archive_ratio)",
                Message.of("expands-by-ratio", limit=self._limits.max_archive_ratio),
            )
        if self._shared is not None:
            self._shared.charge_bytes(size_bytes)

    def charge_file(self) -> None:
        """Take note of one more member.

        Raises:
            LimitReachedError: There are more than a container may hold.
        """
        self._files += 1
        if self._files > self._limits.max_archive_files:
            raise LimitReachedError(
                f"holds more than {self._limits.max_archive_files:,} entries (intake.max_archive_files)",
                Message.of("holds-entries", limit=self._limits.max_archive_files),
            )
        if self._shared is not None:
            self._shared.charge_file()
