import pytest

from codematch.errors import UsageError
from codematch.model.filtration import ReasonCode
from codematch.reason_codes import GIVEN, split_material


@pytest.mark.parametrize("code", GIVEN)
def test_every_reason_may_stand_in_front_in_any_case(code):
    assert split_material(f"{code}=kit=x") == (ReasonCode(code), "kit=x")
    assert split_material(f"{code.lower()}=kit") == (ReasonCode(code), "kit")


@pytest.mark.parametrize("text", ["kit", "../A=b", "./OSS=kit", "C:\\A=b", "1=b", "=b", "repo.git@a=b", ""])
def test_what_has_no_code_in_front_is_a_locator_of_open_source(text):
    assert split_material(text) == (ReasonCode.OSS, text)


@pytest.mark.parametrize("name", ["A=b", "a@x=b"])
@pytest.mark.parametrize("revision", ["", "@v1", "@a=b@c"])
def test_a_path_with_an_equals_sign_is_a_path(tmp_path, monkeypatch, name, revision):
    (tmp_path / name).mkdir()

    assert split_material(name + revision, tmp_path) == (ReasonCode.OSS, name + revision)
    monkeypatch.chdir(tmp_path)
    assert split_material(name + revision) == (ReasonCode.OSS, name + revision)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("OSSS=kit", "OSSS=kit: OSSS is not a reason code, and the path does not exist; did you mean OSS?"),
        (
            "license=kit",
            "license=kit: license is not a reason code, and the path does not exist; did you mean LICENSED?",
        ),
        ("XX=kit", f"XX=kit: XX is not a reason code, and the path does not exist; use one of {', '.join(GIVEN)}"),
        (
            "oss-modified=kit",
            "oss-modified=kit: the reason OSS-MODIFIED cannot be given; write OSS=; codematch detects modifications "
            "itself",
        ),
        (
            "USER-AGREED=kit",
            "USER-AGREED=kit: the reason USER-AGREED cannot be given; list the exclusion in the file for --agreed",
        ),
        ("XX=\0", f"XX=\0: XX is not a reason code, and the path does not exist; use one of {', '.join(GIVEN)}"),
    ],
)
def test_a_code_that_is_none_is_named(tmp_path, text, said):
    with pytest.raises(UsageError) as refusal:
        split_material(text, tmp_path)
    assert str(refusal.value) == said
