"""The words of the table, which every page and command prints."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.roles import Role
from oauth_server.vocabulary import Acr, CredentialKind
from resources.demand import Custom
from resources.policy import Rule, words
from resources.policy.rule import ANY_ROLE, ANYONE, EVERY_KIND, FIRST_PARTY, MODEL_PERMISSIONS, STAFF, only
from resources.principal import SIGNED_IN


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"roles": ANYONE}, "Anyone"),
        ({"roles": ANY_ROLE}, "Any user"),
        ({"roles": STAFF}, "Staff"),
        ({"roles": only(Role.HR, Role.MANAGER)}, "HR or Manager"),
        ({"roles": only(Role.ADMIN), "superuser": True}, "Admin or superuser"),
        ({"roles": MODEL_PERMISSIONS, "model": "resources.announcement"}, "Admin or Manager, by permission"),
        ({"roles": MODEL_PERMISSIONS, "model": "resources.nothing"}, "By permission"),
        ({"roles": Custom("the night shift", lambda principal: True)}, "The night shift"),
        ({"roles": ANY_ROLE, "writers": only(Role.HR), "methods": ("GET", "PUT")}, "Any user; writing: HR"),
    ],
)
def test_whom_a_row_lets_in(row: dict[str, Any], said: str) -> None:
    assert words.who_may(Rule("x/", "a.View", **row)) == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (EVERY_KIND, "first-party, api_key, service_key, oauth2, oauth2_machine, none at all"),
        (FIRST_PARTY, "first-party"),
        (FIRST_PARTY | {CredentialKind.ANONYMOUS}, "first-party, none at all"),
        (SIGNED_IN, "session, jwt"),
    ],
)
def test_credentials_are_named_as_people_say_them(kinds: frozenset[CredentialKind], said: str) -> None:
    assert words.credentials(kinds) == said


def test_a_credential_that_is_on_is_first_party_only_with_the_others(settings: Any) -> None:
    without = FIRST_PARTY - {CredentialKind.BASIC}
    assert words.credentials(without) == "first-party"
    settings.BASIC_AUTHENTICATION = True
    assert words.credentials(FIRST_PARTY) == "first-party"
    assert "first-party" not in words.credentials(without)


def test_how_recent_and_how_sure_a_sign_in_must_be_is_said_in_minutes_and_factors() -> None:
    quarter = timedelta(minutes=15)
    said = [words.sign_in(age, acr) for age in (quarter, None) for acr in (None, Acr.ONE_FACTOR, Acr.TWO_FACTORS)]
    recent = "at most 15 min ago"
    assert said == [recent, recent, f"{recent}, by two factors", "", "", "by two factors"]
