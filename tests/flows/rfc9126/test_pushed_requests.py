"""Pushed authorization requests (RFC 9126): who may push, what is answered, and how often a reference is good."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oauth_server.protocol.models import Application, AuthorizationRequest, Grant
from oauth_server.protocol.services import stored_requests
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import CALLBACK, ISSUER, RelyingParty, allow, answer_of, post_form

PREFIX = "urn:ietf:params:oauth:request_uri:"


@pytest.mark.spec("RFC 9126 section 2.2")
def test_a_pushed_request_is_kept_for_a_minute_under_a_reference(user_agent: Client, web: RelyingParty) -> None:
    response = web.push(Client())
    assert response.status_code == 201
    assert set(response.json()) == {"request_uri", "expires_in"}
    assert response.json()["expires_in"] == 60
    assert len(response.json()["request_uri"].removeprefix(PREFIX)) >= 43
    assert "no-store" in response["Cache-Control"]


@pytest.mark.spec("RFC 9126 section 4")
def test_a_person_ends_what_the_client_pushed(user_agent: Client, web: RelyingParty) -> None:
    answer = allow(user_agent, user_agent.get(web.pushed(Client())))
    assert (answer["state"], answer["iss"]) == ("a state", ISSUER)
    assert web.exchange(user_agent, answer["code"]).status_code == 200


@pytest.mark.spec("RFC 9126 section 2.1")
def test_a_public_client_pushes_by_its_name(user_agent: Client, spa: RelyingParty) -> None:
    assert "code" in allow(user_agent, user_agent.get(spa.pushed(Client())))


@pytest.mark.spec("RFC 9126 section 2.3")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "https://evil.example.org/"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": "openid nonsense"}, "invalid_scope"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"resource": "https://elsewhere.example.org/"}, "invalid_target"),
        ({"prompt": "maybe"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"claims": "[]"}, "invalid_request"),
        ({"id_token_hint": "x.y.z"}, "invalid_request"),
        ({"dpop_jkt": "short"}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "invalid_request_object"),
        ({"request_uri": f"{PREFIX}x"}, "invalid_request"),
        ({"request_uri": "https://app.example.org/request.jwt"}, "invalid_request"),
        ({"client_id": "somebody-else"}, "invalid_request"),
    ],
)
def test_a_request_that_does_not_hold_is_refused_at_once(
    web: RelyingParty, db: None, changes: dict[str, Any], error: str
) -> None:
    response = web.push(Client(), **changes)
    assert (response.status_code, response.json()["error"]) == (400, error)
    assert not AuthorizationRequest.objects.exists()


@pytest.mark.spec("RFC 9126 section 2.1")
def test_nobody_pushes_in_the_name_of_a_client_that_can_prove_itself(web: RelyingParty) -> None:
    unproved = post_form(Client(), "/o/par/", web.request())
    wrong = post_form(Client(), "/o/par/", {**web.request(), "client_secret": "wrong"})
    assert [(answer.status_code, answer.json()["error"]) for answer in (unproved, wrong)] == [
        (401, "invalid_client")
    ] * 2
    assert not AuthorizationRequest.objects.exists()


@pytest.mark.spec("RFC 9126 section 2.3")
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_post_is_answered(web: RelyingParty, method: str) -> None:
    response = getattr(Client(), method)("/o/par/")
    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.spec("RFC 9126 section 2.1")
def test_a_repeated_parameter_is_refused(web: RelyingParty) -> None:
    form = {name: [value] for name, value in web.request().items()} | {"state": ["one", "two"]}
    response = post_form(Client(), "/o/par/", {**form, "client_secret": web.secret})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.spec("RFC 9126 section 2.1")
def test_credentials_are_not_kept_with_the_request(register: Callable[..., RelyingParty]) -> None:
    web = register(token_endpoint_auth_method="client_secret_post")
    response = post_form(Client(), "/o/par/", {**web.request(), "client_secret": web.secret, "unknown": "x"})
    assert response.status_code == 201
    kept = dict(AuthorizationRequest.objects.get().parameters)
    assert set(kept) == {name for name, value in web.request().items() if value}


@pytest.mark.spec("RFC 9126 section 5")
class TestRequired:
    """A client that is registered to push."""

    @pytest.fixture
    def pushing(self, register: Callable[..., RelyingParty]) -> RelyingParty:
        return register(require_pushed_authorization_requests=True)

    def test_what_it_did_not_push_is_refused_by_name(self, user_agent: Client, pushing: RelyingParty) -> None:
        answer = answer_of(user_agent.get("/o/authorize/", pushing.request()))
        assert answer["error"] == "invalid_request"
        assert "push" in answer["error_description"]

    def test_what_it_pushed_goes_on(self, user_agent: Client, pushing: RelyingParty) -> None:
        assert "code" in allow(user_agent, user_agent.get(pushing.pushed(Client())))


@pytest.mark.spec("RFC 9126 section 4")
class TestReference:
    """What comes with a reference to the authorization endpoint."""

    def test_nothing_beside_it_counts(self, user_agent: Client, web: RelyingParty) -> None:
        changes = "&redirect_uri=https://evil.example.org/&state=other&scope=admin:read&response_mode=form_post"
        answer = allow(user_agent, user_agent.get(web.pushed(Client()) + changes))
        assert answer["state"] == "a state"
        assert web.exchange(user_agent, answer["code"]).json()["scope"] == "openid account:read"

    def test_the_client_must_be_the_one_that_pushed(
        self, user_agent: Client, web: RelyingParty, spa: RelyingParty
    ) -> None:
        request_uri = web.push(Client()).json()["request_uri"]
        for address in (spa.address_of(request_uri), f"/o/authorize/?request_uri={request_uri}"):
            refused = user_agent.get(address)
            assert refused.status_code == 400
            assert "invalid_request_uri" in refused.content.decode()
            assert "Location" not in refused
        assert "code" in allow(user_agent, user_agent.get(web.address_of(request_uri)))

    @pytest.mark.parametrize("twice", ["client_id", "request_uri"])
    def test_it_comes_once(self, user_agent: Client, web: RelyingParty, twice: str) -> None:
        assert user_agent.get(f"{web.pushed(Client())}&{twice}=x").status_code == 400

    def test_a_disabled_client_answers_to_none(self, user_agent: Client, web: RelyingParty) -> None:
        address = web.pushed(Client())
        Application.objects.update(enabled=False)
        assert user_agent.get(address).status_code == 400

    def test_an_unknown_one_is_a_page(self, user_agent: Client, web: RelyingParty) -> None:
        assert user_agent.get(web.address_of(f"{PREFIX}unknown")).status_code == 400


@pytest.mark.spec("RFC 9126 section 7.3")
class TestOnce:
    """A reference is good until it is answered (FAPI 2.0 Security Profile section 5.3.2.2)."""

    def test_a_page_may_be_loaded_again_until_then(self, web: RelyingParty, alice: Any) -> None:
        user_agent, address = Client(), web.pushed(Client())
        pages = [user_agent.get(address)["Location"] for _ in range(3)]
        assert all(page.startswith("/accounts/login/") for page in pages)
        back = user_agent.post(pages[0], {"login": "alice", "password": PASSWORD})
        assert user_agent.get(back["Location"])["Location"].startswith("/consent/")
        assert "code" in allow(user_agent, user_agent.get(back["Location"]))
        assert user_agent.get(address).status_code == 400

    def test_after_a_silent_code_it_is_refused(self, user_agent: Client, web: RelyingParty) -> None:
        web.tokens(user_agent)
        address = web.pushed(Client())
        assert "code" in answer_of(user_agent.get(address))
        refused = user_agent.get(address)
        assert (refused.status_code, "Location" in refused) == (400, False)

    @pytest.mark.parametrize("changes", [{"prompt": "none"}, {"prompt": "none", "max_age": "0"}])
    def test_after_an_error_it_is_refused(self, user_agent: Client, web: RelyingParty, changes: dict[str, str]) -> None:
        address = web.pushed(Client(), **changes)
        assert "error" in answer_of(user_agent.get(address))
        assert user_agent.get(address).status_code == 400

    def test_after_a_denial_it_is_refused(self, user_agent: Client, web: RelyingParty) -> None:
        address = web.pushed(Client())
        assert allow(user_agent, user_agent.get(address), decision="deny")["error"] == "access_denied"
        assert user_agent.get(address).status_code == 400


@pytest.mark.spec("RFC 9126 section 2.2")
class TestLifetime:
    """A minute to come with it, and then the time that a person needs."""

    def test_nobody_comes_with_it_after_a_minute(self, user_agent: Client, web: RelyingParty) -> None:
        now = timezone.now()
        with time_machine.travel(now, tick=False):
            address = web.pushed(Client())
        with time_machine.travel(now + timedelta(seconds=61), tick=False):
            assert user_agent.get(address).status_code == 400

    def test_who_came_in_time_has_time_to_sign_in(self, web: RelyingParty, alice: Any) -> None:
        now, user_agent = timezone.now(), Client()
        with time_machine.travel(now, tick=False):
            address = web.pushed(Client())
        with time_machine.travel(now + timedelta(seconds=59), tick=False):
            to_login = user_agent.get(address)["Location"]
        with time_machine.travel(now + timedelta(minutes=20), tick=False):
            back = user_agent.post(to_login, {"login": "alice", "password": PASSWORD})
            assert "code" in allow(user_agent, back)

    def test_coming_again_wins_no_time(self, web: RelyingParty, db: None) -> None:
        now, user_agent = timezone.now(), Client()
        with time_machine.travel(now, tick=False):
            address = web.pushed(Client())
            user_agent.get(address)
        with time_machine.travel(now + timedelta(minutes=29), tick=False):
            assert user_agent.get(address).status_code == 302
        with time_machine.travel(now + timedelta(minutes=31), tick=False):
            assert user_agent.get(address).status_code == 400

    def test_a_login_between_push_and_visit_does_not_count_as_the_one_asked_for(
        self, web: RelyingParty, user_agent: Client
    ) -> None:
        address = web.pushed(Client(), prompt="login")
        user_agent.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert user_agent.get(address)["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.spec("RFC 9126 section 2.1")
def test_what_a_pushed_request_costs_in_statements(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    with CaptureQueriesContext(connection) as captured:
        address = web.pushed(Client())
    pushing = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith("SAVEPOINT")]
    # the client that proves itself, its registration, the request
    assert len([sql for sql in pushing if not sql.startswith("RELEASE")]) == 3
    with CaptureQueriesContext(connection) as captured:
        assert "code" in answer_of(user_agent.get(address))
    # session, request with client, sign-in, consent; spent and granted in one transaction
    used = [query["sql"] for query in captured.captured_queries]
    assert len([sql for sql in used if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]) == 6
    assert Grant.objects.count() == 2


@pytest.mark.spec("RFC 9126 section 5")
def test_the_metadata_says_so(db: None) -> None:
    document = Client().get("/.well-known/oauth-authorization-server").json()
    assert document["pushed_authorization_request_endpoint"] == f"{ISSUER}/o/par/"
    assert document["require_pushed_authorization_requests"] is False


@pytest.mark.spec("RFC 9126 section 2.2")
def test_a_page_of_a_registered_origin_may_push(spa: RelyingParty) -> None:
    origin = "https://spa.example.org"
    response = post_form(Client(), "/o/par/", spa.request(), headers={"origin": origin})
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (201, origin)


@pytest.mark.spec("RFC 9126 section 4")
def test_the_answer_goes_where_the_pushed_request_said(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    assert user_agent.get(web.pushed(Client()))["Location"].startswith(f"{CALLBACK}?code=")


@pytest.mark.spec("RFC 9126 section 2.3")
def test_nobody_has_this_server_keep_requests_without_end(
    web: RelyingParty, spa: RelyingParty, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(stored_requests, "MOST", 3)
    Application.objects.filter(pk=web.application.pk).update(registration_source="dcr")
    assert [spa.push(Client()).status_code for _ in range(2)] == [201, 201]
    assert [web.push(Client()).status_code for _ in range(2)] == [201, 429]
    refused = spa.push(Client())
    assert (refused.status_code, refused.json()["error"]) == (429, "temporarily_unavailable")
    assert int(refused["Retry-After"]) > 0
    answer = answer_of(Client().get("/o/authorize/", web.request()))
    assert (answer["error"], answer["state"], answer["iss"]) == ("temporarily_unavailable", "a state", ISSUER)
    assert AuthorizationRequest.objects.count() == 3
    Application.objects.filter(pk=web.application.pk).update(registration_source="manual")
    assert web.push(Client()).status_code == 201, "it proved that it is a client that an administrator knows"
    assert spa.push(Client(REMOTE_ADDR="192.0.2.7")).status_code == 201
    settings.ADDRESS_LIMITS = False
    assert spa.push(Client()).status_code == 201
