"""What the metadata says of answers is so: claims, subjects, and how each is signed (OpenID Discovery section 3)."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from django.test import Client

from accounts.models import User
from tests.flows.answers import opened_jwt
from tests.flows.oauth import RelyingParty, allow, claims_of
from tests.flows.rfc8414.world import API, Check, World

UNSIGNABLE: Final = ("none", "HS256", "HS512", "RS512", "ES384")


def id_token(party: RelyingParty, world: World) -> str:
    return str(party.tokens(world.user_agent)["id_token"])


def userinfo(party: RelyingParty, world: World) -> str:
    return told_by_userinfo(party.tokens(world.user_agent)["access_token"]).content.decode()


def introspection(party: RelyingParty, world: World) -> str:
    asked = party.tokens(world.user_agent)["access_token"]
    return str(party.post(Client(), "/o/introspect/", token=asked).content.decode())


def authorization(party: RelyingParty, world: World) -> str:
    answer = allow(world.user_agent, world.user_agent.get("/o/authorize/", party.request(response_mode="jwt")))
    return answer["response"]


def told_by_userinfo(access_token: str) -> Any:
    return Client().get("/o/userinfo/", headers={"authorization": f"Bearer {access_token}"})


def algorithms(world: World, *, member: str, column: str, answer: Callable[[RelyingParty, World], str]) -> None:
    def works(algorithm: str) -> bool:
        party = world.party(**{column: algorithm, "introspects": API})
        return party is not None and opened_jwt(answer(party, world))[0]["alg"] == algorithm

    world.holds(member, UNSIGNABLE, works)
    assert "RS256" in world.document[member]


def subject_types(world: World) -> None:
    found = set()

    def works(subject_type: str) -> bool:
        party = world.party(subject_type=subject_type)
        if party is not None:
            found.add(claims_of(party.tokens(world.user_agent)["id_token"])["sub"])
        return party is not None

    world.holds("subject_types_supported", ["ephemeral", "Pairwise"], works)
    assert len(found) == len(world.document["subject_types_supported"])


def claims(world: World) -> None:
    """Everything that is listed is told of a person of whom everything is known, and nothing else is."""
    User.objects.update(locale="en", phone_number="+1 604 555 1234", postal_address="1 Main Street")
    listed = world.document["claims_supported"]
    asked = json.dumps({"userinfo": dict.fromkeys(listed), "id_token": dict.fromkeys(listed)})
    answer = world.register().tokens(world.user_agent, scope="openid", claims=asked)
    in_id_token = claims_of(answer["id_token"])
    in_userinfo = told_by_userinfo(answer["access_token"]).json()
    assert set(in_id_token) == set(listed)
    assert {"sub"} < set(in_userinfo) < set(listed)
    assert len(listed) == len(set(listed))


def claim_types(world: World) -> None:
    assert world.document["claim_types_supported"] == ["normal"]
    answer = world.register().tokens(world.user_agent, scope="openid profile email address phone")
    assert not {"_claim_names", "_claim_sources"} & told_by_userinfo(answer["access_token"]).json().keys()


SIGNED: Final[Mapping[str, tuple[str, Callable[[RelyingParty, World], str]]]] = {
    "id_token_signing_alg_values_supported": ("id_token_signed_response_alg", id_token),
    "userinfo_signing_alg_values_supported": ("userinfo_signed_response_alg", userinfo),
    "introspection_signing_alg_values_supported": ("introspection_signed_response_alg", introspection),
    "authorization_signing_alg_values_supported": ("authorization_signed_response_alg", authorization),
}
CHECKS: Final[Mapping[str, Check]] = {
    **{
        member: partial(algorithms, member=member, column=column, answer=answer)
        for member, (column, answer) in SIGNED.items()
    },
    "subject_types_supported": subject_types,
    "claims_supported": claims,
    "claim_types_supported": claim_types,
}
