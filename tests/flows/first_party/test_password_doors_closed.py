"""PASSWORD_DOORS=off: no door takes a password but the sign-in page, and each says where people sign in."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.first_party.conftest import DOORS, GOOD
from tests.flows.guarded_api.callers import jwt_pair_of, nobody
from tests.flows.guarded_api.conftest import problem
from tests.flows.oauth import ISSUER


@pytest.fixture
def closed(settings: Any) -> None:
    """The doors closed."""
    settings.PASSWORD_DOORS = False


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("body", [GOOD, GOOD | {"password": "wrong"}, {}])
def test_a_closed_door_names_the_way_and_looks_at_no_password(
    alice: User, closed: None, path: str, body: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(User, "check_password", lambda *args: pytest.fail("the password was looked at"))
    answer = nobody().post(path, body)
    detail = problem(answer, 403)["detail"]
    assert f"{ISSUER}/o/authorize/" in detail
    assert "PKCE" in detail
    assert not answer.cookies


def test_the_page_still_signs_in(alice: User, closed: None) -> None:
    assert sign_in(Client(), "alice").get("/api/protected/").status_code == 200


def test_what_was_opened_before_goes_on(alice: User, settings: Any) -> None:
    pair = jwt_pair_of("alice")
    settings.PASSWORD_DOORS = False
    assert nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code == 200


def test_registration_and_reset_stay_open(db: None, closed: None) -> None:
    body = {"username": "carol", "email": "carol@example.org", "password": PASSWORD}
    assert nobody().post("/api/register/", body).status_code == 201
    assert nobody().post("/api/password/reset/", {"email": "carol@example.org"}).status_code == 200
