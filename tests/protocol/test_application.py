"""The client model: what a registration leaves open is filled, what this server does not do is refused by field."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from oauth_server.protocol.models import Application, AuthorizationRequest, ProtectedResource, SigningKey
from oauth_server.protocol.models.application import lifetime_of
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens
from tests.flows.oauth import RelyingParty, allow

OTHER = "https://other.example.org/files"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"algorithm": "HS256"}, "algorithm"),
        ({"authorization_grant_type": "password"}, "authorization_grant_type"),
        ({"authorization_grant_type": "implicit"}, "authorization_grant_type"),
        ({"client_type": "public", "pkce_exempt": True}, "pkce_exempt"),
        ({"scopes": "openid unheard:of"}, "scopes"),
        ({"grant_types": "password"}, "grant_types"),
        ({"redirect_uris": "http://app.example.org/callback"}, "redirect_uris"),
    ],
)
def test_what_is_not_offered_is_refused_by_field(fields: dict[str, Any], field: str) -> None:
    values = {
        "client_type": "confidential",
        "authorization_grant_type": "authorization-code",
        "redirect_uris": "https://app.example.org/callback",
    }
    with pytest.raises(ValidationError) as refused:
        Application(**(values | fields)).clean()
    assert set(refused.value.error_dict) == {field}


@pytest.mark.django_db
def test_a_secret_is_never_kept_in_clear() -> None:
    client = Application(
        client_type="confidential", authorization_grant_type="client-credentials", hash_client_secret=False
    )
    secret = client.client_secret
    client.save()
    assert secret not in Application.objects.get().client_secret
    assert Application.objects.get_by_natural_key(client.client_id) == client
    assert client.natural_key() == (client.client_id,)


def test_the_command_of_the_toolkit_makes_a_client(db: None) -> None:
    call_command("createapplication", "confidential", "client-credentials", "--client-secret", "s" * 64)
    client = Application.objects.get()
    assert client.client_secret.startswith("client_secret_sha256$")
    assert client.grant_types == "client_credentials"


def test_the_command_shows_a_secret_once_and_only_one_that_counts(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("createapplication", "public", "authorization-code", "--redirect-uris", "https://app.example.org/cb")
    told = capsys.readouterr().out
    public = Application.objects.get()
    assert "created successfully" in told
    assert "secret" not in told
    assert (public.client_secret, public.token_endpoint_auth_method) == ("", "none")
    call_command("createapplication", "confidential", "client-credentials")
    told = capsys.readouterr().out
    secret = told.partition("client_secret: ")[2].split()[0]
    assert check_password(secret, Application.objects.exclude(pk=public.pk).get().client_secret)


def test_the_lower_lifetime_counts() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert [lifetime_of(chosen, hour) for chosen in (None, hour / 2, day)] == [hour, hour / 2, hour]


def test_a_resource_may_lower_the_lifetime_of_its_tokens(
    web: RelyingParty, register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    ProtectedResource.objects.create(
        identifier=OTHER, scopes="reports:read", access_token_lifetime=timedelta(minutes=1)
    )
    machine = register(authorization_grant_type="client-credentials", redirect_uri="")
    form = {"grant_type": "client_credentials", "scope": "reports:read", "resource": OTHER}
    assert machine.token(Client(), **form).json()["expires_in"] == 60
    assert web.tokens(user_agent, scope="openid reports:read", resource=OTHER)["expires_in"] == 60


def test_a_grant_for_one_registered_resource_gives_no_token_for_another(web: RelyingParty, user_agent: Client) -> None:
    ProtectedResource.objects.create(identifier=OTHER, scopes="account:read")
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    response = web.exchange(user_agent, code, resource=OTHER)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_target")


def test_rows_say_what_they_are_and_no_secret() -> None:
    assert str(SigningKey(kid="a key")) == "a key"
    assert str(ProtectedResource(identifier=OTHER)) == OTHER
    assert str(AuthorizationRequest(pk=7, digest="d" * 64)) == "Authorization request 7"


def test_a_save_does_not_put_the_epoch_back_that_ended_its_tokens(register: Callable[..., RelyingParty]) -> None:
    """An administrator saves a form that was opened before another revoked the client's tokens."""
    stale = register().application
    for _ in range(2):
        revoke_client_tokens(application=Application.objects.get(pk=stale.pk))
    stale.name = "Another name"
    stale.save()
    row = Application.objects.get(pk=stale.pk)
    assert (row.name, row.token_epoch) == ("Another name", 2)
    row.save()
    assert (row.token_epoch, Application.objects.get(pk=stale.pk).token_epoch) == (2, 2)
    deferred = Application.objects.only("name").get(pk=stale.pk)
    deferred.save()
    assert Application.objects.get(pk=stale.pk).token_epoch == 2
