"""How files with signatures, time-stamps and digests of other files are named."""

_SIGNATURES = (".asc", ".sig", ".sign", ".minisig", ".p7s", ".sigstore", ".sigstore.json", ".intoto.jsonl")
STAMPS = (".tsr", ".ots")
_DIGESTS = (".sha1", ".sha256", ".sha512", ".md5", ".sm3", ".sha256sum", ".sha512sum")
_LISTS = frozenset({"sha256sums", "sha512sums", "sha1sums", "md5sums", "checksums.txt"})


def is_signature(name: str) -> bool:
    """Tell whether a file is named like a signature or a time-stamp of another file."""
    return name.lower().endswith((*_SIGNATURES, *STAMPS))


def is_beside(name: str) -> bool:
    """Tell whether a file is named like something that accompanies another one: a signature, a time-stamp, digests."""
    small = name.lower()
    return is_signature(small) or small.endswith(_DIGESTS) or small in _LISTS
