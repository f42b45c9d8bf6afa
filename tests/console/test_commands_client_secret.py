"""`client_secret`: a client changes over to a new secret, node by node."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from oauth_server.protocol.models import Application
from oauth_server.protocol.services.client_secrets import rotate_secret
from tests.console.conftest import run
from tests.flows.oauth import basic, post_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(client: Application) -> str:
    """The secret that the application has."""
    return rotate_secret(client_id=client.client_id)


def is_good(client: Application, secret: str) -> bool:
    """Whether the client proves itself with this secret."""
    headers = {"authorization": basic(client.client_id, secret)}
    return bool(post_form(Client(), "/o/revoke_token/", {"token": "none"}, headers=headers).status_code == 200)


def test_the_one_before_counts_until_it_is_ended(client: Application, secret: str) -> None:
    new = run("client_secret", client.client_id, "--overlap", "7")["client_secret"]
    assert is_good(client, new)
    assert is_good(client, secret)
    assert run("client_secret", client.client_id, "--end-older") == {"client_id": client.client_id, "ended": True}
    assert is_good(client, new)
    assert not is_good(client, secret)


def test_without_an_overlap_the_one_before_ends_at_once(
    client: Application, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("client_secret", client.client_id)
    assert is_good(client, capsys.readouterr().out.strip())
    assert not is_good(client, secret)


@pytest.mark.parametrize("arguments", [["--overlap", "91"], ["--overlap=-1"], ["--days", "0"], ["--days", "9" * 12]])
def test_what_makes_no_sense_changes_nothing(client: Application, secret: str, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("client_secret", client.client_id, *arguments)
    assert is_good(client, secret)


def test_who_has_no_secret_gets_none(client: Application) -> None:
    Application.objects.filter(pk=client.pk).update(token_endpoint_auth_method="none")
    for client_id in (client.client_id, "nobody"):
        with pytest.raises(CommandError):
            call_command("client_secret", client_id)
