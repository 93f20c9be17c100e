"""Changes bytes at random, the same ones for the same seed."""

import random

_ODD = (
    b"\0", b"\xff", b"\r", b"\n", b"\x1b[31m", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"(", b")", b"{", b"}", b'"', b"'",
    b"`", b"\\", b"<", b">", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08", b"\x7f\xff\xff\xff",
    b"\xff" * 8, b"[" * 99,
)  # fmt: skip


def mutated(seed: bytes, others: tuple[bytes, ...], random_: random.Random) -> bytes:
    """Return a text near a seed: some bytes flipped, cut out, doubled, inserted, or taken from another seed."""
    data = bytearray(seed)
    for _ in range(random_.choice((1, 1, 2, 4, 16))):
        at = random_.randrange(len(data) + 1)
        size = random_.choice((1, 2, 4, 16, 200))
        match random_.randrange(6):
            case 0 if at < len(data):
                data[at] ^= 1 << random_.randrange(8)
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size] * random_.choice((1, 2, 50))
            case 3:
                data[at:at] = random_.choice(_ODD)
            case 4:
                data[at : at + 4] = random_.randrange(1 << 32).to_bytes(4, "little")
            case _:
                other = random_.choice(others)
                start = random_.randrange(len(other))
                data[at : at + size] = other[start : start + size]
    return bytes(data[:100_000])
