"""`codematch custody` and `codematch manifest` as a user meets them."""

import csv
import hashlib
import io
import shutil

import pytest


@pytest.fixture
def folder(tmp_path):
    work = tmp_path / "work"
    (work / "src").mkdir(parents=True)
    (work / "src" / "a.c").write_bytes(b"int a;\n")
    (work / "=b.c").write_bytes(b"int b;\n")
    (work / "logo.bin").write_bytes(bytes(range(256)))
    return work


def rows(run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run.out)))


def test_a_log_is_made_shown_and_verified(codematch, tmp_path):
    log, image = tmp_path / "custody.csv", tmp_path / "q1.zip"
    image.write_bytes(b"image")
    first = codematch(
        "custody", "add", log, "--item", "Q1", "--action", "received", "--person", "李四", "--person", "B",
        "--time", "2026-03-05T14:30+08:00",
    )  # fmt: skip
    second = codematch("custody", "add", log, "--item", "Q1", "--action", "imaged", "--person", "B", "--file", image)
    shown, checked = codematch("custody", "show", log), codematch("custody", "verify", log)

    assert (first.code, second.code, shown.code, checked.code) == (0, 0, 0, 0)
    assert (first.err, second.err) == ("", "")
    assert second.out.startswith("entry 2, chain value ")
    head = second.out.split()[-1]
    assert "李四; B" in shown.out
    assert hashlib.sha256(b"image").hexdigest() in shown.out
    assert checked.out == f"the chain of 2 entries is intact; the last chain value is {head}\n"
    assert codematch("custody", "verify", log, "--head", head).code == 0
    assert codematch("custody", "verify", log, "--head", "0" * 64).code == 5

    log.write_bytes(log.read_bytes().replace(b"imaged", b"lost"))
    broken = codematch("custody", "verify", log)
    assert (broken.code, broken.out) == (5, "")
    assert "the chain breaks at entry 2" in broken.err


def test_an_entry_that_says_too_little_or_twice_is_refused(codematch, tmp_path):
    log = tmp_path / "custody.csv"
    base = ("custody", "add", log, "--item", "K1", "--action", "x", "--person", "A")

    assert codematch(*base, "--time", "noon").refused(2, "is not a time with a zone")
    assert codematch(*base, "--file", tmp_path / "no.zip").refused(3, "cannot be read")
    assert codematch(*base, "--file", log, "--hash-after", "00").refused(2, "cannot be used together")
    assert codematch(*base, "--hash-after", "00").refused(2, "--hash-after '00' is not a digest")
    assert codematch(*base, "--hash-before", "SHA256").refused(2, "--hash-before 'SHA256' is not a digest")
    assert codematch(*base, "--place", "-1+1").refused(2, "place '-1+1' begins with = + - @")
    assert codematch(*base, "--place", "a\x1b[31m").refused(2, "U+001B")
    assert codematch(*base, "--person", " ").refused(2, "includes an empty name")
    assert not log.exists()


def test_an_entry_of_an_earlier_time_is_appended_with_a_note_and_counted(codematch, tmp_path):
    log = tmp_path / "custody.csv"
    base = ("custody", "add", log, "--item", "K1", "--person", "A")
    codematch(*base, "--action", "received", "--time", "2026-03-05T14:30+08:00")

    late = codematch(*base, "--action", "collected", "--time", "2026-03-05T06:29Z")
    assert (late.code, late.out[:8]) == (0, "entry 2,")
    assert late.err == (
        f"codematch: {log}: entry 2 is dated before the preceding entry; it was recorded all the same\n"
    )
    assert codematch(*base, "--action", "copied", "--time", "2026-03-05T06:29:00Z").err == ""  # equal: not earlier
    assert codematch("custody", "verify", log).out.startswith(
        "the chain of 3 entries is intact (1 dated before the preceding entry)"
    )
    assert codematch("custody", "show", log).out.count("dated before the preceding entry") == 1


def test_a_log_without_its_head_says_what_that_means_and_takes_no_entry(codematch, tmp_path):
    log = tmp_path / "custody.csv"
    base = ("custody", "add", log, "--item", "K1", "--person", "A", "--action", "received")
    assert codematch(*base).code == 0
    (tmp_path / "custody.csv.head").unlink()
    before = log.read_bytes()

    for run in (codematch("custody", "verify", log), codematch("custody", "show", log), codematch(*base)):
        assert run.refused(5, "custody.csv.head is missing", "cannot be detected", "restore it from a backup")
    assert log.read_bytes() == before
    assert not (tmp_path / "custody.csv.head").exists()


def test_a_manifest_holds_every_file_with_the_digests_asked_for(codematch, folder):
    run = codematch("manifest", folder, "--also", "sm3", "--also", "md5")

    assert run.code == 0
    found = {row["path"]: row for row in rows(run)}
    assert found.keys() == {"'=b.c", "logo.bin", "src/a.c"}
    assert found["src/a.c"]["sha256"] == hashlib.sha256(b"int a;\n").hexdigest()
    assert found["logo.bin"]["md5"] == hashlib.md5(bytes(range(256)), usedforsecurity=False).hexdigest()
    assert len(found["logo.bin"]["sm3"]) == 64
    assert (found["logo.bin"]["disposition"], found["logo.bin"]["reason"]) == ("excluded", "binary")
    assert codematch("manifest", folder, "--also", "crc32").refused(2, "choose from sm3, sha1, md5")


def test_a_list_is_held_against_a_work(codematch, folder, tmp_path):
    digests = {p.relative_to(folder).as_posix(): hashlib.md5(p.read_bytes(), usedforsecurity=False).hexdigest()
               for p in folder.rglob("*") if p.is_file()}  # fmt: skip
    listed = tmp_path / "电子数据清单.csv"
    listed.write_bytes(
        "\r\n".join(
            ["序号,文件名称,MD5值", *(f"{n},{path},{d}" for n, (path, d) in enumerate(digests.items()))]
        ).encode("gb18030")
    )
    same = codematch("manifest", folder, "--against", listed)
    assert (same.code, same.out) == (0, "3 equal, 0 different, 0 missing, 0 extra\n")

    (folder / "src" / "a.c").write_bytes(b"int altered;\n")
    (folder / "logo.bin").unlink()
    (folder / "new.c").write_bytes(b"int n;\n")
    other = codematch("manifest", folder, "--against", listed)
    assert other.code == 3
    assert other.out.splitlines() == [
        "different  src/a.c", "missing    logo.bin", "extra      new.c", "1 equal, 1 different, 1 missing, 1 extra",
    ]  # fmt: skip
    assert codematch("manifest", folder, "--against", tmp_path / "no.csv").refused(3, "cannot be read")


def test_a_finished_run_is_verified_and_any_change_is_noticed(codematch, folder, tmp_path):
    out, other = tmp_path / "out", tmp_path / "other"
    other.mkdir()
    (other / "a.c").write_bytes(b"int other;\n")
    assert codematch("compare", folder, folder, "--out", out, "-q", "-j", 1).code == 0

    sound = codematch("case", "verify", out, "--known", folder, "--questioned", folder)
    assert (sound.code, sound.err) == (0, "")
    assert "files unchanged since they were written, by SHA256SUMS: 6" in sound.out
    assert "the known work has the recorded root hash" in sound.out
    assert "a repeated comparison gives the same result" in sound.out
    wrong = codematch("case", "verify", out, "--known", other)
    assert wrong.code == 5
    assert "is not the known work that was compared" in wrong.out

    for name in ("report.json", "report.html", "run.json", "SHA256SUMS"):
        original = (out / name).read_bytes()
        (out / name).write_bytes(original.replace(b"e", b"f", 1))
        changed = codematch("case", "verify", out)
        assert changed.code == 5, name
        assert name == "SHA256SUMS" or f"wrong        {name}: was changed" in changed.out
        (out / name).write_bytes(original)
    (out / "note.txt").write_text("put in")
    assert "note.txt: was added" in codematch("case", "verify", out).out
    (out / "note.txt").unlink()
    (out / "report.html").unlink()
    assert "report.html: is missing" in codematch("case", "verify", out).out
    assert codematch("case", "verify", tmp_path).refused(5, "contains neither SHA256SUMS nor report.json")


def test_a_case_file_is_written_once(codematch, tmp_path):
    assert codematch("case", "new", tmp_path / "case").out == f"wrote {tmp_path / 'case' / 'case.toml'}\n"
    assert codematch("case", "new", tmp_path / "case").refused(2, "already exists")


def test_a_result_that_comes_out_otherwise_is_listed_place_by_place(codematch, folder, tmp_path):
    from codematch.case import sums

    out = tmp_path / "out"
    assert (
        codematch("compare", folder, folder, "--out", out, "-q", "-j", 1, "--set", "counting.unit_share=0.5").code == 0
    )
    assert (
        "a repeated comparison gives the same result"
        in codematch("case", "verify", out, "--known", folder, "--questioned", folder).out
    )

    report = (out / "report.json").read_bytes()
    assert report.count(b'"seeds_set_aside": 0') == 1
    (out / "report.json").write_bytes(report.replace(b'"seeds_set_aside": 0', b'"seeds_set_aside": 7'))
    documents = {path.name: path.read_bytes() for path in out.iterdir() if path.name != sums.NAME}
    (out / sums.NAME).write_bytes(sums.render(documents))
    forged = codematch("case", "verify", out, "--known", folder, "--questioned", folder)
    assert forged.code == 5
    assert "pairs[0].seeds_set_aside: 7, now 0" in forged.out


def test_a_result_with_reference_works_is_made_again_with_all_of_them(codematch, folder, tmp_path):
    out, works, moved = tmp_path / "out", ("--known", folder, "--questioned", folder), tmp_path / "moved"
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.c").write_text("int other;\n")
    common = ("--common", f"SDK-TEMPLATE={folder}", "--common", other)
    assert codematch("compare", folder, folder, *common, "--out", out, "-q", "-j", 1).code == 0
    run = codematch("case", "verify", out, *works, "--prior", folder)
    assert (run.code, "the repeated comparison: give --prior too" in run.out) == (0, True)

    shutil.copytree(folder, moved)
    run = codematch("case", "verify", out, *works, "--prior", other, "--prior", moved)
    assert (run.code, "a repeated comparison gives the same result" in run.out) == (0, True)
    assert f"{moved}: is shared material P1, with the recorded root hash" in run.out
    run = codematch("case", "verify", out, *works, "--prior", moved, "--prior", moved)
    assert (run.code, f"{moved}: is not shared material of the comparison" in run.out) == (5, True)


def test_a_result_with_agreed_exclusions_is_not_made_again_and_says_so(codematch, folder, tmp_path):
    out, agreed = tmp_path / "out", tmp_path / "agreed.toml"
    agreed.write_text(f'[[exclusion]]\nwork = "{folder}"\nreason = "both use it"\nname = "A"\n')
    run = codematch("compare", folder, folder, "--agreed", agreed, "--out", out, "-q", "-j", 1)
    assert run.code == 0, run
    run = codematch("case", "verify", out, "--known", folder, "--questioned", folder, "--prior", folder)
    assert (run.code, "the repeated comparison: the comparison used agreed exclusions" in run.out) == (0, True)
