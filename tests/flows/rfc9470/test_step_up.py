"""Step-up from the refusal to the answer: what is missing, how a client gets it, and what the new token says."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import drf_token_of, jwt_of, with_header
from tests.flows.oauth import RelyingParty, allow, answer_of, claims_of
from tests.flows.rfc9470.conftest import PROTECTED, TODO
from tests.flows.second_factor.enrolment import enrol_app
from tests.proofs import Prover, ProvingClient
from tests.soft_authenticator import AuthenticatorApp

Row = Callable[..., None]
GET: Final = ("GET",)
SCOPE: Final = "openid account:read todo:read todo:write"
INSUFFICIENT: Final = "insufficient_user_authentication"


def call(token: str, path: str = PROTECTED) -> Any:
    return with_header(f"Bearer {token}").get(path)


def challenge(response: Any) -> dict[str, str]:
    """Return the parameters of the first challenge of a 401."""
    assert response.status_code == 401, response.content
    scheme, _, rest = response["WWW-Authenticate"].partition(" ")
    assert scheme == "Bearer"
    return dict(re.findall(r'(\w+)="([^"]*)"', rest.split(", DPoP ")[0]))


def asked_by(response: Any) -> dict[str, str]:
    """Return what a client sends to the authorization endpoint after this refusal (section 4)."""
    told = challenge(response)
    assert told["error"] == INSUFFICIENT
    return {name: told[name] for name in ("acr_values", "max_age") if name in told}


def through(user_agent: Client, response: Any, app: AuthenticatorApp | None = None) -> dict[str, str]:
    """Do what the pages ask, by password and by code, and return what the client is told in the end."""
    while response["Location"].startswith("/accounts/"):
        page = user_agent.get(response["Location"])
        assert page.status_code == 200, page.content
        proof = {"code": app.code()} if app and "/2fa/" in response["Location"] else {"password": PASSWORD}
        response = user_agent.post(response["Location"], {**proof, "next": page.context["redirect_field_value"]})
        assert response.status_code == 302, response.content
        response = user_agent.get(response["Location"])
    return allow(user_agent, response)


def sign_in_lies_back(user_agent: Client, age: timedelta) -> None:
    Session.objects.filter(sid=user_agent.session["sid"]).update(auth_time=timezone.now() - age)


@pytest.mark.spec("RFC 9470 section 3")
def test_a_row_names_the_level_that_is_missing(user_agent: Client, web: RelyingParty, row: Row) -> None:
    row(two_factors=GET)
    refused = call(web.tokens(user_agent)["access_token"])
    assert challenge(refused) == {
        "realm": "api",
        "error": INSUFFICIENT,
        "error_description": "This needs a sign-in by a second factor.",
        "scope": "account:read",
        "acr_values": "2",
        "resource_metadata": "http://localhost:8000/.well-known/oauth-protected-resource/api",
    }
    assert refused.json()["detail"] == "This needs a sign-in by a second factor."


@pytest.mark.spec("RFC 9470 section 3")
def test_a_row_names_all_that_it_asks_so_that_one_round_will_do(
    user_agent: Client, web: RelyingParty, row: Row
) -> None:
    row(two_factors=GET, recent=GET)
    assert asked_by(call(web.tokens(user_agent)["access_token"])) == {"acr_values": "2", "max_age": "900"}


@pytest.mark.spec("RFC 9470 section 3")
def test_only_the_methods_that_ask_are_closed(user_agent: Client, web: RelyingParty, row: Row) -> None:
    row(TODO, two_factors=("POST",))
    bearer = with_header(f"Bearer {web.tokens(user_agent, scope=SCOPE)['access_token']}")
    assert bearer.get(TODO).status_code == 200
    assert asked_by(bearer.post(TODO, {"title": "One"})) == {"acr_values": "2"}
    assert bearer.get(TODO).json()["results"] == []


@pytest.mark.spec("RFC 9470 section 3")
def test_the_scope_is_asked_first_so_that_nobody_steps_up_for_nothing(
    user_agent: Client, web: RelyingParty, row: Row
) -> None:
    row(TODO, two_factors=GET)
    refused = call(web.tokens(user_agent, scope="openid account:read")["access_token"], TODO)
    assert refused.status_code == 403
    assert 'error="insufficient_scope"' in refused["WWW-Authenticate"]


@pytest.mark.spec("RFC 9470 section 4")
@pytest.mark.parametrize("form", ["jwt", "opaque"])
def test_the_same_client_gets_the_person_through_the_second_factor(
    user_agent: Client, register: Callable[..., RelyingParty], row: Row, form: str
) -> None:
    web = register(token_format=form)
    app, _ = enrol_app(user_agent)
    row(two_factors=GET)
    weak = web.tokens(user_agent)
    asked = asked_by(call(weak["access_token"]))
    answer = through(user_agent, user_agent.get("/o/authorize/", web.request(**asked)), app)
    strong = web.exchange(Client(), answer["code"]).json()
    assert call(strong["access_token"]).status_code == 200
    assert asked_by(call(weak["access_token"])) == asked, "what was issued before says what was so before"
    refreshed = web.refresh(Client(), weak["refresh_token"]).json()["access_token"]
    assert asked_by(call(refreshed)) == asked
    renewed = web.refresh(Client(), strong["refresh_token"]).json()["access_token"]
    assert call(renewed).status_code == 200


@pytest.mark.spec("RFC 9470 section 6.1")
def test_the_token_says_how_and_when_the_person_signed_in_as_of_the_code(user_agent: Client, web: RelyingParty) -> None:
    app, _ = enrol_app(user_agent)
    sign_in_lies_back(user_agent, timedelta(hours=1))
    before = claims_of(web.tokens(user_agent)["access_token"])
    answer = through(user_agent, user_agent.get("/o/authorize/", web.request(acr_values="2")), app)
    tokens = web.exchange(Client(), answer["code"]).json()
    after, id_token = claims_of(tokens["access_token"]), claims_of(tokens["id_token"])
    assert (before["acr"], after["acr"]) == ("1", "2")
    assert after["auth_time"] - before["auth_time"] >= 3600
    assert {"pwd", "otp", "mfa"} <= set(after["amr"])
    assert {name: after[name] for name in ("acr", "auth_time", "sid")} == {
        name: id_token[name] for name in ("acr", "auth_time", "sid")
    }
    assert before["sid"] == after["sid"]


@pytest.mark.spec("RFC 9470 section 6.2")
def test_introspection_says_the_same(
    user_agent: Client, web: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    server = register(name="A resource server", introspects="http://localhost:8000/api")
    app, _ = enrol_app(user_agent)
    answer = through(user_agent, user_agent.get("/o/authorize/", web.request(acr_values="2")), app)
    token = web.exchange(Client(), answer["code"]).json()["access_token"]
    told = server.post(Client(), "/o/introspect/", token=token).json()
    assert {name: told[name] for name in ("acr", "auth_time")} == {
        name: claims_of(token)[name] for name in ("acr", "auth_time")
    }


@pytest.mark.spec("RFC 9470 section 4")
def test_a_sign_in_that_is_too_old_is_renewed_by_max_age(user_agent: Client, web: RelyingParty, row: Row) -> None:
    row(recent=GET)
    sign_in_lies_back(user_agent, timedelta(hours=1))
    asked = asked_by(call(web.tokens(user_agent)["access_token"]))
    assert asked == {"max_age": "900"}
    answer = through(user_agent, user_agent.get("/o/authorize/", web.request(**asked)))
    assert call(web.exchange(Client(), answer["code"]).json()["access_token"]).status_code == 200


@pytest.mark.spec("RFC 9470 section 4")
def test_both_at_once(user_agent: Client, web: RelyingParty, row: Row) -> None:
    app, _ = enrol_app(user_agent)
    row(two_factors=GET, recent=GET)
    sign_in_lies_back(user_agent, timedelta(hours=1))
    asked = asked_by(call(web.tokens(user_agent)["access_token"]))
    answer = through(user_agent, user_agent.get("/o/authorize/", web.request(**asked)), app)
    assert call(web.exchange(Client(), answer["code"]).json()["access_token"]).status_code == 200


@pytest.mark.spec("RFC 9470 section 5")
@pytest.mark.parametrize(
    ("enrolled", "asked", "error"),
    [
        (True, {"acr_values": "2"}, "login_required"),
        (False, {"acr_values": "2"}, "unmet_authentication_requirements"),
        (True, {"max_age": "900"}, "login_required"),
        (False, {"max_age": "900"}, "login_required"),
    ],
)
def test_without_a_page_the_client_is_told_what_is_in_the_way(
    user_agent: Client, web: RelyingParty, enrolled: bool, asked: dict[str, str], error: str
) -> None:
    if enrolled:
        enrol_app(user_agent)
    sign_in_lies_back(user_agent, timedelta(hours=1))
    response = user_agent.get("/o/authorize/", web.request(prompt="none", **asked))
    assert answer_of(response)["error"] == error


@pytest.mark.spec("RFC 9470 section 5")
def test_who_has_no_second_factor_cannot_meet_it_and_keeps_what_they_have(
    user_agent: Client, web: RelyingParty, row: Row
) -> None:
    tokens = web.tokens(user_agent)
    offered = user_agent.get(user_agent.get("/o/authorize/", web.request(acr_values="2"))["Location"])
    response = user_agent.get(offered.context["without"])
    assert answer_of(response)["error"] == "unmet_authentication_requirements"
    assert call(tokens["access_token"]).status_code == 200


@pytest.mark.spec("RFC 9470 section 4")
def test_a_request_that_was_pushed_steps_up_too(user_agent: Client, web: RelyingParty) -> None:
    app, _ = enrol_app(user_agent)
    answer = through(user_agent, user_agent.get(web.pushed(user_agent, acr_values="2")), app)
    assert claims_of(web.exchange(Client(), answer["code"]).json()["access_token"])["acr"] == "2"


def test_a_code_of_before_the_step_up_gives_a_token_of_before(user_agent: Client, web: RelyingParty, row: Row) -> None:
    app, _ = enrol_app(user_agent)
    row(two_factors=GET)
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    through(user_agent, user_agent.get("/o/authorize/", web.request(acr_values="2")), app)
    early = web.exchange(Client(), code).json()["access_token"]
    assert asked_by(call(early)) == {"acr_values": "2"}


def test_our_own_pages_are_asked_too(user_agent: Client, row: Row) -> None:
    app, _ = enrol_app(user_agent)
    row(two_factors=GET)
    assert asked_by(user_agent.get(PROTECTED)) == {"acr_values": "2"}
    assert user_agent.post("/accounts/2fa/reauthenticate/", {"code": app.code()}).status_code == 302
    assert user_agent.get(PROTECTED).status_code == 200


def test_a_password_alone_at_a_door_does_not_open_it(alice: User, row: Row) -> None:
    row(two_factors=GET)
    assert asked_by(jwt_of("alice").get(PROTECTED)) == {"acr_values": "2"}
    refused = drf_token_of("alice").get(PROTECTED)
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "This needs a sign-in by a second factor, which this kind of credential has not.",
    )


@pytest.mark.spec("RFC 9470 section 3")
def test_a_bound_token_is_answered_in_its_own_scheme(
    user_agent: Client, register: Callable[..., RelyingParty], row: Row
) -> None:
    web, prover = register(), Prover()
    row(two_factors=GET)
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    token = web.exchange(ProvingClient(prover), code).json()["access_token"]
    refused = Client().get(PROTECTED, headers=prover.presenting(token, "GET", PROTECTED, nonce=None))
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"].startswith(f'DPoP realm="api", error="{INSUFFICIENT}"')
    assert 'acr_values="2"' in refused["WWW-Authenticate"]
