"""TOML files that list statements of people, one table for each: suppressions, marks of an examiner."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codematch import saved_files
from codematch.errors import UsageError
from codematch.model.toml_lines import find_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTable:
    """One table of such a file: its values, the line where it begins, and that of each of its keys.

    `path` is that of the file as it was given.
    """

    path: Path
    values: Mapping[str, Any]
    line: int
    key_lines: Mapping[str, int]

    def at(self, key: str = "") -> str:
        """Return how a message about a key begins: with the file and the line; of a missing key, that of the table."""
        return f"{self.path}:{self.key_lines.get(key, self.line)}"


def read_tables(path: Path, name: str, what: str) -> tuple[bytes, tuple[StatedTable, ...]]:
    """Read a file of tables `[[name]]`; return its bytes and the tables.

    Args:
        path: The file.
        name: What its tables are called.
        what: What to do if it cannot be read, as the end of a message.

    Raises:
        UsageError: It cannot be read, is not TOML, or has something else than such tables.
    """
    try:
        data = saved_files.read_bytes(path, saved_files.MAX_TEXT_BYTES)
        text = data.decode("utf-8-sig")
        document = saved_files.toml_table(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); {what}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is not valid TOML ({error}); fix it") from None
    lines = find_lines(text)
    for key in document:
        if key != name:
            raise UsageError(f"{path}:{lines.of(key)}: unknown table {key}; write [[{name}]]")
    rows = document.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError(f"{path}:{lines.of(name)}: {name} is not a list of tables; write [[{name}]]")
    found = []
    for number, row in enumerate(rows):
        place = f"{name}.{number}"
        key_lines = {key: lines.of(f"{place}.{key}") for key in row}
        found.append(StatedTable(path=path, values=row, line=lines.of(place), key_lines=key_lines))
    return data, tuple(found)
