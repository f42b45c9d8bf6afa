"""What a provider says of a person is believed as far as OpenID Connect Core section 5.3.2 lets it be."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.services.upstream_claims import read

SAID = {"sub": "1", "email": "Alice@Example.org", "email_verified": True, "given_name": " Alice ", "family_name": "L"}


def answers(**changes: Any) -> dict[str, Any]:
    return {"id_token": {"sub": "1"}, "userinfo": SAID | changes}


def test_an_address_and_a_name_are_taken() -> None:
    told = read(answers())
    assert (told.address, told.called_verified, told.first_name) == ("alice@example.org", True, "Alice")
    assert told.kept == {"email": "alice@example.org", "name": "Alice L"}
    assert [row.verified for row in told.addresses(trusted=True)] == [True]
    assert [row.verified for row in told.addresses(trusted=False)] == [False]


@pytest.mark.spec("OpenID Connect Core section 5.3.2")
@pytest.mark.parametrize(
    "said",
    [
        None,
        "x",
        {},
        {"userinfo": SAID},
        {"id_token": {"sub": "1"}},
        {"id_token": {"sub": "2"}, "userinfo": SAID},
        {"id_token": {}, "userinfo": {}},
        {"id_token": {"sub": 1}, "userinfo": {"sub": 1}},
        {"id_token": {"sub": ""}, "userinfo": {"sub": ""}},
        {"id_token": {"sub": "x" * 192}, "userinfo": {"sub": "x" * 192}},
        {"id_token": {"sub": "a\x00"}, "userinfo": {"sub": "a\x00"}},
        {"id_token": [], "userinfo": []},
    ],
    ids=["none", "text", "nothing", "info", "token", "another", "no-sub", "number", "empty", "long", "nul", "lists"],
)
def test_who_it_is_has_to_be_sure(said: Any) -> None:
    with pytest.raises(PermissionDenied):
        read(said)


@pytest.mark.parametrize("verified", ["true", 1, None, [True], False], ids=["text", "one", "none", "list", "false"])
def test_only_true_is_verified(verified: Any) -> None:
    assert not read(answers(email_verified=verified)).called_verified


@pytest.mark.parametrize("email", [None, 5, "x", "a@b\x00.org", {"a": 1}, "x" * 300 + "@example.org"])
def test_what_is_no_address_is_none(email: Any) -> None:
    told = read(answers(email=email))
    assert told.address == ""
    assert told.addresses(trusted=True) == []


def test_names_are_cut_and_cleaned() -> None:
    told = read(answers(given_name="a\x00b" * 200, family_name=["x"]))
    assert (len(told.first_name), told.last_name) == (150, "")
    assert "\x00" not in told.first_name
