"""What the metadata lists for authorization and token requests is taken, and nothing else (RFC 8414 section 2)."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.test import Client

from tests.client_keys import MAKERS, ClientKey
from tests.flows.oauth import CALLBACK, allow, answer_of, challenge_of, claims_of
from tests.flows.rfc8414.world import Check, World
from tests.flows.rfc9101.signing import SigningParty
from tests.flows.second_factor.enrolment import enrol_app

REQUEST_URI: Final = "https://app.example.org/request.jwt"


def scopes(world: World) -> None:
    everything = " ".join(world.document["scopes_supported"])

    def works(scope: str) -> bool:
        pushed = world.register(scopes=everything).push(Client(), scope=scope)
        return bool(pushed.status_code == 201) or pushed.json()["error"] != "invalid_scope"

    world.holds("scopes_supported", ["groups", "admin", "todo"], works)
    assert "openid" in world.document["scopes_supported"]


def response_types(world: World) -> None:
    others = ["token", "id_token", "code id_token", "code token", "none", ""]
    world.holds("response_types_supported", others, lambda value: world.error_of_push(response_type=value) is None)


def response_modes(world: World) -> None:
    party = world.register(skip_authorization=True)

    def works(mode: str) -> bool:
        response = world.user_agent.get("/o/authorize/", party.request(response_mode=mode))
        if response.status_code == 200:
            return f'action="{CALLBACK}"' in response.content.decode()
        return bool({"code", "response"} & answer_of(response).keys())

    world.holds("response_modes_supported", ["fragment", "fragment.jwt", "web_message"], works)


def grant_types(world: World) -> None:
    client = world.register(grant_types=" ".join(world.document["grant_types_supported"]))

    def works(grant_type: str) -> bool:
        answer = client.token(Client(), grant_type=grant_type).json()
        assert answer.get("error") != "unauthorized_client"
        return answer.get("error") != "unsupported_grant_type"

    bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    others = ["password", "implicit", bearer, "urn:openid:params:grant-type:ciba"]
    world.holds("grant_types_supported", others, works)


def code_challenge_methods(world: World) -> None:
    challenge = challenge_of("a verifier of forty-three characters, or a few more")

    def works(method: str) -> bool:
        return world.error_of_push(code_challenge_method=method, code_challenge=challenge) is None

    world.holds("code_challenge_methods_supported", ["plain", "s256", "S512"], works)


def prompts(world: World) -> None:
    def works(prompt: str) -> bool:
        return world.error_of_push(prompt=prompt) is None

    world.holds("prompt_values_supported", ["signup", "verify", "NONE"], works)


def levels(world: World) -> None:
    party, _ = world.register(skip_authorization=True), enrol_app(world.user_agent)

    def works(level: str) -> bool:
        asked = json.dumps({"id_token": {"acr": {"essential": True, "value": level}}})
        response = world.user_agent.get("/o/authorize/", party.request(claims=asked))
        by_factor = response["Location"].startswith("/accounts/2fa/")
        return by_factor or "code" in answer_of(response)

    world.holds("acr_values_supported", ["0", "3", "urn:mace:incommon:iap:gold"], works)


def displays(world: World) -> None:
    assert world.document["display_values_supported"] == ["page"]
    assert world.error_of_push(display="page") is None


def locales(world: World) -> None:
    for locale in world.document["ui_locales_supported"]:
        asked = world.register().request(ui_locales=f"fr {locale}")
        page = world.user_agent.get("/o/authorize/", asked, follow=True).content.decode()
        assert f'<html lang="{locale}"' in page


def claims(world: World) -> None:
    assert world.document["claims_parameter_supported"] is True
    asked = json.dumps({"id_token": {"email": {"essential": True}}})
    answer = world.register().tokens(world.user_agent, scope="openid", claims=asked)
    assert claims_of(answer["id_token"])["email"] == "alice@example.org"


def issuer_in_the_response(world: World) -> None:
    assert world.document["authorization_response_iss_parameter_supported"] is True
    good = allow(world.user_agent, world.user_agent.get("/o/authorize/", world.register().request()))
    assert good["iss"] == world.document["issuer"]


def signing(world: World, algorithm: str = "ES256", **fields: Any) -> SigningParty:
    key = ClientKey(algorithm)
    return SigningParty(world.register(jwks=key.jwks, **fields), key)


def requests_by_value(world: World) -> None:
    assert world.document["request_parameter_supported"] is True
    party = signing(world)
    assert party.party.post(Client(), "/o/par/", **party.query()).status_code == 201


def requests_by_reference(world: World) -> None:
    assert world.document["request_uri_parameter_supported"] is True
    assert world.document["require_request_uri_registration"] is True
    party = signing(world, request_uris=REQUEST_URI, skip_authorization=True)
    media_type = "application/oauth-authz-req+jwt"
    world.outside.put(REQUEST_URI, party.object().encode(), content_type=media_type)
    query = {"client_id": party.party.client_id, "request_uri": REQUEST_URI}
    assert "code" in answer_of(world.user_agent.get("/o/authorize/", query))
    unregistered = world.user_agent.get("/o/authorize/", {**query, "request_uri": f"{REQUEST_URI}?another"})
    assert answer_of(unregistered)["error"] == "invalid_request_uri"
    assert world.outside.asked == [REQUEST_URI]


def signing_requests_is_not_required_of_all(world: World) -> None:
    assert world.document["require_signed_request_object"] is False
    assert world.error_of_push() is None
    party = signing(world, require_signed_request_object=True)
    assert party.party.push(Client()).json()["error"] == "invalid_request"


def request_object_algorithms(world: World) -> None:
    def works(algorithm: str) -> bool:
        party = signing(world, algorithm if algorithm in MAKERS else "ES256")
        header = {"typ": "oauth-authz-req+jwt", "alg": algorithm}
        pushed = party.party.post(Client(), "/o/par/", **party.query(header=header))
        return bool(pushed.status_code == 201)

    world.holds("request_object_signing_alg_values_supported", ["none", "HS256", "ES384", "RS512"], works)


CHECKS: Final[Mapping[str, Check]] = {
    "scopes_supported": scopes,
    "response_types_supported": response_types,
    "response_modes_supported": response_modes,
    "grant_types_supported": grant_types,
    "code_challenge_methods_supported": code_challenge_methods,
    "prompt_values_supported": prompts,
    "acr_values_supported": levels,
    "display_values_supported": displays,
    "ui_locales_supported": locales,
    "claims_parameter_supported": claims,
    "authorization_response_iss_parameter_supported": issuer_in_the_response,
    "request_parameter_supported": requests_by_value,
    "request_uri_parameter_supported": requests_by_reference,
    "require_request_uri_registration": requests_by_reference,
    "require_signed_request_object": signing_requests_is_not_required_of_all,
    "request_object_signing_alg_values_supported": request_object_algorithms,
}
