"""A program in Base64 was opened in a literal only: not in a here-document, in a file of its own, in a part of a mail."""

# ruff: noqa: E501  # a case on a line
import base64
import bz2
import gzip
import lzma
import zlib
from pathlib import Path

import pytest

import codematch
from codematch.model.tokens import PassageKind
from tests.languages.reading import holds, read

PYTHON = """\
class Quay:
    def __init__(self, metres, depth):
        self.metres = metres
        self.depth = depth
        self.berths = []

    def berth(self, ship):
        if ship.draught > self.depth:
            raise ValueError("too deep: %s" % ship.name)
        free = self.metres - sum(other.length + 5 for other in self.berths)
        while free < ship.length and self.berths:
            gone = self.berths.pop(0)
            free += gone.length + 5
        self.berths.append(ship)
        return free - ship.length
"""
SHELL = """\
count=0
for ship in "$@"; do
  if [ -f "$ship" ] && [ "$count" -lt 12 ]; then
    count=$((count + 1))
    echo "$ship lies at berth $count" >> berths.log
  fi
done
case $count in
  0) exit 1 ;;
  *) printf '%s\\n' "$count" ;;
esac
"""


def lines(data: str | bytes) -> str:
    return base64.encodebytes(data.encode() if isinstance(data, str) else data).decode()


def line(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode())[2:-4]).decode()


HEXES = "".join(f"{PYTHON.encode().hex()[at : at + 60]}\n" for at in range(0, 2 * len(PYTHON), 60))
MAIL = f"""From: quay@harbour.example
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="tide"

--tide
Content-Type: text/plain

See what is attached.

--tide
Content-Type: text/x-python; name="quay.py"
Content-Transfer-Encoding: base64

{lines(PYTHON)}
--tide--
"""
OPENED = {
    "a here-document to a shell": ("a.sh", f"base64 -d <<EOF | sh\n{lines(SHELL)}EOF\n", SHELL),
    "a here-document to Python": ("a.sh", f"base64 --decode <<'END' | python3 -\n{lines(PYTHON)}END\necho done\n", PYTHON),
    "a here-document to a file": ("a.sh", f"base64 -D > quay.py <<EOF\n{lines(PYTHON)}EOF\n", PYTHON),
    "cat to the decoder": ("a.sh", f"cat <<EOF | base64 -d | bash -s\n{lines(SHELL)}EOF\n", SHELL),
    "openssl": ("a.sh", f"openssl base64 -d -A <<-EOF | /bin/sh\n{lines(SHELL)}EOF\n", SHELL),
    "openssl enc": ("a.sh", f"openssl enc -base64 -d <<EOF | sh\n{lines(SHELL)}EOF\n", SHELL),
    "Python that decodes": ("a.sh", f"python3 -c 'import base64, sys; exec(base64.b64decode(sys.stdin.read()))' <<EOF\n{lines(PYTHON)}EOF\n", PYTHON),
    "packed": ("a.sh", f"base64 -d <<EOF | gunzip | sh\n{lines(gzip.compress(SHELL.encode() * 3, mtime=0))}EOF\n", SHELL),
    "a word": ("a.sh", f"echo {line(SHELL)} | base64 -d | sh\n", SHELL),
    "a word in quotation marks": ("a.sh", f'printf %s "{line(PYTHON)}" | base64 -d | python3\n', PYTHON),
    "a here-string": ("a.sh", f"base64 -d <<< {line(SHELL)} | sh\n", SHELL),
    "eval of a word": ("a.sh", f'eval "$(echo {line(SHELL)} | base64 -d)"\n', SHELL),
    "eval of a here-document": ("a.sh", f'eval "$(base64 -d <<EOF\n{lines(SHELL)}EOF\n)"\n', SHELL),
    "a variable": ("a.sh", f'QUAY="{line(SHELL)}"\necho "$QUAY" | base64 -d | sh\n', SHELL),
    "a variable of lines": ("a.sh", f'QUAY="\n{lines(PYTHON)}"\necho "$QUAY" | base64 -d | python3\n', PYTHON),
    "xxd": ("a.sh", f"xxd -r -p <<EOF | python3\n{HEXES}EOF\n", PYTHON),
    "a file": ("quay.b64", lines(PYTHON), PYTHON),
    "a file of one line": ("quay.txt", line(PYTHON), PYTHON),
    "a file without ending": ("quay", lines(SHELL), SHELL),
    "a file with the ending of a program": ("quay.py", lines(PYTHON), PYTHON),
    "a file of hexadecimal numbers": ("quay.hex", HEXES, PYTHON),
    "a file of gzip": ("quay.b64", lines(gzip.compress(PYTHON.encode() * 3, mtime=0)), PYTHON),
    "a file of bzip2": ("quay.b64", lines(bz2.compress(PYTHON.encode() * 3)), PYTHON),
    "a file of xz": ("quay.b64", lines(lzma.compress(PYTHON.encode() * 3)), PYTHON),
    "a file of bare deflate": ("quay.b64", lines(zlib.compress(PYTHON.encode())[2:-4]), PYTHON),
    "uuencode -m": ("quay.txt", f"begin-base64 644 quay.py\n{lines(PYTHON)}====\n", PYTHON),
    "a part of a mail": ("quay.eml", MAIL, PYTHON),
    "lines between prose": ("quay.txt", f"This is what you asked for.\n\n{lines(PYTHON)}\nRegards\n", PYTHON),
    "an address of data": ("quay.txt", f"open data:text/x-python;base64,{line(PYTHON)} there\n", PYTHON),
    "bare deflate in a literal": ("quay.php", f"<?php\nrun(gzinflate(base64_decode('{packed(PYTHON)}')));\n", PYTHON),
    "a program of lines in a command": ("a.sh", f'python3 -c "\n{PYTHON.replace(chr(34), chr(39))}"\n', PYTHON.replace('"', "'")),
}  # fmt: skip


@pytest.mark.parametrize("name", OPENED)
def test_a_program_in_base64_is_read_as_such(name: str) -> None:
    path, text, code = OPENED[name]
    language = "bash" if code == SHELL else "python"
    stream = read(path, text)
    assert holds(stream, code, language)
    quoted = [item for item in stream.passages if item.kind is PassageKind.QUOTED]
    assert {stream.language_at(item.first_token) for item in quoted} == {language}
    starts, stops = stream.starts.tolist(), stream.stops.tolist()
    assert all(start < stop for start, stop in zip(starts, stops, strict=True))
    assert starts == sorted(starts)
    assert stops[-1] <= len(text.encode())


PROSE = "If this file is missing (or empty), ask for it; and do not forget to say which of the two you need, and why. "
NOISE = lines(bytes((7 * n * n + 13 * n) % 251 for n in range(900)))
CLOSED = {
    "a certificate": ("a.pem", f"-----BEGIN CERTIFICATE-----\n{NOISE}-----END CERTIFICATE-----\n"),
    "numbers": ("a.b64", NOISE),
    "numbers to a shell": ("a.sh", f"base64 -d <<EOF | sh\n{NOISE}EOF\n"),
    "prose": ("a.b64", lines(PROSE * 5)),
    "prose to a file": ("a.sh", f"base64 -d > a.txt <<EOF\n{lines(PROSE * 5)}EOF\n"),
    "digests": ("a.sha256", "".join(f"{n * 31337:064x}  file{n}.py\n" for n in range(1, 9))),
    "only digests": ("a.txt", "".join(f"{n * 31337**9:064x}\n" for n in range(1, 9))),
    "a picture": ("a.txt", f"data:image/png;base64,{NOISE.replace(chr(10), '')}"),
    "rules": ("a.txt", f"Title\n{'-' * 60}\n{'_' * 60}\nText\n"),
}


@pytest.mark.parametrize("name", CLOSED)
def test_what_is_no_program_stays_as_it_is(name: str) -> None:
    stream = read(*CLOSED[name])
    assert not [item for item in stream.passages if item.kind is PassageKind.QUOTED]


@pytest.mark.parametrize("name", ["quay.b64", "quay.sh", "quay.eml"])
def test_the_program_meets_its_original(tmp_path: Path, name: str) -> None:
    text = {
        "quay.b64": lines(PYTHON),
        "quay.sh": f"#!/bin/sh\nset -e\nbase64 -d <<EOF | python3\n{lines(PYTHON)}EOF\n",
        "quay.eml": MAIL,
    }[name]
    for side, file, content in (("k", "quay.py", PYTHON), ("q", name, text)):
        (tmp_path / side).mkdir()
        (tmp_path / side / file).write_text(content)
    pair = codematch.compare(str(tmp_path / "k"), str(tmp_path / "q")).pairs[0]
    assert sum(region.tokens for region in pair.regions if region.questioned.language == "python") >= 110
    kinds = {finding.kind for channel in pair.evidence for finding in channel.findings}
    assert "quoted-in-questioned" in kinds
