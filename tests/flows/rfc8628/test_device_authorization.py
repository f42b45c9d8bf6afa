"""The device authorization request and its answer."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import DeviceGrant
from oauth_server.vocabulary import SCOPES
from tests.flows.oauth import ISSUER, RelyingParty, post_form
from tests.flows.rfc8628.device import begin

ENDPOINT = "/o/device-authorization/"


def refused(party: RelyingParty, **parameters: str) -> tuple[int, str]:
    response = party.post(Client(), ENDPOINT, **parameters)
    assert not DeviceGrant.objects.exists()
    return response.status_code, response.json()["error"]


@pytest.mark.spec("RFC 8628 section 3.2")
def test_the_answer_holds_both_codes_and_says_where_to_go(television: RelyingParty) -> None:
    response = television.post(Client(), ENDPOINT, scope="openid")
    answer = response.json()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert set(answer) == {
        "device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval"
    }  # fmt: skip
    assert answer["verification_uri"] == f"{ISSUER}/device"
    assert answer["verification_uri_complete"] == f"{ISSUER}/device?user_code={answer['user_code']}"
    assert (answer["expires_in"], answer["interval"]) == (600, 5)


@pytest.mark.spec("RFC 8628 section 6.1")
def test_user_codes_are_eight_consonants_and_all_different(television: RelyingParty) -> None:
    codes = [begin(television).user_code for _ in range(30)]
    assert all(re.fullmatch("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", code) for code in codes)
    assert len(set(codes)) == 30


@pytest.mark.spec("RFC 8628 section 5.2")
def test_a_device_code_has_256_random_bits(television: RelyingParty) -> None:
    codes = [begin(television).answer["device_code"] for _ in range(10)]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[\w-]{43}", code, re.ASCII) for code in codes)


@pytest.mark.spec("RFC 8628 section 5.2")
def test_the_row_reveals_neither_code(television: RelyingParty) -> None:
    answer = begin(television).answer
    (row,) = DeviceGrant.objects.values()
    kept = " ".join(map(str, row.values()))
    assert answer["device_code"] not in kept
    assert answer["user_code"] not in kept
    assert answer["user_code"].replace("-", "") not in kept


@pytest.mark.spec("RFC 8628 section 6.1")
def test_a_user_code_that_is_taken_is_made_anew(
    television: RelyingParty, kiosk: RelyingParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(["BCDFGHJK", "BCDFGHJK", "LMNPQRST"])
    monkeypatch.setattr("oauth_server.protocol.tokens.user_code.new", lambda: next(codes))
    assert [begin(party, scope="openid").user_code for party in (television, kiosk)] == ["BCDF-GHJK", "LMNP-QRST"]
    assert DeviceGrant.objects.count() == 2


@pytest.mark.spec("RFC 8628 section 3.1")
def test_a_confidential_client_authenticates(kiosk: RelyingParty) -> None:
    assert begin(kiosk, scope="openid").user_code
    DeviceGrant.objects.all().delete()
    kiosk.secret = "wrong"
    assert refused(kiosk, scope="openid") == (401, "invalid_client")
    response = post_form(Client(), ENDPOINT, {"client_id": kiosk.client_id})
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


@pytest.mark.spec("RFC 8628 section 3.1")
@pytest.mark.parametrize("form", [{"client_id": "nobody"}, {"client_id": ""}, {"scope": "openid"}])
def test_a_client_that_is_not_known_is_refused(db: None, form: dict[str, str]) -> None:
    response = post_form(Client(), ENDPOINT, form)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


@pytest.mark.spec("RFC 8628 section 3.1")
def test_a_client_that_is_not_registered_for_it_is_refused(web: RelyingParty) -> None:
    assert refused(web, scope="openid") == (400, "unauthorized_client")


@pytest.mark.spec("RFC 8628 section 3.1")
def test_a_disabled_client_is_refused(television: RelyingParty) -> None:
    television.application.enabled = False
    television.application.save()
    assert refused(television) == (401, "invalid_client")


@pytest.mark.spec("RFC 8628 section 3.1")
@pytest.mark.parametrize("scope", ["reports:read", "no-such-scope", 'a"b', "openid nothing"])
def test_a_scope_that_the_client_may_not_get_is_refused(television: RelyingParty, scope: str) -> None:
    assert refused(television, scope=scope) == (400, "invalid_scope")


@pytest.mark.spec("RFC 8628 section 5.4")
@pytest.mark.parametrize("scope", sorted(name for name, facts in SCOPES.items() if facts.staff))
def test_scopes_of_administrators_are_not_given_to_devices(television: RelyingParty, scope: str) -> None:
    television.application.scopes = f"openid {scope}"
    television.application.save()
    assert refused(television, scope=scope) == (400, "invalid_scope")
    assert refused(television, scope=f"openid {scope}") == (400, "invalid_scope")


@pytest.mark.spec("RFC 8707 section 2.1")
@pytest.mark.parametrize("resource", ["https://elsewhere.example.org", "not an address", f"{ISSUER}/nothing"])
def test_a_resource_that_is_not_registered_is_refused(television: RelyingParty, resource: str) -> None:
    assert refused(television, resource=resource) == (400, "invalid_target")


@pytest.mark.spec("RFC 8628 section 3.1")
@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
def test_only_post_is_answered(client: Client, db: None, method: str) -> None:
    response = getattr(client, method)(ENDPOINT)
    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.spec("RFC 8628 section 3.1")
def test_a_parameter_sent_twice_is_refused(television: RelyingParty) -> None:
    form = {"client_id": television.client_id, "scope": ["openid", "profile"]}
    response = post_form(Client(), ENDPOINT, form)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.spec("RFC 8628 section 4")
def test_the_metadata_says_where_it_is(client: Client, db: None) -> None:
    document = client.get("/.well-known/oauth-authorization-server").json()
    assert document["device_authorization_endpoint"] == f"{ISSUER}{ENDPOINT}"
    assert "urn:ietf:params:oauth:grant-type:device_code" in document["grant_types_supported"]


@pytest.mark.spec("RFC 8628 section 5.1")
def test_one_client_from_one_address_asks_only_so_often(
    television: RelyingParty, kiosk: RelyingParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oauth_server.protocol.endpoints.device_authorization.MOST", 3)
    for _ in range(3):
        begin(television)
    response = television.post(Client(), ENDPOINT)
    assert (response.status_code, response.json()["error"]) == (429, "temporarily_unavailable")
    assert int(response["Retry-After"]) > 0
    assert DeviceGrant.objects.count() == 3
    assert begin(kiosk, scope="openid").user_code
    elsewhere = post_form(Client(REMOTE_ADDR="192.0.2.7"), ENDPOINT, {"client_id": television.client_id})
    assert elsewhere.status_code == 200


@pytest.mark.spec("RFC 8628 section 3.2")
def test_asking_changes_nothing_for_anybody(television: RelyingParty, alice: User, user_agent: Client) -> None:
    response = post_form(user_agent, ENDPOINT, {"client_id": television.client_id})
    assert response.status_code == 200
    assert DeviceGrant.objects.get().user is None


@pytest.mark.spec("RFC 8628 section 3.1")
def test_a_page_of_the_client_s_origin_may_read_the_answer(register: Callable[..., RelyingParty]) -> None:
    origin = "https://television.example.org"
    party = register(
        public=True, redirect_uri="", authorization_grant_type="urn:ietf:params:oauth:grant-type:device_code",
        scopes="openid account:read", allowed_origins=origin,
    )  # fmt: skip
    headers: dict[str, Any] = {"origin": origin}
    response = post_form(Client(), ENDPOINT, {"client_id": party.client_id}, headers=headers)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (200, origin)
    assert "Access-Control-Allow-Credentials" not in response
