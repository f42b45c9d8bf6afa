"""Each address that the metadata names does what its name says (RFC 8414 section 2)."""

from collections.abc import Mapping
from typing import Final

from django.test import Client

from oauth_server.protocol.models import Application, LogoutDelivery
from tests.flows.oauth import CALLBACK, ISSUER, RelyingParty, answer_of, claims_of, post_form
from tests.flows.registration import GOOD, post
from tests.flows.rfc8414.world import API, DOCUMENT, Check, World

CLIENT_DOCUMENT: Final = "https://client.example.org/oauth/client.json"


def issuer(world: World) -> None:
    assert world.document["issuer"] == ISSUER
    assert Client().get("/.well-known/openid-configuration").json() == Client().get(DOCUMENT).json()


def authorization(world: World) -> None:
    party = world.register(skip_authorization=True)
    assert "code" in answer_of(world.user_agent.get(world.path("authorization_endpoint"), party.request()))


def pushed(world: World) -> None:
    party = world.register()
    path = world.path("pushed_authorization_request_endpoint")
    assert party.post(Client(), path, **party.request()).status_code == 201


def pushing_is_not_required_of_all(world: World) -> None:
    assert world.document["require_pushed_authorization_requests"] is False
    authorization(world)
    party = world.register(require_pushed_authorization_requests=True, skip_authorization=True)
    assert answer_of(world.user_agent.get("/o/authorize/", party.request()))["error"] == "invalid_request"


def token(world: World) -> None:
    assert world.path("token_endpoint") == "/o/token/"
    assert world.register().tokens(world.user_agent)["access_token"]


def userinfo(world: World) -> None:
    answer = world.register().tokens(world.user_agent)
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    told = Client().get(world.path("userinfo_endpoint"), headers=headers)
    assert told.json()["sub"] == claims_of(answer["id_token"])["sub"]


def key_set(world: World) -> None:
    assert Client().get(world.path("jwks_uri")).json()["keys"]


def end_session(world: World) -> None:
    hint = world.register().tokens(world.user_agent)["id_token"]
    world.user_agent.get(world.path("end_session_endpoint"), {"id_token_hint": hint})
    assert world.user_agent.get("/api/whoami/").status_code == 401


def back_channel_logout(world: World) -> None:
    assert world.document["backchannel_logout_supported"] is True
    assert world.document["backchannel_logout_session_supported"] is True
    party = world.register(backchannel_logout_uri="https://app.example.org/logout")
    hint = party.tokens(world.user_agent)["id_token"]
    world.user_agent.get("/o/logout/", {"id_token_hint": hint})
    told = LogoutDelivery.objects.get()
    assert (told.subject, str(told.sid)) == (claims_of(hint)["sub"], claims_of(hint)["sid"])


def revocation(world: World) -> None:
    party = world.register()
    refresh_token = party.tokens(world.user_agent)["refresh_token"]
    assert party.post(Client(), world.path("revocation_endpoint"), token=refresh_token).status_code == 200
    assert party.refresh(Client(), refresh_token).status_code == 400


def introspection(world: World) -> None:
    party = world.register(introspects=API)
    asked = party.tokens(world.user_agent)["access_token"]
    assert party.post(Client(), world.path("introspection_endpoint"), token=asked).json()["active"] is True


def device_authorization(world: World) -> None:
    device = world.register(public=True, authorization_grant_type="urn:ietf:params:oauth:grant-type:device_code")
    form = {"client_id": device.client_id}
    answer = post_form(Client(), world.path("device_authorization_endpoint"), form).json()
    assert Client().get(answer["verification_uri"].removeprefix(ISSUER)).status_code in (200, 302)


def registration(world: World) -> None:
    assert world.path("registration_endpoint") == "/o/register/"
    assert post(GOOD).status_code == 201
    world.settings.REGISTRATION = "token"
    assert world.document["registration_endpoint"]
    assert post(GOOD).status_code == 401
    world.settings.REGISTRATION = "off"
    assert "registration_endpoint" not in world.document
    assert post(GOOD).status_code in (403, 404)


def client_documents(world: World) -> None:
    described = {"client_id": CLIENT_DOCUMENT, "client_name": "An agent", "redirect_uris": [CALLBACK]}
    world.outside.put(CLIENT_DOCUMENT, {**described, "token_endpoint_auth_method": "none"})
    agent = RelyingParty(Application(client_id=CLIENT_DOCUMENT), "")
    for registration_is, read in (("off", False), ("token", False), ("open", True)):
        world.settings.REGISTRATION = registration_is
        assert world.document["client_id_metadata_document_supported"] is read
        assert (world.user_agent.get("/o/authorize/", agent.request()).status_code == 302) is read


def resources(world: World) -> None:
    for resource in world.document["protected_resources"]:
        path = f"/.well-known/oauth-protected-resource{resource.removeprefix(ISSUER)}"
        assert Client().get(path).json()["resource"] == resource
        assert world.error_of_push(resource=resource) is None
    assert world.error_of_push(resource="https://elsewhere.example.org/") == "invalid_target"


def documentation(world: World) -> None:
    page = Client().get(world.path("service_documentation"), follow=True)
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (200, "text/html")


CHECKS: Final[Mapping[str, Check]] = {
    "issuer": issuer,
    "authorization_endpoint": authorization,
    "pushed_authorization_request_endpoint": pushed,
    "require_pushed_authorization_requests": pushing_is_not_required_of_all,
    "token_endpoint": token,
    "userinfo_endpoint": userinfo,
    "jwks_uri": key_set,
    "end_session_endpoint": end_session,
    "backchannel_logout_supported": back_channel_logout,
    "backchannel_logout_session_supported": back_channel_logout,
    "revocation_endpoint": revocation,
    "introspection_endpoint": introspection,
    "device_authorization_endpoint": device_authorization,
    "registration_endpoint": registration,
    "client_id_metadata_document_supported": client_documents,
    "protected_resources": resources,
    "service_documentation": documentation,
}
