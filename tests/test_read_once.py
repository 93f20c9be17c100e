"""What tests read once is read again when a file of it changes."""

from pathlib import Path

from tests.read_once import _kept


def test_a_folder_is_read_once_until_it_changes(tmp_path: Path) -> None:
    seen: list[tuple[str, str]] = []

    def read(folder: Path, what: str) -> str:
        text = (folder / "model").read_text(encoding="utf-8")
        seen.append((what, text))
        return text

    reading = _kept(read)
    (tmp_path / "model").write_text("first", encoding="utf-8")
    assert [reading(tmp_path, "bits"), reading(tmp_path, "bits"), reading(tmp_path, "other")] == ["first"] * 3
    (tmp_path / "model").write_text("the second", encoding="utf-8")
    assert reading(tmp_path, "bits") == "the second"
    assert seen == [("bits", "first"), ("other", "first"), ("bits", "the second")]
