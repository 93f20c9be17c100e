"""The corpus, file by file: language, encoding, lines and tokens as a reader expects them."""

import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from codematch.intake import read_work
from codematch.languages import TEXT
from codematch.model.source import Disposition, SourceTree
from codematch.model.tokens import TokenStream
from codematch.pipeline import make_tools, prepare
from codematch.settings import Settings
from tests.intake.works import tar_bytes, write_folder, write_repository, zip_bytes
from tests.reading.corpus import COPIES, FIXTURES, FORMS, NAMES, PYTHON, RenderOptions, in_encoding

SETTINGS = Settings()
TOOLS = make_tools(SETTINGS)
SAMPLES = {path.stem: path for path in sorted(FIXTURES.iterdir())}
AS_PAGES = (".xht", ".ttml")
"""Endings of XML whose files are read as pages, with the code that they hold."""
ENDINGS = [
    (spec.name, ending)
    for spec in TOOLS.languages.specs
    for ending in spec.extensions
    if spec.name in SAMPLES and ending not in AS_PAGES
]


def streams(root: Path) -> tuple[SourceTree, dict[str, TokenStream]]:
    """Read a work, and return its tree with the tokens of each file by path."""
    tree = read_work(str(root), SETTINGS.intake)
    work = prepare([tree], TOOLS)[0]
    return tree, {source.record.path: file.stream for source, file in zip(work.sources, work.files, strict=True)}


def same_tokens(left: TokenStream, right: TokenStream) -> bool:
    return np.array_equal(left.kinds, right.kinds) and np.array_equal(left.texts, right.texts)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TokenStream]:
    """The tokens of every sample under its own name."""
    root = tmp_path_factory.mktemp("samples")
    write_folder(root / "w", {path.name: path.read_bytes() for path in SAMPLES.values()})
    return {Path(name).stem: stream for name, stream in streams(root / "w")[1].items()}


def test_an_ending_that_is_listed_leads_to_its_language(whole: dict[str, TokenStream], tmp_path: Path) -> None:
    wrong = []
    for language, ending in ENDINGS:
        folder = write_folder(tmp_path / f"{language}{ending}", {f"sample{ending}": SAMPLES[language].read_bytes()})
        stream = streams(folder)[1][f"sample{ending}"]
        if stream.language != language or not same_tokens(stream, whole[language]):
            wrong.append((ending, language, stream.language))
    assert wrong == []


@pytest.mark.parametrize("behind", COPIES)
def test_a_copy_under_a_longer_name_keeps_its_language(
    whole: dict[str, TokenStream], tmp_path: Path, behind: str
) -> None:
    copies = {path.name + behind: path.read_bytes() for path in SAMPLES.values()}
    found = streams(write_folder(tmp_path / "w", copies))[1]
    assert [name for name in SAMPLES if not same_tokens(found[SAMPLES[name].name + behind], whole[name])] == []


@pytest.mark.parametrize("encoding", sorted(NAMES))
def test_each_encoding_gives_the_same_lines_and_tokens(tmp_path: Path, encoding: str) -> None:
    texts = {f"{n}.py": f"# {NAMES[encoding]}\n{PYTHON}label = '{NAMES[encoding]}'\n" * (n + 1) for n in range(3)}
    write_folder(tmp_path / "u", {name: text.encode() for name, text in texts.items()})
    write_folder(tmp_path / "w", {name: in_encoding(text, encoding) for name, text in texts.items()})
    plain, found = streams(tmp_path / "u"), streams(tmp_path / "w")
    for file in found[0].files:
        name = file.record.path
        assert file.record.encoding == encoding, (name, file.record.encoding_basis)
        assert file.record.lines == texts[name].count("\n")
        assert same_tokens(found[1][name], plain[1][name])
        assert found[1][name].comments.texts == plain[1][name].comments.texts


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_code_in_another_format_has_the_tokens_and_lines_of_the_code(tmp_path: Path, form: RenderOptions) -> None:
    ending = {"python": "py", "javascript": "js", "typescript": "ts", "java": "java", "ruby": "rb", "csharp": "cs"}
    alone = f"alone.{ending.get(form.language, form.language)}"
    write_folder(tmp_path / "w", {form.name: form.text.encode(), alone: form.code.replace("&gt;", ">").encode()})
    tree, found = streams(tmp_path / "w")
    stream = found[form.name]
    inside = stream.in_language(form.language)
    texts, expected = stream.texts[inside].tolist(), found[alone].texts.tolist()
    starts = [at for at in range(len(texts)) if texts[at : at + len(expected)] == expected]
    assert starts, f"{form.name}: {stream.languages}, {len(texts)} of {len(expected)} tokens"
    if form.line:
        first = stream.lines[inside][starts[0]]
        assert first == form.line + found[alone].lines[0] - 1
    assert sum(file.record.disposition is Disposition.COMPARED for file in tree.files) == 2


FILES = {
    "src/ring.c": b"int ring(int a)\n{\n    return a * 31;\n}\n",
    "src/quay.js": b"export const quay = (a) => a * 31;\n",
    "docs/\xc3\xbcber.txt": b"A note on the quay.\n",
}


def _zip_with_backslashes() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in FILES.items():
            info = zipfile.ZipInfo(name.decode() if isinstance(name, bytes) else name.encode("latin-1").decode())
            info.filename = info.filename.replace("/", "\\")
            info.create_system = 0
            archive.writestr(info, content)
    return raw.getvalue()


def _tar(form: int) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=form) as archive:
        for name, content in FILES.items():
            info = tarfile.TarInfo(name.encode("latin-1").decode())
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return raw.getvalue()


@pytest.mark.parametrize(
    "container", ["zip", "zip-backslashes", "gnu", "pax", "ustar", "tar.gz", "tar.bz2", "tar.xz", "git"]
)
def test_the_same_tree_is_the_same_in_every_container(tmp_path: Path, container: str) -> None:
    files = {name.encode("latin-1").decode(): content for name, content in FILES.items()}
    folder = write_folder(tmp_path / "folder", files)
    if container == "git":
        other = write_repository(tmp_path / "other", files)
    else:
        packed = {
            "zip": lambda: zip_bytes(files),
            "zip-backslashes": _zip_with_backslashes,
            "gnu": lambda: _tar(tarfile.GNU_FORMAT),
            "pax": lambda: _tar(tarfile.PAX_FORMAT),
            "ustar": lambda: _tar(tarfile.USTAR_FORMAT),
            "tar.gz": lambda: tar_bytes(files, mode="w:gz"),
            "tar.bz2": lambda: tar_bytes(files, mode="w:bz2"),
            "tar.xz": lambda: tar_bytes(files, mode="w:xz"),
        }[container]()
        other = tmp_path / f"work.{container.replace('-', '.')}"
        other.write_bytes(packed)
    expected, found = streams(folder), streams(other)
    assert found[0].digest == expected[0].digest
    assert found[1].keys() == expected[1].keys()
    assert all(same_tokens(stream, expected[1][path]) for path, stream in found[1].items())


def test_text_that_is_no_code_stays_text(tmp_path: Path) -> None:
    texts = {
        "README": "The quay was closed at half tide. Ships waited in the roads until the morning came.\n" * 4,
        "table.csv": "port,depth,closed\nNorth,4.5,0\nSouth,6.1,1\n" * 5,
        "run.log": "2026-01-04 10:03:11 INFO berth settled (id=17, spare=0.41)\n" * 6,
        "letter.txt": "Dear colleague,\n\nif you return before noon, import the list for me.\n\nRegards\n",
    }
    write_folder(tmp_path / "w", {name: text.encode() for name, text in texts.items()})
    assert {stream.language for stream in streams(tmp_path / "w")[1].values()} == {TEXT}
