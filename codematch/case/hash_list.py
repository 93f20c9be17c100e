"""Lists of digests that came with an item, checked against its files: equal, different, missing, extra.

Three forms are known: lines of `sha256sum` and its kin, the tagged lines of BSD, and tables with a header in CSV, such
as a list of electronic data.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from codematch import saved_files
from codematch.errors import InputError
from codematch.model.digests import HEX_LENGTHS

_SUM = re.compile(r"^\\?(?P<digest>[0-9A-Fa-f]{32,64}) [ *](?P<path>.+)$")
_TAGGED = re.compile(r"^(?P<name>SHA256|SHA1|MD5|SM3) ?\((?P<path>.+)\) ?= ?(?P<digest>[0-9A-Fa-f]{32,64})$")
_PATHS = (
    "path", "file", "filename", "file name", "name", "relative path",
    "文件名", "文件名称", "文件路径", "路径", "名称", "电子数据名称",
)  # fmt: skip
_DIGESTS = (
    "sha256", "sha-256", "sha_256", "sm3", "sha1", "sha-1", "md5", "hash", "hash value", "digest", "checksum",
    "哈希值", "散列值", "校验值", "完整性校验值", "哈希值(sha256)", "哈希值(sm3)", "哈希值(md5)", "md5值",
    "sha256值", "sm3值",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of a list: the path, the digest in lower case, and the name of its algorithm, "" if it is not given.

    64 hexadecimal digits may be SHA-256 or SM3.
    """

    path: str
    digest: str
    algorithm: str = ""

    @property
    def algorithms(self) -> tuple[str, ...]:
        """The algorithms that the digest may be of."""
        return (self.algorithm,) if self.algorithm else HEX_LENGTHS[len(self.digest)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What became of the lines of a list and of the files that were read: paths, sorted."""

    equal: tuple[str, ...]
    different: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Say whether the list and the files are the same."""
        return not (self.different or self.missing or self.extra)


def parse(text: str) -> tuple[Listed, ...]:
    """Return the lines of a list.

    Raises:
        InputError: A line has an unknown form, a path is listed twice, or the list is empty.
    """
    lines = [(number, line) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1)
             if line.strip() and not line.startswith("#")]  # fmt: skip
    if not lines:
        raise InputError("the list holds no digests")
    first = lines[0][1]
    listed = [_line(*line) for line in lines] if _SUM.match(first) or _TAGGED.match(first) else _table(text)
    seen: dict[str, int] = {}
    for number, item in enumerate(listed, start=1):
        if item.path in seen:
            raise InputError(f"the list names {item.path!r} twice, in entries {seen[item.path]} and {number}")
        seen[item.path] = number
    return tuple(listed)


def read(path: Path) -> tuple[Listed, ...]:
    """Return the lines of a list in a file, in UTF-8 or, as older tools on Chinese systems write it, GB 18030.

    Raises:
        InputError: The file cannot be read, or is not a list; the message names it.
    """
    try:
        content = saved_files.read_bytes(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give a list of digests") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except ValueError:
            continue
        try:
            return parse(text)
        except InputError as error:
            raise InputError(f"{path}: {error}; fix the list") from None
    raise InputError(f"{path}: is not text in UTF-8 or GB 18030; save it as UTF-8")


def compare(listed: Iterable[Listed], found: Mapping[str, Mapping[str, str]]) -> Comparison:
    """Compare a list with files.

    Args:
        listed: The lines of the list.
        found: The digests of each file by the name of the algorithm, by path.
    """
    by_path = {item.path: item for item in listed}
    both = sorted(by_path.keys() & found.keys())
    equal = [path for path in both if by_path[path].digest in map(found[path].get, by_path[path].algorithms)]
    return Comparison(
        equal=tuple(equal),
        different=tuple(path for path in both if path not in set(equal)),
        missing=tuple(sorted(by_path.keys() - found.keys())),
        extra=tuple(sorted(found.keys() - by_path.keys())),
    )


def algorithms(listed: Iterable[Listed]) -> tuple[str, ...]:
    """Return the algorithms that a list needs, SHA-256 first."""
    return tuple(dict.fromkeys(("sha256", *(name for item in listed for name in item.algorithms))))


def _line(number: int, line: str) -> Listed:
    tagged = _TAGGED.match(line)
    if tagged is not None:
        return _listed(number, tagged["path"], tagged["digest"], tagged["name"].lower())
    found = _SUM.match(line)
    if found is None:
        raise InputError(f"line {number} of the list is not a digest with a path: {line[:60]!r}")
    return _listed(number, found["path"], found["digest"], "")


def _table(text: str) -> list[Listed]:
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    head = [_plain(cell) for cell in next((row for row in rows if any(row)), [])]
    path = next((place for place, cell in enumerate(head) if cell in _PATHS), None)
    digest = next((head.index(name) for name in _DIGESTS if name in head), None)
    if path is None or digest is None:
        raise InputError(
            "the list is neither output of sha256sum nor a table with columns for the path and the digest "
            f"(its columns: {', '.join(head[:8])})"
        )
    named = next((name for name in ("sha256", "sm3", "sha1", "md5") if name in head[digest].replace("-", "")), "")
    return [
        _listed(number, row[path], row[digest], named)
        for number, row in enumerate(rows, start=2)
        if len(row) > max(path, digest) and row[path].strip()
    ]


def _plain(cell: str) -> str:
    return cell.strip().lower().replace("（", "(").replace("）", ")")


def _listed(number: int, path: str, digest: str, algorithm: str) -> Listed:
    digest = digest.strip().lower()
    if not re.fullmatch(r"[0-9a-f]+", digest) or len(digest) not in HEX_LENGTHS:
        raise InputError(f"entry {number} of the list has no valid digest for {path!r}: {digest[:70]!r}")
    return Listed(path=path.strip().replace("\\", "/").removeprefix("./"), digest=digest, algorithm=algorithm)
