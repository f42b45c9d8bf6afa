"""The authorization request: who may be redirected where, and with what (OpenID Connect Core section 3.1.2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import AuthorizationRequest, Grant
from tests.flows.conftest import sign_in
from tests.flows.oauth import CALLBACK, ISSUER, RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1.2")


def test_a_signed_in_person_consents_and_the_client_gets_a_code(user_agent: Client, web: RelyingParty) -> None:
    answer = allow(user_agent, user_agent.get("/o/authorize/", web.request()))
    assert set(answer) == {"code", "state", "iss"}
    assert answer["state"] == "a state"
    assert answer["iss"] == ISSUER


def test_a_person_who_is_not_signed_in_signs_in_first_and_lands_at_the_client(web: RelyingParty, alice: Any) -> None:
    user_agent = Client()
    to_login = user_agent.get("/o/authorize/", web.request())
    assert to_login["Location"].startswith("/accounts/login/?next=")
    posted = user_agent.post(to_login["Location"], {"login": "alice", "password": "correct horse battery staple"})
    assert "code" in allow(user_agent, posted)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"client_id": None}, 400),
        ({"client_id": "nobody"}, 400),
        ({"client_id": "x\x00"}, 400),
        ({"redirect_uri": "https://evil.example.org/callback"}, 400),
        ({"redirect_uri": f"{CALLBACK}/"}, 400),
        ({"redirect_uri": f"{CALLBACK}?x=1"}, 400),
        ({"redirect_uri": f"{CALLBACK};x"}, 400),
        ({"redirect_uri": f"{CALLBACK}#x"}, 400),
        ({"redirect_uri": CALLBACK.upper()}, 400),
        ({"redirect_uri": "https://user@app.example.org/callback"}, 400),
        ({"redirect_uri": "https://app.example.org/x/../callback"}, 400),
        ({"redirect_uri": None}, 400),
        ({"redirect_uri": "\x00"}, 400),
        ({"state": "x" * 5000}, 400),
    ],
)
def test_a_request_without_a_safe_address_is_a_page_and_never_a_redirect(
    user_agent: Client, web: RelyingParty, changes: dict[str, str | None], status: int
) -> None:
    response = user_agent.get("/o/authorize/", web.request(**changes))
    assert response.status_code == status
    assert "Location" not in response


def test_a_query_that_is_not_utf8_is_no_server_error(user_agent: Client, web: RelyingParty) -> None:
    response = user_agent.get(f"/o/authorize/?client_id={web.client_id}&redirect_uri=%zz%ff%fe&x=%zz")
    assert response.status_code == 400


@pytest.mark.parametrize("twice", ["client_id", "redirect_uri"])
def test_a_repeated_address_is_a_page(user_agent: Client, web: RelyingParty, twice: str) -> None:
    parameters = {name: [value] for name, value in web.request().items()}
    parameters[twice] *= 2
    assert user_agent.get("/o/authorize/", parameters).status_code == 400


@pytest.mark.parametrize("twice", ["scope", "state", "response_type", "code_challenge", "nonce", "prompt"])
def test_a_repeated_parameter_is_refused_at_the_client(user_agent: Client, web: RelyingParty, twice: str) -> None:
    parameters = {name: [value] for name, value in web.request(prompt="login").items()}
    parameters[twice] *= 2
    assert answer_of(user_agent.get("/o/authorize/", parameters))["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": "openid nonsense"}, "invalid_scope"),
        ({"scope": 'openid "quoted\\'}, "invalid_scope"),
        ({"prompt": "maybe"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"nonce": "n" * 256}, "invalid_request"),
        ({"request": "eyJ.e30."}, "invalid_request_object"),
        ({"request_uri": "https://app.example.org/request.jwt"}, "invalid_request_uri"),
        ({"resource": "https://elsewhere.example.org/api"}, "invalid_target"),
    ],
)
def test_an_error_goes_to_the_client_with_state_and_iss(
    user_agent: Client, web: RelyingParty, changes: dict[str, str | None], error: str
) -> None:
    answer = answer_of(user_agent.get("/o/authorize/", web.request(**changes)))
    assert (answer["error"], answer["state"], answer["iss"]) == (error, "a state", ISSUER)
    assert not Grant.objects.exists()


def test_a_client_gets_no_scope_beyond_its_registration(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    client = register(scopes="openid account:read")
    answer = answer_of(user_agent.get("/o/authorize/", client.request(scope="openid admin:read")))
    assert answer["error"] == "invalid_scope"


def test_a_request_without_scope_gets_the_least(user_agent: Client, web: RelyingParty) -> None:
    assert web.tokens(user_agent, scope=None)["scope"] == "account:read"


def test_unknown_parameters_are_ignored(user_agent: Client, web: RelyingParty) -> None:
    assert "code" in allow(
        user_agent, user_agent.get("/o/authorize/", web.request(foo="bar", claims="{}", display="page"))
    )


def test_a_post_is_answered_by_a_get_of_the_same_path_and_changes_nothing(
    user_agent: Client, web: RelyingParty
) -> None:
    posted = Client(enforce_csrf_checks=True).post("/o/authorize/", web.request())
    assert posted.status_code == 303
    assert posted["Location"].startswith("/o/authorize/?posted=")
    assert not AuthorizationRequest.objects.exists()
    assert "a state" not in posted["Location"]
    assert allow(user_agent, user_agent.get(posted["Location"]))["state"] == "a state"


def test_a_disabled_client_is_unknown(user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    client = register(enabled=False)
    assert user_agent.get("/o/authorize/", client.request()).status_code == 400


def test_approval_prompt_does_not_skip_consent(user_agent: Client, web: RelyingParty) -> None:
    response = user_agent.get("/o/authorize/", web.request(approval_prompt="auto"))
    assert response["Location"].startswith("/consent/")


def test_a_bearer_at_the_authorization_endpoint_signs_nobody_in(user_agent: Client, web: RelyingParty) -> None:
    token = web.tokens(user_agent)["access_token"]
    response = Client().get("/o/authorize/", web.request(), headers={"authorization": f"Bearer {token}"})
    assert response["Location"].startswith("/accounts/login/")


def test_a_stored_request_is_used_once(user_agent: Client, web: RelyingParty) -> None:
    to_consent = user_agent.get("/o/authorize/", web.request())
    request_uri = to_consent["Location"].partition("request_uri=")[2]
    path = f"/o/authorize/?client_id={web.client_id}&request_uri={request_uri}"
    assert "code" in allow(user_agent, to_consent)
    assert user_agent.get(path).status_code == 400


def test_the_decision_of_one_browser_does_not_count_in_another(
    user_agent: Client, web: RelyingParty, alice: Any
) -> None:
    to_consent = user_agent.get("/o/authorize/", web.request(prompt="consent"))
    request_uri = to_consent["Location"].partition("request_uri=")[2]
    path = f"/o/authorize/?client_id={web.client_id}&request_uri={request_uri}"
    page = user_agent.get(to_consent["Location"])
    user_agent.post("/consent/", {"decision": "allow", "scope": ["account:read"], **page.context["hidden"]})
    other = sign_in(Client(), "alice")
    assert other.get(path)["Location"].startswith("/consent/")


def test_the_answer_leaves_no_referrer_and_is_not_stored(user_agent: Client, web: RelyingParty) -> None:
    allow(user_agent, user_agent.get("/o/authorize/", web.request()))
    response = user_agent.get("/o/authorize/", web.request())
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
