"""The fixed statements of the managers against the ORM, on the database in use."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from oauth_server.protocol import standing
from oauth_server.protocol.models import AccessToken, Application, Grant, ProtectedResource, RefreshToken
from oauth_server.protocol.tokens import access_claims
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from tests.flows.oauth import RelyingParty, allow

SCOPE = "openid account:read"


def test_a_client_is_read_as_the_orm_reads_it(register: Callable[..., RelyingParty]) -> None:
    lifetimes = {"access_token_lifetime": timedelta(seconds=90), "refresh_idle_lifetime": timedelta(days=2)}
    application = register(introspects="http://localhost:8000/api", **lifetimes).application
    found = Application.objects.client(application.client_id)
    assert found is not None
    row = Application.objects.get(pk=application.pk)
    for name in ("pk", "client_id", "client_type", "enabled", *lifetimes, "refresh_absolute_lifetime"):
        assert getattr(found, name) == getattr(row, name), name
    for name in ("grant_types", "scopes", "introspects"):
        assert getattr(found, name) == set(getattr(row, name).split()), name
    assert found.secret == row.client_secret
    assert Application.objects.client("nobody") is None


def test_a_consumed_family_is_read_as_the_orm_reads_it(web: RelyingParty, user_agent: Client, alice: User) -> None:
    alice.groups.set(Group.objects.get_or_create(name=name)[0] for name in ("HR", "Manager"))
    ProtectedResource.objects.create(
        identifier="http://localhost:8000/api", access_token_lifetime=timedelta(seconds=45.5)
    )
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=SCOPE)))["code"]
    row = Grant.objects.select_related("user", "session").get(code=digest(code))
    now = timezone.now()
    family = Grant.objects.consume(
        code=digest(code), application=web.application.pk, now=now, expires=now + timedelta(days=1)
    )
    assert family is not None
    for name in ("audience", "nonce", "redirect_uri", "code_challenge", "offline", "sid", "auth_time", "acr"):
        assert getattr(family, name) == getattr(row, name), name
    assert (family.grant, family.application, family.session) == (row.pk, row.application_id, row.session_id)
    assert family.scope == set(row.scope.split())
    assert list(family.amr) == row.amr
    assert (family.user, family.epoch) == (row.user, row.credential_epoch)
    for name in User.STANDING_FIELDS:
        assert getattr(family.user, name) == getattr(row.user, name), name
    assert family.user.email_verified == row.user.email_verified
    assert family.roles == {"HR", "Manager"}
    assert family.lifetime == timedelta(seconds=45.5)
    assert family.problem() is None
    row.refresh_from_db()
    assert (row.consumed_at, row.expires) == (now, now + timedelta(days=1))


def test_what_is_kept_of_tokens_is_digests_and_facts(opaque: RelyingParty, user_agent: Client, alice: User) -> None:
    web = opaque
    answer = web.tokens(user_agent, scope=SCOPE)
    access = AccessToken.objects.get(token_checksum=digest(answer["access_token"]))
    assert (access.token, access.user, access.application) == ("", alice, web.application)
    assert (access.audience, access.resource) == ("http://localhost:8000/api", ["http://localhost:8000/api"])
    assert access.jti is not None
    assert access.expires - access.created.replace(microsecond=0) == timedelta(minutes=10)
    value = RefreshTokenValue.read(answer["refresh_token"])
    assert value is not None
    refresh = RefreshToken.objects.get(selector=value.selector_digest)
    assert (refresh.token, refresh.token_checksum, refresh.generation) == ("", digest(answer["refresh_token"]), 0)
    assert (refresh.grant, set(refresh.scope.split())) == (access.grant, set(SCOPE.split()))
    assert refresh.grant.code != answer["access_token"]


def test_rotation_changes_the_one_row_of_a_family(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    newer = web.refresh(Client(), answer["refresh_token"]).json()
    row = RefreshToken.objects.get()
    assert (row.token_checksum, row.previous_checksum) == (
        digest(newer["refresh_token"]),
        digest(answer["refresh_token"]),
    )
    assert (row.generation, row.replays) == (1, 0)
    sealed = bytes(row.sealed_successor or b"")
    for secret in (newer["refresh_token"], newer["access_token"], newer["refresh_token"].partition(".")[2]):
        assert secret.encode() not in sealed
    spent = RefreshToken.objects.lock(row.selector)
    assert spent is not None
    assert (spent.pk, spent.rotated_at, spent.expires, spent.sealed_successor) == (
        row.pk,
        row.rotated_at,
        row.expires,
        sealed,
    )


def test_standing_reads_what_the_orm_reads(opaque: RelyingParty, user_agent: Client) -> None:
    web, token = opaque, opaque.tokens(user_agent, scope=SCOPE)["access_token"]
    row, found = AccessToken.objects.select_related("application").get(), standing.of_opaque(token)
    assert found is not None
    assert (found.issued, found.expires, found.jti, found.audience) == (row.created, row.expires, row.jti, row.audience)
    assert (found.client_id, found.client_name) == (row.application.client_id, row.application.name)
    assert found.family is not None
    assert found.family.grant == row.grant_id
    asker, same = standing.for_asker(web.client_id, token)
    assert (asker, same) == (Application.objects.client(web.client_id), found)


def test_standing_of_a_signed_token_reads_what_the_orm_reads(web: RelyingParty, user_agent: Client) -> None:
    token = web.tokens(user_agent, scope=SCOPE)["access_token"]
    claims, grant = access_claims.read(token), Grant.objects.select_related("application").get()
    found = standing.of_claims(claims)
    assert found is not None
    assert (found.issued, found.expires, found.jti) == (claims.issued, claims.expires, claims.jti)
    assert (found.client_id, found.client_name) == (grant.application.client_id, grant.application.name)
    assert found.family is not None
    assert (found.family.grant, found.subject) == (grant.pk, str(grant.user.subject))
    assert standing.for_asker(web.client_id, token) == (Application.objects.client(web.client_id), found)
    assert not AccessToken.objects.exists()


@pytest.mark.django_db
def test_who_is_unknown_asks_nothing() -> None:
    assert standing.for_asker("nobody", "x") == (None, None)
    assert standing.of_opaque("x") is None
