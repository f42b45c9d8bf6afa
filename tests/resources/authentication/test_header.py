"""The Authorization header: one credential, or a refusal."""

from typing import Any

import pytest
from django.test import RequestFactory

from resources.authentication import schemes
from resources.authentication.header import KEY, LONGEST, read_credential
from resources.denial import Denied

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln"


def read(value: str | None, **more: str) -> tuple[str, str] | None:
    sent: dict[str, Any] = {} if value is None else {"HTTP_AUTHORIZATION": value}
    return read_credential(RequestFactory().get("/", **sent | more), schemes())


def refused(value: str | None, **more: str) -> int:
    with pytest.raises(Denied) as caught:
        read(value, **more)
    return caught.value.denial.status


def test_the_longest_credential_is_read() -> None:
    longest = "a" * (LONGEST - len("Bearer "))
    assert read(f"Bearer {longest}") == ("bearer", longest)


def test_without_a_header_there_is_none() -> None:
    assert read(None) is None


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_name_of_the_scheme_has_no_case(scheme: str) -> None:
    assert read(f"{scheme} {JWT}") == ("bearer", JWT)


def test_space_around_the_credential_does_not_count() -> None:
    assert read(f" Bearer   {JWT} ") == ("bearer", JWT)
    assert read("\tBearer XaX \t") == ("bearer", "XaX")


@pytest.mark.parametrize(
    "value",
    [
        f"Bearer {JWT}, Bearer {JWT}",
        f"Bearer {JWT},Token {'a' * 40}",
        "Bearer a,b",
        "Token a,",
        f"Basic YTpi, Bearer {JWT}",
        f"Digest x, Bearer {JWT}",
    ],
)
def test_two_credentials_in_one_header_are_400(value: str) -> None:
    assert refused(value) == 400


@pytest.mark.parametrize("value", [f"Bearer {JWT}", "Basic YTpi", "", "Junk"])
def test_a_header_beside_a_key_is_400(value: str) -> None:
    assert refused(value, HTTP_X_API_KEY="key") == 400


def test_a_key_is_read_from_its_own_header_as_it_is() -> None:
    assert read(None, HTTP_X_API_KEY=" key\t") == (KEY, "key")
    assert read(None, HTTP_X_API_KEY="") == (KEY, "")
    assert read(None, HTTP_X_API_KEY="\fXkeyX") == (KEY, "\fXkeyX")


def test_the_header_of_keys_is_the_one_that_is_set(settings: Any) -> None:
    settings.API_KEY_HEADER = "X-Our-Key"
    assert read(None, HTTP_X_API_KEY="key") is None
    assert read(None, HTTP_X_OUR_KEY="key") == (KEY, "key")


def test_two_keys_are_400_and_one_beyond_all_measure_is_401() -> None:
    assert refused(None, HTTP_X_API_KEY="key,key") == 400
    assert refused(None, HTTP_X_API_KEY="k" * (LONGEST + 1)) == 401
    assert read(None, HTTP_X_API_KEY="k" * LONGEST) is not None


@pytest.mark.parametrize("scheme", ["", " ", "x-api-key", "apikey"])
def test_no_scheme_of_the_authorization_header_stands_for_a_key(scheme: str) -> None:
    assert refused(f"{scheme} key") == 401


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "Bearer",
        "Bearer ",
        JWT,
        "Bearer a b",
        "Bearer \x00",
        "Bearer é",
        "Bearer =",
        "Bearer a=b",
        f"Bearer {'a' * (LONGEST - 6)}",
        f"\fBearer {JWT}",
        f"Bearer \f{JWT}",
        "Basic YWxpY2U6c2VjcmV0",
        'Digest username="a", realm="b"',
        "Negotiate abc",
        ", Bearer",
        "Bearer\t" + JWT,
    ],
)
def test_what_is_no_credential_of_ours_is_401(value: str) -> None:
    assert refused(value) == 401
