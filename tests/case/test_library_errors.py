"""One error for what a library raises over damaged bytes; any other exception passes through."""

import pytest
from cryptography.exceptions import UnsupportedAlgorithm

from codematch.case.library_errors import DAMAGED_DATA, translate_certificate_errors, translate_errors
from codematch.errors import StoreError, UsageError


@pytest.mark.parametrize("fault", [kind("detail") for kind in DAMAGED_DATA])
def test_damaged_data_is_the_given_error(fault):
    with pytest.raises(StoreError, match=r"^damaged$"), translate_errors(StoreError("damaged")):
        raise fault


def test_the_reason_is_one_short_line():
    with pytest.raises(StoreError) as raised, translate_errors(StoreError("damaged"), with_reason=True):
        raise ValueError("first\nsecond\x1b" + "x" * 500)

    assert str(raised.value).startswith("damaged (first second x")
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("fault", [OSError("disk"), RuntimeError("fault"), AssertionError("fault")])
def test_any_other_exception_passes_through(fault):
    with pytest.raises(type(fault)), translate_certificate_errors(StoreError("damaged")):
        raise fault


def test_an_error_of_codematch_keeps_its_text():
    with pytest.raises(UsageError, match=r"^own$"), translate_errors(StoreError("damaged")):
        raise UsageError("own")


def test_what_cryptography_raises_is_translated_for_certificates_only():
    fault = UnsupportedAlgorithm("md2")
    with pytest.raises(StoreError), translate_certificate_errors(StoreError("damaged")):
        raise fault
    with pytest.raises(UnsupportedAlgorithm), translate_errors(StoreError("damaged")):
        raise fault
