"""`codematch case verify` makes every check that can be made, and says which ones were not and why."""

import os
import shutil
from pathlib import Path

import pytest

from codematch.case import sums, timestamp
from codematch.cli.case.checks import Check, Outcome, verdict
from codematch.errors import StoreError
from tests.case.test_timestamp import CERTIFICATES, LACKING, Authority, elements, founded, with_set
from tests.cli.test_bundle import run

NEEDS_OPENSSL = pytest.mark.skipif(bool(LACKING), reason=LACKING or "openssl is there")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a work, its custody log, and the result of its comparison with itself in `out`."""
    folder = tmp_path_factory.mktemp("case")
    for work, text in (("work", "int a;\n"), ("other", "int other;\n")):
        (folder / work).mkdir()
        (folder / work / "a.c").write_text(text)
    (folder / "case.toml").write_text(
        '[matter]\ntitle = "M"\nquestions = ["Q?"]\n'
        + "".join(f'[{role}]\nid = "{role[0].upper()}1"\npath = "work"\n' for role in ("known", "questioned"))
    )
    entry = ("--item", "K1", "--action", "received", "--person", "A. Li", "--time", "2026-03-05T14:30+08:00")
    assert run("custody", "add", folder / "custody.csv", *entry) == 0
    options = ("--out", folder / "out", "-q", "-j", 1, "--format", "html", "--format", "json")
    assert run("compare", "--case", folder / "case.toml", *options) == 0
    return folder


@pytest.fixture
def result(case: Path, tmp_path: Path) -> Path:
    """The result, for a test to change."""
    return Path(shutil.copytree(case / "out", tmp_path / "result"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return founded(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def sealed(result: Path, authority: Authority) -> Path:
    """The result with a time-stamp and a signature."""
    reply = result.parent / "reply.tsr"
    assert run("case", "stamp", result) == 0
    reply.write_bytes(authority.answer((result / timestamp.REQUEST).read_bytes()))
    assert run("case", "stamp", result, "--reply", reply, "--ca", authority.folder / "root.pem") == 0
    key, certificate = authority.folder / "authority.key", authority.folder / "signer.pem"
    assert run("case", "sign", result, "--key", key, "--cert", certificate) == 0
    return result


def said(out: str) -> dict[str, list[str]]:
    """The lines of a check by their marks."""
    found: dict[str, list[str]] = {outcome: [] for outcome in Outcome}
    for line in out.splitlines():
        for outcome in Outcome:
            if line.startswith(f"{outcome:<11}  "):
                found[outcome].append(line[13:])
    return found


def resummed(folder: Path) -> None:
    """Write sums that fit the files of a folder, as a forger would."""
    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / sums.NAME).write_bytes(sums.render({name: made[name] for name in made if name not in sums.UNLISTED}))


def test_what_was_not_checked_is_said_with_what_it_takes(codematch, result):
    checked = codematch("case", "verify", result)

    assert (checked.code, checked.err) == (0, "")
    found = said(checked.out)
    assert found["wrong"] == found["differs"] == []
    assert len(found["holds"]) == 2
    assert found["not checked"] == [
        "the time-stamp: none; request one with codematch case stamp",
        "the signature: none; add one with codematch case sign",
        "the works: give --known and --questioned to compare them again",
    ]
    assert checked.out.splitlines()[-1] == (
        f"{result}: is unchanged, as far as checked (checks that hold: 2; not checked: 3)"
    )


@NEEDS_OPENSSL
def test_with_everything_given_nothing_is_left_unchecked(codematch, case, sealed, authority):
    given = ("--ca", authority.folder / "root.pem", "--signer", authority.folder / "signer.pem", "--known",
             case / "work", "--questioned", case / "work", "--custody", case / "custody.csv")  # fmt: skip
    checked = codematch("case", "verify", sealed, *given)

    assert (checked.code, checked.err) == (0, "")
    found = said(checked.out)
    assert found["wrong"] == found["differs"] == found["not checked"] == []
    words = ("files unchanged since they were written, by SHA256SUMS", "the chain of 1 custody entry is intact",
             f"{case / 'custody.csv'}: the chain of 1 custody", "stamped 20", "signed by CN=Stamps",
             "the known work has", "the questioned work has", "a repeated comparison gives the same")  # fmt: skip
    for line, word in zip(found["holds"], words, strict=True):
        assert word in line

    without = said(codematch("case", "verify", sealed).out)["not checked"]
    assert without[0] == "the time-stamp: give the certificates of its authority with --ca"
    assert without[1].startswith("the signature: signed by CN=Stamps, certificate ")
    assert without[1].endswith("not known to be trusted; give the certificate of its signer with --signer")


@NEEDS_OPENSSL
def test_a_fault_of_one_check_ends_none_of_the_others(codematch, case, sealed, authority):
    log = sealed / "custody.csv"
    log.write_bytes(log.read_bytes().replace(b"A. Li", b"B. Li"))
    (sealed / "report.html").write_bytes(b"")
    resummed(sealed)
    (sealed / "run.json").unlink()
    (sealed / "note.txt").write_bytes(b"")
    (sealed / "signature.p7s").write_bytes(b"garbage")

    given = ("--ca", authority.folder / "root.pem", "--signer", authority.folder / "signer.pem")
    works = ("--known", case / "other", "--questioned", case / "work")
    checked = codematch("case", "verify", sealed, *given, *works)

    assert checked.code == 5
    assert checked.err == (
        f"codematch: {sealed}: verification failed (wrong: 5; not checked: 1); do not rely on this result\n"
    )
    found = said(checked.out)
    words = ("run.json: is missing", "note.txt: was added", "custody.csv: the chain breaks at entry 1",
             "bundle.tsr: the time-stamp is over other bytes",
             "signature.p7s: the signature is damaged")  # fmt: skip
    for line, word in zip(found["wrong"], words, strict=True):
        assert word in line
    assert found["differs"] == [f"{case / 'other'}: is not the known work that was compared"]
    assert "the questioned work has the recorded root hash" in found["holds"]
    assert found["not checked"] == [
        "the repeated comparison: the given works are not the ones that were compared",
    ]


@NEEDS_OPENSSL
def test_a_reply_is_kept_as_it_came_whatever_the_order_of_its_certificates(codematch, result, authority):
    authority.certify("between", "root", issuer="root", subject="Between")
    authority.certify("below", issuer="between")
    assert codematch("case", "stamp", result).code == 0
    reply = authority.answer((result / timestamp.REQUEST).read_bytes(), "below", "-chain", "between.pem")
    held = elements(reply, *CERTIFICATES)
    for order in (held, held[::-1]):  # one of them is not the order of DER
        (result.parent / "reply.tsr").write_bytes(sent := with_set(reply, order, *CERTIFICATES))
        given = ("--reply", result.parent / "reply.tsr", "--ca", authority.folder / "root.pem")
        assert codematch("case", "stamp", result, *given).code == 0
        assert (result / timestamp.REPLY).read_bytes() == sent
        assert codematch("case", "verify", result, "--ca", authority.folder / "root.pem").code == 0
        (result / timestamp.REPLY).unlink()


def test_a_result_without_its_sums_is_checked_in_all_else(codematch, case, result):
    (result / sums.NAME).unlink()

    checked = codematch("case", "verify", result, "--known", case / "work", "--questioned", case / "work")

    assert checked.code == 5
    found = said(checked.out)
    assert found["wrong"] == [
        f"{result / sums.NAME}: cannot be read (No such file or directory); give the folder that --out wrote"
    ]
    assert len(found["holds"]) == 4


@NEEDS_OPENSSL
def test_seals_over_sums_that_are_gone_are_not_checked(codematch, sealed, authority):
    (sealed / sums.NAME).unlink()
    given = ("--ca", authority.folder / "root.pem", "--signer", authority.folder / "signer.pem")

    unchecked = said(codematch("case", "verify", sealed, *given).out)["not checked"]

    assert unchecked[:2] == [f"the {seal}: it covers SHA256SUMS, which is not a file of this folder"
                             for seal in ("time-stamp", "signature")]  # fmt: skip


def test_works_are_not_held_against_a_report_that_was_changed(codematch, case, result):
    (result / "report.json").write_bytes((result / "report.json").read_bytes() + b"\n")

    checked = codematch("case", "verify", result, "--known", case / "work", "--questioned", case / "work")

    assert checked.code == 5
    assert said(checked.out)["wrong"] == ["report.json: was changed"]
    assert "the works: report.json is missing or was changed" in checked.out


def test_a_report_that_is_none_and_has_sums_that_fit_is_named_when_the_works_are_given(codematch, case, result):
    (result / "report.json").write_bytes(b"{}")
    resummed(result)

    checked = codematch("case", "verify", result, "--known", case / "work")

    assert checked.code == 5
    assert f"differs      {result / 'report.json'}: " in checked.out


def test_one_work_alone_is_held_against_its_root_hash(codematch, case, result):
    checked = codematch("case", "verify", result, "--questioned", case / "work")

    assert checked.code == 0
    assert "the questioned work has the recorded root hash" in said(checked.out)["holds"]
    assert said(checked.out)["not checked"][-1] == "the repeated comparison: give --known too"


def test_another_work_is_no_fault_of_the_result(codematch, case, result):
    checked = codematch("case", "verify", result, "--known", case / "other")

    assert checked.code == 5
    assert said(checked.out)["differs"] == [f"{case / 'other'}: is not the known work that was compared"]
    assert "is unchanged, but differs from the given works (differences: 1; " in checked.err


def test_late_entries_of_the_custody_log_are_counted(codematch, case, result, tmp_path):
    log = tmp_path / "custody.csv"
    for time in ("2026-03-05T14:30+08:00", "2026-03-05T14:29+08:00"):
        codematch("custody", "add", log, "--item", "K1", "--action", "x", "--person", "A", "--time", time)

    checked = codematch("case", "verify", result, "--custody", log)

    assert f"{log}: the chain of 2 custody entries is intact (1 dated before the preceding entry)" in checked.out


def test_a_log_without_its_head_is_a_fault_that_says_so(codematch, result):
    (result / "custody.csv.head").unlink()

    found = said(codematch("case", "verify", result).out)["wrong"]

    assert found[0] == "custody.csv.head: is missing"
    assert "custody.csv: custody.csv.head is missing" in found[1]


def test_no_log_and_no_works_are_said(codematch, case, tmp_path):
    out = tmp_path / "plain"
    assert codematch("compare", case / "work", case / "work", "--out", out, "-q", "-j", 1).code == 0

    unchecked = said(codematch("case", "verify", out).out)["not checked"]

    assert unchecked[0] == "the custody log: none in the folder; give one with --custody"
    assert len(unchecked) == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("name", ["custody.csv", "custody.csv.head", "bundle.tsr", "bundle.tsq", "signature.p7s",
                                  "report.json", "SHA256SUMS", "note"])  # fmt: skip
def test_a_pipe_is_named_and_never_waited_for(codematch, case, result, name):
    (result / "bundle.tsr").write_bytes(b"")
    (result / name).unlink(missing_ok=True)
    os.mkfifo(result / name)
    certificate = case / "work" / "a.c"
    given = ["--ca", certificate] if name in ("bundle.tsr", "bundle.tsq") else []
    given += ["--signer", certificate] if name == "signature.p7s" else []

    checked = codematch("case", "verify", result, *given, "--known", case / "work")

    assert checked.code == 5
    assert any(name in line and "a pipe" in line for line in said(checked.out)["wrong"])


@pytest.mark.parametrize("name", ["custody.csv", "bundle.tsr", "report.json", "SHA256SUMS", "report.html"])
def test_a_link_to_the_same_bytes_elsewhere_is_named_and_not_read(codematch, case, result, tmp_path, name):
    (result / "bundle.tsr").write_bytes(b"no reply")
    (result / name).rename(tmp_path / "moved")
    (result / name).symlink_to(tmp_path / "moved")
    given = ("--ca", case / "work" / "a.c") if name == "bundle.tsr" else ()

    checked = codematch("case", "verify", result, *given, "--known", case / "work")

    assert checked.code == 5
    (fault,) = said(checked.out)["wrong"]
    assert f"{name}: " in fault
    assert "a symbolic link that leads out of the folder" in fault
    unread = {"custody.csv": "the custody log: custody.csv is not a regular file",
              "bundle.tsr": "the time-stamp: bundle.tsr is not a regular file",
              "report.json": "the works: report.json is missing or was changed"}  # fmt: skip
    assert unread.get(name, "") in "\n".join(said(checked.out)["not checked"])


def test_a_folder_of_the_name_of_the_request_is_named(codematch, result):
    (result / "bundle.tsq").mkdir()
    assert said(codematch("case", "verify", result).out)["wrong"] == ["bundle.tsq: was added (an empty folder)"]


def test_a_mistake_in_the_command_ends_at_once(codematch, case, result, tmp_path):
    (result / "note.txt").write_bytes(b"")
    certificate = case / "work" / "a.c"
    verify = ("case", "verify", result)

    assert codematch(*verify, "--ca", certificate).refused(2, "has no time-stamp to check with --ca")
    assert codematch(*verify, "--signer", certificate).refused(2, "has no signature to check with --signer")
    (result / "bundle.tsr").write_bytes(b"")
    (result / "signature.p7s").write_bytes(b"")
    assert codematch(*verify, "--ca", certificate).refused(2, "a.c: the CA file holds no certificates")
    assert codematch(*verify, "--signer", certificate).refused(2, "a.c: not a certificate in PEM")
    for option in ("--ca", "--signer", "--custody"):
        assert codematch(*verify, option, tmp_path / "none").refused(2, option, "does not exist")
    assert codematch(*verify, "--known", tmp_path / "none").refused(3, "none")


def test_what_is_no_result_is_one_line(codematch, case, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    line = "contains neither SHA256SUMS nor report.json; give the folder that --out wrote"
    assert codematch("case", "verify", tmp_path).refused(5, line)
    assert codematch("case", "verify", tmp_path / "none").refused(
        5, "is not a folder; give the folder that --out wrote"
    )
    assert codematch("case", "verify", tmp_path / "a.txt").refused(
        5, "is not a folder; give the folder that --out wrote"
    )


def test_many_faults_are_counted_after_the_first(codematch, result):
    for number in range(25):
        (result / f"{number:02}").write_bytes(b"")

    checked = codematch("case", "verify", result)

    found = said(checked.out)["wrong"]
    assert len(found) == 21
    assert found[-1] == "and 5 more"
    assert "wrong: 25" in checked.err


def test_names_that_a_terminal_would_run_are_escaped(codematch, result):
    (result / "\x1b[31mred").write_bytes(b"")
    assert said(codematch("case", "verify", result).out)["wrong"] == ["\\x1b[31mred: was added"]


def test_works_that_differ_leave_a_result_what_was_written():
    held, other = Check(Outcome.HOLDS, ""), Check(Outcome.DIFFERS, "")
    assert "as far as checked (checks that hold: 2; not checked: 0)" in verdict(Path("r"), [held, held])
    with pytest.raises(StoreError, match=r"r: is unchanged, but .* \(differences: 2; not checked: 0\)"):
        verdict(Path("r"), [held, other, other])
    with pytest.raises(StoreError, match=r"r: verification failed .*\(wrong: 1; not checked: 1\)"):
        verdict(Path("r"), [other, Check(Outcome.WRONG, ""), Check(Outcome.NOT_CHECKED, "")])
