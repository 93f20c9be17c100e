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
    one ordinary file are harmless at any ratio. `shared` is the budget of the container around it, or of everything
    nested in one input: it keeps a thousand small bombs from adding up.
    """

    def __init__(self, limits: Intake, packed_bytes: int | None, shared: "Budget | None" = None) -> None:
        self._limits = limits
        self._packed_bytes = packed_bytes
        self._shared = shared
        self._bytes = 0
        self._files = 0
        self._wasted = 0

    def within(self, packed_bytes: int) -> "Budget":
        """Return the budget of a container inside this one.

        Raises:
            LimitReachedError: Containers inside this one have already expanded in vain as far as this one may expand.
        """
        most = self._most_wasted()
        if most is not None and self._wasted > most:
            raise LimitReachedError(
                f"containers in it expand in vain to more than {most:,} bytes",
                Message.of("expands-by-ratio", limit=self._limits.max_archive_ratio),
            )
        return Budget(self._limits, packed_bytes, self)

    def refund(self) -> None:
        """Give back to the containers around this one what it took from them: it failed, and counts for nothing.

        What it took is remembered as waste, so that a few bytes cannot make this work endless.
        """
        for around in self._chain()[1:]:
            around._bytes -= self._bytes
            around._files -= self._files
            around._wasted += self._bytes

    def _most_wasted(self) -> int | None:
        if self._packed_bytes is None:
            return None
        return max(self._limits.max_file_bytes, self._limits.max_archive_ratio * self._packed_bytes)

    def charge_bytes(self, size_bytes: int) -> None:
        """Take note of expanded bytes, here and in the containers around this one.

        Raises:
            LimitReachedError: They are more than one of them may expand to; then none took note of them.
        """
        chain = self._chain()
        for budget in chain:
            budget._check_bytes(size_bytes)
        for budget in chain:
            budget._bytes += size_bytes

    def _check_bytes(self, size_bytes: int) -> None:
        after = self._bytes + size_bytes
        if after > self._limits.max_archive_bytes:
            raise LimitReachedError(
                f"expands to more than {self._limits.max_archive_bytes:,} bytes (intake.max_archive_bytes)",
                Message.of("expands-to-bytes", limit=self._limits.max_archive_bytes),
            )
        if (
            self._packed_bytes is not None
            and after > self._limits.max_file_bytes
            and after > self._limits.max_archive_ratio * self._packed_bytes
        ):
            raise LimitReachedError(
                f"expands to more than {self._limits.max_archive_ratio:,} times its size (intake.max_archive_ratio)",
                Message.of("expands-by-ratio", limit=self._limits.max_archive_ratio),
            )

    def charge_file(self) -> None:
        """Take note of one more member, here and in the containers around this one.

        Raises:
            LimitReachedError: There are more than a container may hold.
        """
        chain = self._chain()
        if any(budget._files >= self._limits.max_archive_files for budget in chain):
            raise LimitReachedError(
                f"holds more than {self._limits.max_archive_files:,} entries (intake.max_archive_files)",
                Message.of("holds-entries", limit=self._limits.max_archive_files),
            )
        for budget in chain:
            budget._files += 1

    def _chain(self) -> "list[Budget]":
        chain = [self]
        while (around := chain[-1]._shared) is not None:
            chain.append(around)
        return chain
