"""How surely, and who: acr_values, the claims `acr` and `sub`, id_token_hint (OpenID Connect Core section 3.1.2.1)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import RelyingParty, allow, answer_of, claims_of
from tests.flows.second_factor.enrolment import enrol_app, enrol_key
from tests.soft_authenticator import AuthenticatorApp, SoftAuthenticator

UNMET = "unmet_authentication_requirements"
BY_APP = "/accounts/2fa/reauthenticate/"


def essential(*values: str) -> str:
    return json.dumps({"id_token": {"acr": {"essential": True, "values": list(values)}}})


def asked_for_two(*, by: str) -> dict[str, str]:
    return {"acr_values": "2"} if by == "acr_values" else {"claims": essential("2")}


def prove(user_agent: Client, response: Any, app: AuthenticatorApp) -> Any:
    assert response["Location"].startswith(f"{BY_APP}?next="), response["Location"]
    page = user_agent.get(response["Location"])
    assert page.status_code == 200
    return user_agent.post(response["Location"], {"code": app.code(), "next": page.context["redirect_field_value"]})


@pytest.mark.spec("RFC 9470 section 5")
@pytest.mark.parametrize("by", ["acr_values", "claims"])
def test_a_person_with_a_second_factor_is_led_through_it(user_agent: Client, web: RelyingParty, by: str) -> None:
    app, _ = enrol_app(user_agent)
    assert claims_of(web.tokens(user_agent)["id_token"])["acr"] == "1"
    to_factor = user_agent.get("/o/authorize/", web.request(**asked_for_two(by=by)))
    answer = allow(user_agent, prove(user_agent, to_factor, app))
    claims = claims_of(web.exchange(user_agent, answer["code"]).json()["id_token"])
    assert claims["acr"] == "2"
    assert {"pwd", "otp", "mfa"} <= set(claims["amr"])
    assert "code" in answer_of(user_agent.get("/o/authorize/", web.request(**asked_for_two(by=by))))


@pytest.mark.spec("RFC 9470 section 5")
def test_a_person_with_a_key_is_led_to_that(user_agent: Client, web: RelyingParty) -> None:
    enrol_key(user_agent, SoftAuthenticator())
    response = user_agent.get("/o/authorize/", web.request(acr_values="2"))
    assert response["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/?next=")


@pytest.mark.spec("RFC 9470 section 5")
@pytest.mark.parametrize("by", ["acr_values", "claims"])
@pytest.mark.parametrize("prompt", [None, "none", "login"])
def test_a_person_without_one_cannot_meet_it(
    user_agent: Client, web: RelyingParty, by: str, prompt: str | None
) -> None:
    response = user_agent.get("/o/authorize/", web.request(prompt=prompt, **asked_for_two(by=by)))
    if prompt == "login":
        response = user_agent.get(user_agent.post(response["Location"], {"password": PASSWORD})["Location"])
    if prompt != "none":
        response = user_agent.get(user_agent.get(response["Location"]).context["without"])
    assert answer_of(response)["error"] == UNMET


@pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
@pytest.mark.parametrize("by", ["acr_values", "claims"])
def test_prompt_none_leads_nobody_anywhere(user_agent: Client, web: RelyingParty, by: str) -> None:
    enrol_app(user_agent)
    response = user_agent.get("/o/authorize/", web.request(prompt="none", **asked_for_two(by=by)))
    assert answer_of(response)["error"] == "login_required"


@pytest.mark.spec("OpenID Connect Core section 5.5.1.1")
def test_an_essential_level_that_nobody_has_is_unmet(user_agent: Client, web: RelyingParty) -> None:
    response = user_agent.get("/o/authorize/", web.request(claims=essential("urn:mace:incommon:iap:gold")))
    assert answer_of(response)["error"] == UNMET


@pytest.mark.spec("OpenID Connect Core section 5.5.1.1")
@pytest.mark.parametrize(
    "changes",
    [
        {"acr_values": "1"},
        {"acr_values": "1 2"},
        {"acr_values": "2 1"},
        {"acr_values": "urn:mace:incommon:iap:gold"},
        {"claims": essential("1")},
        {"claims": essential("2", "1")},
        {"claims": essential()},
        {"claims": json.dumps({"id_token": {"acr": {"values": ["urn:mace:incommon:iap:gold"]}}})},
        {"claims": json.dumps({"id_token": {"acr": None}})},
    ],
)
def test_a_level_that_will_do_asks_nothing_of_a_person_without_a_second_factor(
    user_agent: Client, web: RelyingParty, changes: dict[str, str]
) -> None:
    web.tokens(user_agent)
    assert "code" in answer_of(user_agent.get("/o/authorize/", web.request(prompt="none", **changes)))


@pytest.mark.spec("OpenID Connect Registration section 2")
def test_the_clients_own_defaults_hold_where_a_request_says_nothing(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    web = register()
    web.tokens(user_agent)
    Application.objects.update(default_acr_values="2")
    assert user_agent.get("/o/authorize/", web.request())["Location"].startswith("/accounts/2fa/offer/?next=")
    assert "code" in answer_of(user_agent.get("/o/authorize/", web.request(acr_values="1")))
    Application.objects.update(default_acr_values="", default_max_age=0)
    assert user_agent.get("/o/authorize/", web.request())["Location"].startswith("/accounts/reauthenticate/")
    assert "code" in answer_of(user_agent.get("/o/authorize/", web.request(max_age="3600")))


@pytest.mark.spec("OpenID Connect Core section 3.1.2.2")
class TestSubject:
    """Whom the answer must be about."""

    @staticmethod
    def hints(web: RelyingParty, user_agent: Client) -> list[dict[str, str]]:
        token = web.tokens(user_agent)["id_token"]
        subject = {"id_token": {"sub": {"value": claims_of(token)["sub"]}}}
        return [{"id_token_hint": token}, {"claims": json.dumps(subject)}]

    def test_the_person_who_is_meant_gets_a_silent_answer(self, user_agent: Client, web: RelyingParty) -> None:
        for hint in self.hints(web, user_agent):
            assert "code" in answer_of(user_agent.get("/o/authorize/", web.request(prompt="none", **hint)))

    def test_another_person_gets_none(self, user_agent: Client, web: RelyingParty, bob_user_agent: Client) -> None:
        web.tokens(bob_user_agent)
        for hint in self.hints(web, user_agent):
            silent = answer_of(bob_user_agent.get("/o/authorize/", web.request(prompt="none", **hint)))
            assert silent["error"] == "login_required"
            response = bob_user_agent.get("/o/authorize/", web.request(**hint))
            assert response["Location"].startswith("/accounts/logout/?next=")

    def test_who_then_signs_in_as_the_one_who_is_meant_goes_on(
        self, user_agent: Client, web: RelyingParty, bob_user_agent: Client
    ) -> None:
        hint = self.hints(web, user_agent)[0]
        to_switch = bob_user_agent.get("/o/authorize/", web.request(**hint))["Location"]
        page = bob_user_agent.get(to_switch)
        assert page.status_code == 200
        signed_out = bob_user_agent.post(to_switch)
        to_login = bob_user_agent.get(signed_out["Location"])["Location"]
        assert to_login.startswith("/accounts/login/")
        back = bob_user_agent.post(to_login, {"login": "alice", "password": PASSWORD})
        assert "code" in allow(bob_user_agent, back)

    def test_a_token_of_another_client_is_no_hint(
        self, user_agent: Client, web: RelyingParty, register: Callable[..., RelyingParty]
    ) -> None:
        hint = register(name="Another").tokens(user_agent)["id_token"]
        answer = answer_of(user_agent.get("/o/authorize/", web.request(id_token_hint=hint)))
        assert answer["error"] == "invalid_request"

    @pytest.mark.parametrize("hint", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
    def test_what_we_did_not_sign_is_no_hint(self, user_agent: Client, web: RelyingParty, hint: str) -> None:
        answer = answer_of(user_agent.get("/o/authorize/", web.request(id_token_hint=hint)))
        assert answer["error"] == "invalid_request"

    def test_an_access_token_is_no_hint(self, user_agent: Client, web: RelyingParty) -> None:
        hint = web.tokens(user_agent)["access_token"]
        answer = answer_of(user_agent.get("/o/authorize/", web.request(id_token_hint=hint)))
        assert answer["error"] == "invalid_request"

    def test_two_subjects_cannot_be_meant(self, user_agent: Client, web: RelyingParty) -> None:
        hint = self.hints(web, user_agent)[0]
        claims = json.dumps({"id_token": {"sub": {"value": "somebody"}}})
        answer = answer_of(user_agent.get("/o/authorize/", web.request(claims=claims, **hint)))
        assert answer["error"] == "invalid_request"
