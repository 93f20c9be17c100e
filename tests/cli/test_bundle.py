"""A case from its file to a bundle that is checked, stamped, rendered again, redacted, and opened again."""

import hashlib
import io
import json
import os
import shutil
from pathlib import Path

import pypdf
import pytest

from codematch.case.timestamp import REPLY, REQUEST
from codematch.cli import main
from codematch.model.document import without_tables
from tests.case.test_timestamp import LACKING, founded

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "pairs" / "python"
CASE = """
[matter]
title = "Weir v. Sluice"
questions = ["Which parts correspond?"]
[known]
id = "K1"
path = "known"
supplied_by = "Party A"
[questioned]
id = "Q1"
path = "questioned"
supplied_by = "Party B"
[[asserted]]
item = "*.py"
description = "the engine"
[report]
lang = "both"
profile = "cn"
tier = "CONFIDENTIAL"
"""
PLAIN = {
    "SHA256SUMS", "SM3SUMS", "asserted.csv", "changed-lines.csv", "config.resolved.toml", "custody.csv",
    "custody.csv.head", "differences.csv", "environment.json", "exhibits.csv", "exhibits/E1.en.pdf",
    "exhibits/E1.zh.pdf", "explanations.csv", "file-pairs.csv", "filter-log.csv", "findings.csv",
    "further-places.csv", "log.txt", "manifest-K.csv", "manifest-Q.csv", "matches.csv", "matches.jsonl",
    "minhash.bin", "report.en.html", "report.en.pdf", "report.json", "report.zh.html", "report.zh.pdf", "run.json",
    "settings.csv", "sources.jsonl", "units.csv",
}  # fmt: skip


def documents_among(names: set[str]) -> set[str]:
    """The names of files but those of tables that are too long for a record."""
    return {name for name in names if not name.endswith(".csv")}


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return int(stop.value.code or 0)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with its works, its custody log, and its bundle in `out`."""
    folder = tmp_path_factory.mktemp("case")
    shutil.copytree(FIXTURES / "known", folder / "known")
    shutil.copytree(FIXTURES / "renamed", folder / "questioned")
    (folder / "case.toml").write_text(CASE)
    entry = ("--item", "K1", "--action", "received", "--person", "A. Li", "--time", "2026-03-05T14:30+08:00")
    assert run("custody", "add", folder / "custody.csv", *entry) == 0
    options = ("--verified", "--out", folder / "out", "-q", "-j", 1, "--set", "intake.sm3=on")
    assert run("compare", "--case", folder / "case.toml", *options) == 0
    return folder


@pytest.fixture
def bundle(case: Path, tmp_path: Path) -> Path:
    """The bundle, for a test to change."""
    return Path(shutil.copytree(case / "out", tmp_path / "bundle"))


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def text_of(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.read_bytes())).pages)


def test_a_bundle_holds_all_that_belongs_to_it(case: Path) -> None:
    assert files(case / "out") == PLAIN


def test_a_bundle_that_nobody_touched_is_equal(codematch, case):
    checked = codematch("case", "verify", case / "out", "--known", case / "known", "--questioned", case / "questioned")

    assert (checked.code, checked.err) == (0, "")
    assert f"files unchanged since they were written, by SHA256SUMS: {len(PLAIN) - 1}\n" in checked.out
    assert "the chain of 1 custody entry is intact" in checked.out
    assert "a repeated comparison gives the same result" in checked.out


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_change_of_any_file_is_noticed(codematch, bundle, name):
    file = bundle / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    checked = codematch("case", "verify", bundle)

    assert checked.code == 5
    assert name == "SHA256SUMS" or f"wrong        {name}: was changed\n" in checked.out


@pytest.mark.parametrize("name", sorted(PLAIN - {"SM3SUMS"}))
def test_a_file_that_is_gone_is_noticed(codematch, bundle, name):
    (bundle / name).unlink()

    checked = codematch("case", "verify", bundle)

    assert checked.code == 5
    gone = "SHA256SUMS: cannot be read (No such file or directory)" if name == "SHA256SUMS" else f"{name}: is missing\n"
    assert gone in checked.out


def test_a_file_that_was_put_in_is_noticed(codematch, bundle):
    (bundle / "exhibits" / "E9.pdf").write_bytes(b"%PDF")

    checked = codematch("case", "verify", bundle)

    assert checked.code == 5
    assert "exhibits/E9.pdf: was added" in checked.out


def test_a_changed_line_of_the_custody_log_is_noticed_though_its_sum_was_changed_too(codematch, bundle):
    log, sums = bundle / "custody.csv", bundle / "SHA256SUMS"
    codematch("case", "verify", bundle)
    import hashlib

    before = log.read_bytes()
    after = before.replace(b"A. Li", b"B. Li")
    log.write_bytes(after)
    listed = sums.read_text().replace(hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())
    sums.write_text(listed)
    (bundle / "SM3SUMS").unlink()
    sums.write_text("".join(line for line in listed.splitlines(True) if "SM3SUMS" not in line))

    checked = codematch("case", "verify", bundle)

    assert checked.code == 5
    (fault,) = [line for line in checked.out.splitlines() if line.startswith("wrong")]
    assert fault.endswith("custody.csv: the chain breaks at entry 1; this entry or an earlier one was changed")


@pytest.mark.parametrize("role", ["known", "questioned"])
def test_a_changed_byte_of_a_work_is_noticed(codematch, case, tmp_path, role):
    work = Path(shutil.copytree(case / role, tmp_path / role))
    file = next(path for path in sorted(work.rglob("*")) if path.is_file())
    file.write_bytes(file.read_bytes() + b" ")

    checked = codematch("case", "verify", case / "out", f"--{role}", work)

    assert checked.code == 5
    assert f"is not the {role} work that was compared" in checked.out


def test_a_bundle_renders_again_to_the_same_bytes(codematch, case, tmp_path):
    formats = ("--format", "html", "--format", "pdf", "--format", "json", "--lang", "both", "--profile", "cn")

    assert codematch("report", case / "out", *formats, "--out", tmp_path / "again").code == 0

    for name in ("report.json", "report.en.html", "report.zh.html", "report.en.pdf", "report.zh.pdf"):
        assert (tmp_path / "again" / name).read_bytes() == (case / "out" / name).read_bytes(), name
    assert run("case", "verify", tmp_path / "again") == 0
    assert codematch("report", case / "out", *formats, "--out", tmp_path / "again").code == 0  # ours, replaced


def test_the_record_has_the_custody_log_and_the_time_of_the_run(case):
    text = " ".join(text_of(case / "out" / "report.en.pdf").split())
    started = json.loads((case / "out" / "run.json").read_bytes())["started"]
    assert "A. Li" in text
    assert "2026-03-05 14:30 (UTC+08:00)" in text
    assert started[:19].replace("T", " ") in text
    assert started not in (case / "out" / "report.json").read_text()


def test_the_environment_and_the_settings_are_complete(case):
    record = json.loads((case / "out" / "environment.json").read_bytes())
    assert {"codematch", "typst"} <= {record["tool"]["name"], *record["packages"]}
    assert all(len(package["record_sha256"]) == 64 for package in record["packages"].values())
    assert {"python", "platform", "locale", "time_zone", "seeds", "corpora"} <= record.keys()
    text = (case / "out" / "config.resolved.toml").read_text()
    settings = json.loads((case / "out" / "report.json").read_bytes())["manifest"]["settings"]
    assert all(f'"{group}.{name}" = ' in text for group, values in settings.items() for name in values)


def test_the_settings_of_a_bundle_run_the_case_again(codematch, case, tmp_path):
    text = (
        (case / "case.toml")
        .read_text()
        .replace("[report]", (case / "out" / "config.resolved.toml").read_text() + "[report]")
    )
    for role in ("known", "questioned"):
        text = text.replace(f'path = "{role}"', f"path = {json.dumps(str(case / role))}")
    (tmp_path / "case.toml").write_text(text)

    again = codematch("compare", "--case", tmp_path / "case.toml", "--format", "json", "-j", 1)

    assert json.loads(again.out) == without_tables(json.loads((case / "out" / "report.json").read_bytes()))


def test_matches_are_one_on_a_line(case):
    lines = [json.loads(line) for line in (case / "out" / "matches.jsonl").read_text().splitlines()]
    document = without_tables(json.loads((case / "out" / "report.json").read_bytes()))
    assert [{key: value for key, value in line.items() if key != "pair"} for line in lines] == document["pairs"][0][
        "regions"
    ]


def test_the_log_tells_what_was_done_in_order(case):
    lines = (case / "out" / "log.txt").read_text().splitlines()
    assert any("self-test" in line for line in lines)
    assert [line[:19] for line in lines] == sorted(line[:19] for line in lines)
    assert any(line.endswith("pdf: rendered") for line in lines)


@pytest.mark.slow
@pytest.mark.skipif(bool(LACKING), reason=LACKING or "openssl is there")
def test_a_bundle_is_stamped_and_any_change_breaks_the_stamp(codematch, bundle, tmp_path_factory, tmp_path):
    authority = founded(tmp_path_factory.mktemp("authority"))
    root, reply = authority.folder / "root.pem", tmp_path / "reply.tsr"

    asked = codematch("case", "stamp", bundle)
    assert (asked.code, asked.err) == (0, "")
    assert codematch("case", "stamp", bundle).refused(2, REQUEST, "already exists")
    reply.write_bytes(authority.answer((bundle / REQUEST).read_bytes()))
    assert codematch("case", "stamp", bundle, "--reply", reply).refused(2, "--ca")
    assert codematch("case", "stamp", bundle, "--reply", reply, "--ca", authority.folder / "other.pem").code == 5
    assert codematch("case", "stamp", bundle, "--reply", reply, "--ca", root).code == 0

    sound = codematch("case", "verify", bundle, "--ca", root)
    assert sound.code == 0
    assert "stamped 20" in sound.out
    assert "the certificates of its authority with --ca" in codematch("case", "verify", bundle).out
    other = codematch("case", "verify", bundle, "--ca", authority.folder / "other.pem")
    assert other.code == 5
    assert f"{REPLY}: the time-stamp was not signed by an authority of the CA file" in other.out

    damaged = bytearray((bundle / REPLY).read_bytes())
    damaged[-20] ^= 1
    (bundle / REPLY).write_bytes(damaged)
    changed = codematch("case", "verify", bundle, "--ca", root)
    assert changed.code == 5
    assert f"{REPLY}: the signature of the time-stamp is invalid" in changed.out
    (bundle / REPLY).write_bytes(reply.read_bytes())
    sums = bundle / "SHA256SUMS"
    sums.write_text("\n".join(reversed(sums.read_text().splitlines())) + "\n")
    other = codematch("case", "verify", bundle, "--ca", root)
    assert other.code == 5
    assert f"{REPLY}: the time-stamp is over other bytes: SHA256SUMS was changed" in other.out


@pytest.mark.slow
@pytest.mark.skipif(bool(LACKING), reason=LACKING or "openssl is there")
def test_a_bundle_is_signed_and_the_signature_is_checked(codematch, bundle, tmp_path_factory):
    authority = founded(tmp_path_factory.mktemp("authority"))
    key, certificate = authority.folder / "authority.key", authority.folder / "signer.pem"

    assert codematch("case", "sign", bundle, "--key", key, "--cert", certificate).code == 0
    assert codematch("case", "sign", bundle, "--key", key, "--cert", certificate).refused(2, "already exists")
    sound = codematch("case", "verify", bundle, "--signer", certificate)
    assert (sound.code, "signed by CN=Stamps" in sound.out) == (0, True)
    assert "the certificate of its signer with --signer" in codematch("case", "verify", bundle).out
    other = codematch("case", "verify", bundle, "--signer", authority.folder / "other.pem")
    assert other.code == 5
    assert "signature.p7s: the signature was not made with the key of this certificate" in other.out

    sums = bundle / "SHA256SUMS"
    sums.write_text("\n".join(reversed(sums.read_text().splitlines())) + "\n")
    changed = codematch("case", "verify", bundle, "--signer", certificate)
    assert changed.code == 5
    assert "signature.p7s: the signature is invalid: SHA256SUMS or the signature was changed" in changed.out
    (bundle / "run.json").write_text("{}")
    assert codematch("case", "sign", bundle, "--key", key, "--cert", certificate).refused(5, "nothing was signed")


def test_a_time_stamp_that_is_not_there_cannot_be_checked(codematch, case):
    assert codematch("case", "verify", case / "out", "--ca", case / "case.toml").refused(2, "no time-stamp")


def test_a_redacted_build_is_made_opened_and_checked(codematch, case, tmp_path):
    key, out = tmp_path / "case.key", tmp_path / "redacted"
    made = codematch(
        "report", case / "out", "--redact", key, "--format", "pdf", "--format", "json", "--format", "csv", "--out", out,
        "--lang", "en",
    )  # fmt: skip
    assert made.code == 0
    assert {"report.redacted.pdf", "report.redacted.json", "commitments.redacted.json"} <= files(out)
    assert key.stat().st_mode & 0o077 == 0 or os.name == "nt"
    listed = json.loads((out / "commitments.redacted.json").read_bytes())["commitments"]
    name = next(name for name in listed if ":E1:K:" in name)

    opened = codematch("case", "reveal", case / "out", name, "--key", key)
    assert opened.code == 0
    (tmp_path / "opened.json").write_text(opened.out)
    checked = codematch("case", "check-reveal", tmp_path / "opened.json", out / "commitments.redacted.json")
    assert (checked.code, checked.out) == (0, "1 text matches its commitment\n")
    (tmp_path / "opened.json").write_text(opened.out.replace('"text": "', '"text": "x'))
    assert codematch("case", "check-reveal", tmp_path / "opened.json", out / "commitments.redacted.json").refused(
        5, name
    )
    assert codematch("case", "reveal", case / "out", "P9:E9", "--key", key).refused(2, "unknown commitment")
    beside = ("--commitments", out / "commitments.redacted.json")
    assert codematch("case", "reveal", case / "out", name, name, "--key", key, *beside).out == opened.out
    (tmp_path / "other.key").write_text("00" * 32)
    other = codematch("case", "reveal", case / "out", name, "--key", tmp_path / "other.key", *beside)
    assert other.refused(5, "with another key or from another result; nothing was revealed")
    redacted = out / "report.redacted.json"
    assert codematch("case", "reveal", redacted, name, "--key", key).refused(2, "no longer contains text of the works")
    again = codematch("report", redacted, "--redact", key, "--out", tmp_path / "again")
    assert again.refused(2, "give the unredacted result that it was made from")
    assert "Redacted version" in codematch("report", redacted, "--format", "html").out
    assert json.loads((out / "run.json").read_bytes())["working_directory"] is None
    assert codematch("case", "reveal", case / "out", name, "--key", case / "case.toml").refused(5, "is not a key file")
    wrong = codematch("case", "check-reveal", out / "run.json", out / "commitments.redacted.json")
    assert wrong.refused(5, "run.json: is not a file of revealed texts")
    wrong = codematch("case", "check-reveal", tmp_path / "opened.json", out / "run.json")
    assert wrong.refused(5, "run.json: is not a file of commitments")
    again = codematch("report", case / "out", "--redact", key, "--format", "json", "--out", tmp_path / "second")
    assert again.code == 0
    second, first = (folder / "report.redacted.json" for folder in (tmp_path / "second", out))
    assert second.read_bytes() == first.read_bytes()


def test_a_result_is_rendered_again_as_its_case_has_it(codematch, case, tmp_path):
    assert codematch("report", case / "out", "--out", tmp_path / "o").code == 0
    assert documents_among(files(tmp_path / "o")) == {"SHA256SUMS", "report.en.html", "report.zh.html", "run.json"}
    assert "一、基本情况" in (tmp_path / "o" / "report.zh.html").read_text(encoding="utf-8")
    record = json.loads((tmp_path / "o" / "run.json").read_bytes())
    assert (record["language"], record["profile"]) == ("both", "cn")
    assert codematch("report", case / "out", "--lang", "en", "--profile", "us", "--out", tmp_path / "o").code == 0
    assert documents_among(files(tmp_path / "o")) == {"SHA256SUMS", "report.html", "run.json"}


@pytest.mark.parametrize(
    "change",
    [
        lambda pair: next(item for entry in pair["evidence"] for item in entry["findings"]).update(kind="odd"),
        lambda pair: next(entry for entry in pair["evidence"] if entry["channel"] == "names")["figures"].clear(),
        lambda pair: next(entry for entry in pair["evidence"] if entry["channel"] == "lines")["figures"].clear(),
    ],
)
def test_a_result_that_no_version_wrote_is_refused_in_one_line(codematch, case, tmp_path, change):
    document = without_tables(json.loads((case / "out" / "report.json").read_bytes()))
    change(document["pairs"][0])
    file = tmp_path / "report.json"
    file.write_text(json.dumps(document))
    for name in ("minhash.bin", "sources.jsonl"):
        shutil.copy(case / "out" / name, tmp_path)
    listed = f"{hashlib.sha256(file.read_bytes()).hexdigest()}  report.json\n"
    (tmp_path / "SHA256SUMS").write_text(listed)
    assert codematch("report", file, "--format", "html").refused(5, "cannot be rendered")


def test_a_tier_below_source_code_shows_no_code(codematch, case):
    document = without_tables(json.loads((case / "out" / "report.json").read_bytes()))
    rows = document["pairs"][0]["exhibits"][0]["rows"]
    line = next(row["known_text"] for row in rows if len(row["known_text"].split()) > 5)
    shown = {tier: codematch("report", case / "out", "--format", "json", "--tier", tier).out
             for tier in ("PUBLIC", "CONFIDENTIAL", "AEO", "SOURCE-CODE")}  # fmt: skip
    encoded = json.dumps(line, ensure_ascii=False)[1:-1]
    assert {tier: encoded in text for tier, text in shown.items()} == {
        "PUBLIC": False, "CONFIDENTIAL": False, "AEO": False, "SOURCE-CODE": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--redact", "k", "--format", "json"), "--redact needs --out"),
        (("--format", "pdf", "--format", "html"), "several --format need --out"),
        (("--redact", "k", "--no-code", "--out", "o"), "cannot be used together"),
    ],
)
def test_options_that_do_not_go_together(codematch, case, options, words):
    assert codematch("report", case / "out", *options).refused(2, words)


def test_nothing_is_written_into_the_result_nor_the_key_into_what_is_handed_on(codematch, case, tmp_path):
    assert codematch("report", case / "out", "--out", case / "out" / "x").refused(2, "would change the result")
    (tmp_path / "o").mkdir()
    inside = codematch("report", case / "out", "--redact", tmp_path / "o" / "k", "--out", tmp_path / "o")
    assert inside.refused(2, "keep the key elsewhere")
    (tmp_path / "o" / "thesis.txt").write_text("x")
    assert codematch("report", case / "out", "--out", tmp_path / "o").refused(
        2, "contains files that are not an earlier result (thesis.txt)"
    )


def test_a_result_is_never_written_over_by_what_is_made_of_it(codematch, case, tmp_path):
    folder = tmp_path / "plain"
    folder.mkdir()
    for name in ("report.json", "run.json"):
        shutil.copy(case / "out" / name, folder / name)

    assert codematch("report", folder / "report.json", "--out", folder).refused(2, "would change the result")
    inside = codematch("report", case / "out", "--redact", case / "out" / "k", "--out", tmp_path / "o")
    assert inside.refused(2, "elsewhere")
    assert codematch("report", case / "out", "--max-pages", 3, "--out", tmp_path / "o").refused(2, "add --format pdf")


@pytest.mark.parametrize("content", ["[]", "{}", '{"started": "x"}', '{"started": "2026-03-05T06:30:00"}'])
def test_a_record_of_the_run_that_says_no_time_is_as_none(codematch, bundle, tmp_path, content):
    (bundle / "run.json").write_text(content)
    (bundle / "SHA256SUMS").unlink()  # else the change is refused
    assert codematch("report", bundle, "--format", "html", "--format", "pdf", "--out", tmp_path / "o").code == 0
    assert "not recorded with this result" in (tmp_path / "o" / "report.html").read_text()


def test_a_broken_custody_log_stops_a_run_before_it_compares(codematch, case, tmp_path):
    for name in ("case.toml", "custody.csv", "custody.csv.head"):
        shutil.copy(case / name, tmp_path / name)
    for role in ("known", "questioned"):
        shutil.copytree(case / role, tmp_path / role)
    (tmp_path / "custody.csv").write_bytes((tmp_path / "custody.csv").read_bytes().replace(b"A. Li", b"B. Li"))

    run = codematch("compare", "--case", tmp_path / "case.toml", "--out", tmp_path / "out")

    assert run.refused(5, "the chain breaks at entry 1")
    assert not (tmp_path / "out").exists()


def test_every_exhibit_of_the_index_has_its_file(case):
    import csv

    rows = list(csv.DictReader(io.StringIO((case / "out" / "exhibits.csv").read_text(encoding="utf-8"))))
    files = {path.name.split(".")[0] for path in (case / "out" / "exhibits").iterdir()}
    assert {row["exhibit"] for row in rows} == files


def test_a_bundle_of_a_newer_format_is_refused(codematch, bundle, tmp_path):
    document = json.loads((bundle / "report.json").read_bytes())
    document["format_version"] += 1
    (bundle / "report.json").write_text(json.dumps(document))

    (bundle / "SHA256SUMS").unlink()  # else the change is refused

    refused = codematch("report", bundle, "--format", "pdf", "--out", tmp_path / "o")

    assert refused.refused(5, "use a newer codematch")
    assert not (tmp_path / "o").exists()


def test_a_result_that_contradicts_itself_is_refused(codematch, bundle):
    document = json.loads((bundle / "report.json").read_bytes())
    regions = document["pairs"][0]["regions"]
    regions["rows"][0][regions["columns"].index("weight.total")] += 1
    (bundle / "report.json").write_text(json.dumps(document))

    assert codematch("report", bundle).refused(5, "report.json was changed since it was written")
    (bundle / "SHA256SUMS").unlink()
    assert codematch("report", bundle).refused(5, "the total is not the sum")


def test_secrets_in_exhibits_are_covered_unless_a_reason_is_given(codematch, tmp_path):
    for side in ("known", "questioned"):
        shutil.copytree(FIXTURES / "known", tmp_path / side)
        file = next(path for path in sorted((tmp_path / side).rglob("*.py")))
        lines = file.read_text().splitlines()
        lines.insert(
            len(lines) // 2, "# ask wei.zhang@example.com, AKIAABCDEFGHIJKLMNOP, 11010519491231002X, 13912345678"
        )
        file.write_text("\n".join(lines) + "\n")

    masked = codematch("compare", tmp_path / "known", tmp_path / "questioned", "--format", "json", "-j", 1)
    plain = codematch(
        "compare", tmp_path / "known", tmp_path / "questioned", "--format", "json", "-j", 1, "--unmask", "court order 7"
    )

    for secret in ("wei.zhang@example.com", "AKIAABCDEFGHIJKLMNOP", "11010519491231002X", "13912345678"):
        assert secret not in masked.out
        assert secret in plain.out
    assert json.loads(masked.out)["pairs"][0]["masked_lines"] >= 1
    assert json.loads(plain.out)["unmasked"] == "court order 7"
    (tmp_path / "r.json").write_text(plain.out)
    assert "court order 7" in codematch("report", tmp_path / "r.json", "--format", "html").out
