"""Account pages: no form of another site counts, and no page leads on to one (OWASP ASVS 5.0 sections 3.5, 3.7)."""

from typing import Any

import pytest
from django.test import Client

from tests.flows.conftest import PASSWORD

ELSEWHERE = [
    "https://evil.example.org/",
    "//evil.example.org/",
    "/\\evil.example.org/",
    "javascript:alert(1)",
    "http:///evil.example.org",
]
NEW = "another long password"
FORMS: dict[str, dict[str, str]] = {
    "/accounts/password/change/": {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    "/accounts/password/set/": {"password1": NEW, "password2": NEW},
    "/accounts/email/": {"action_add": "", "email": "mallory@example.org"},
    "/accounts/reauthenticate/": {"password": PASSWORD},
    "/accounts/logout/": {},
    "/accounts/password/reset/": {"email": "alice@example.org"},
    "/accounts/signup/": {"username": "m", "email": "m@example.org", "password1": NEW, "password2": NEW},
}


@pytest.mark.spec("OWASP ASVS 5.0 section 3.5.1")
@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_its_csrf_token_changes_nothing(user_agent: Client, alice: Any, path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = user_agent.cookies
    assert strict.post(path, FORMS[path]).status_code == 403
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    assert user_agent.get("/api/whoami/").status_code == 200


@pytest.mark.spec("OWASP ASVS 5.0 section 6.2.3")
def test_who_has_a_password_sets_none_without_it(user_agent: Client, alice: Any) -> None:
    form = FORMS["/accounts/password/set/"]
    assert user_agent.post("/accounts/password/set/", form)["Location"] == "/accounts/password/change/"
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


@pytest.mark.spec("OWASP ASVS 5.0 section 6.2.1")
@pytest.mark.parametrize("stored", ["", "!", "client_secret_sha256$$"])
@pytest.mark.parametrize("given", ["", " ", "!", "argon2$", "None"])
def test_who_has_no_password_signs_in_with_none(alice: Any, stored: str, given: str) -> None:
    type(alice).objects.filter(pk=alice.pk).update(password=stored)
    user_agent = Client()
    assert user_agent.post("/accounts/login/", {"login": "alice", "password": given}).status_code == 200
    for path in ("/api/token/", "/api-token-auth/", "/api/jwt/token/"):
        body = {"username": "alice", "password": given}
        assert user_agent.post(path, body, content_type="application/json").status_code in (400, 401), path
    assert user_agent.get("/api/whoami/").status_code == 401


@pytest.mark.spec("RFC 9700 section 4.11")
@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_and_out_leads_to_no_other_site(alice: Any, target: str) -> None:
    user_agent = Client()
    form = {"login": "alice", "password": PASSWORD, "next": target}
    signed_in = user_agent.post("/accounts/login/", form, query_params={"next": target})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/")
    signed_out = user_agent.post("/accounts/logout/", {"next": target}, query_params={"next": target})
    assert signed_out.status_code == 302
    assert "evil" not in signed_out["Location"]
    assert not signed_out["Location"].startswith(("javascript:", "http"))
