"""Many of a kind are found by a part of their name, on the page of that kind."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User
from accounts.services.api_keys import create_personal_key
from oauth_server.protocol.models import Consent
from tests.flows.access.buttons import ACCESS
from tests.flows.oauth import RelyingParty

APPLICATIONS, KEYS = f"{ACCESS}applications/", f"{ACCESS}keys/"
Register = Callable[..., RelyingParty]


def agreed(user: User, register: Register, *names: str) -> None:
    for name in names:
        Consent.objects.create(user=user, application=register(name=name).application, scope="openid")


def test_an_application_is_found_by_a_part_of_its_name(alice: User, user_agent: Client, register: Register) -> None:
    agreed(alice, register, "Calendar", "Mail", *(f"Number {number}" for number in range(10)))
    whole = user_agent.get(APPLICATIONS).content.decode()
    assert 'role="search"' in whole
    assert "Revoke all" in whole

    found = user_agent.get(APPLICATIONS, {"q": " cALen "}).content.decode()

    assert "<bdi>Calendar</bdi>" in found
    assert "Mail" not in found
    assert "1 found." in found


def test_what_is_found_offers_no_end_of_all(alice: User, user_agent: Client, register: Register) -> None:
    agreed(alice, register, *(f"Number {number}" for number in range(12)))
    found = user_agent.get(APPLICATIONS, {"q": "number"}).content.decode()
    assert "12 found." in found
    assert "Revoke all" not in found, "it would end what is not shown"


def test_few_are_not_looked_for(alice: User, user_agent: Client, register: Register) -> None:
    agreed(alice, register, "Calendar")
    assert 'role="search"' not in user_agent.get(APPLICATIONS).content.decode()


def test_a_key_is_found_and_nothing_of_somebody_else(alice: User, adam: User, user_agent: Client) -> None:
    for owner in (alice, adam):
        create_personal_key(user=owner, name="Backup", scopes=["todo:read"])
    assert "1 found." in user_agent.get(KEYS, {"q": "back"}).content.decode()


def test_whatever_is_typed_is_answered(user_agent: Client) -> None:
    for typed in ("\x00", "%", "_", "'", "a" * 5000, "\N{RIGHT-TO-LEFT OVERRIDE}"):
        for path in (APPLICATIONS, KEYS, f"{ACCESS}devices/", f"{ACCESS}browsers/"):
            assert user_agent.get(path, {"q": typed}).status_code == 200
