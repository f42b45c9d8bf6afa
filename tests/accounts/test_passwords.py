"""What a password may be, and what it costs to keep."""

from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


def test_a_password_is_kept_as_argon2id_at_the_cost_of_the_settings(settings: Any) -> None:
    settings.ARGON2_TIME_COST, settings.ARGON2_MEMORY_COST, settings.ARGON2_PARALLELISM = 2, 19 * 1024, 1
    assert make_password("a password").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_another_cost_is_renewed(settings: Any) -> None:
    before = make_password("a password")
    settings.ARGON2_TIME_COST = 2
    assert identify_hasher(before).must_update(before)
    assert check_password("a password", before)


def test_a_password_of_64_characters_and_more_is_allowed() -> None:
    validate_password("a long sentence that nobody would guess " * 4)


@pytest.mark.parametrize("password", ["short 7", "x" * 1025, "password123", "12345678"])
def test_a_short_endless_or_common_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_the_forms_say_how_long_a_password_may_be() -> None:
    with pytest.raises(ValidationError, match="at most 1024 characters"):
        validate_password("correct horse " * 100)
