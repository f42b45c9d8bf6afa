"""The credentials of one's own application: secrets shown once, two that overlap, keys in their place."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Application
from tests.client_keys import ClientKey
from tests.flows.developer.seen import faults, grow_old, page, row
from tests.flows.oauth import RelyingParty

SCOPE = "reports:read"


def act(developer: Client, party: RelyingParty, action: str, **fields: Any) -> Any:
    """Press a button of the tab."""
    return developer.post(page(party, "credentials/"), {"action": action, **fields})


def new_secret(developer: Client, party: RelyingParty, **fields: Any) -> RelyingParty:
    """Make a secret; return the application with that one."""
    answer = act(developer, party, "new_secret", **{"overlap": "7", **fields})
    assert answer.status_code == 201
    found = re.search(r'id="new_secret">([^<]+)<', answer.content.decode())
    assert found is not None
    return RelyingParty(application=party.application, secret=found[1])


def is_good(party: RelyingParty) -> bool:
    """Return whether the application gets a token."""
    return bool(party.token(Client(), grant_type="client_credentials", scope=SCOPE).status_code == 200)


def test_two_secrets_count_until_the_older_is_retired(developer: Client, own_machine: RelyingParty) -> None:
    newer = new_secret(developer, own_machine)
    assert is_good(newer)
    assert is_good(own_machine)
    assert "Still counts" in developer.get(page(newer, "credentials/")).content.decode()
    assert act(developer, newer, "end_older").status_code == 302
    assert is_good(newer)
    assert not is_good(own_machine)


def test_a_third_secret_ends_the_first(developer: Client, own_machine: RelyingParty) -> None:
    second = new_secret(developer, own_machine)
    third = new_secret(developer, second)
    assert [is_good(party) for party in (own_machine, second, third)] == [False, True, True]


def test_without_overlap_the_older_is_refused_at_once(developer: Client, own_machine: RelyingParty) -> None:
    newer = new_secret(developer, own_machine, overlap="0")
    assert [is_good(party) for party in (own_machine, newer)] == [False, True]


def test_a_secret_may_have_an_end(developer: Client, own_machine: RelyingParty) -> None:
    new_secret(developer, own_machine, ends="90")
    ends = row(own_machine).secret_expires
    assert ends is not None
    assert abs(ends - timezone.now() - timedelta(days=90)) < timedelta(hours=1)


@pytest.mark.parametrize(
    "fields", [{"overlap": "91"}, {"overlap": ""}, {"overlap": "x"}, {"ends": "-1"}, {"ends": "1"}]
)
def test_other_times_than_those_offered_are_refused(
    developer: Client, own_machine: RelyingParty, fields: dict[str, str]
) -> None:
    assert act(developer, own_machine, "new_secret", **{"overlap": "7", **fields}).status_code == 400
    assert is_good(own_machine)


def test_a_secret_is_in_its_answer_and_nowhere_else(developer: Client, own_machine: RelyingParty, capsys: Any) -> None:
    secret = new_secret(developer, own_machine).secret
    texts = [
        developer.get(page(own_machine, "credentials/")).content.decode(),
        str(dict(developer.session)),
        str(list(Application.objects.values())),
        str(list(AuditEvent.objects.values())),
        *(message.body for message in mail.outbox),
        *capsys.readouterr(),
    ]
    assert not [text for text in texts if secret in text]


@pytest.mark.parametrize("action", ["new_secret", "end_older", "keys", "use_secret"])
def test_every_change_asks_for_a_recent_sign_in(developer: Client, own_machine: RelyingParty, action: str) -> None:
    grow_old(developer)
    before = row(own_machine).client_secret
    answer = act(developer, own_machine, action, overlap="0", jwks='{"keys": [{"d": "private"}]}')
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert row(own_machine).client_secret == before
    assert "private" not in str(dict(developer.session))


def test_the_trail_names_who_and_the_mail_tells_them(
    developer: Client, own_machine: RelyingParty, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        new_secret(developer, own_machine)
        act(developer, own_machine, "end_older")
    events = AuditEvent.objects.filter(event__in=["client_secret_renewed", "client_older_secret_ended"])
    assert [event.actor for event in events] == [alice.audit_key] * 2
    assert [message.to for message in mail.outbox] == [[alice.email]]


def test_keys_take_the_place_of_a_secret_and_give_it_back(developer: Client, own_machine: RelyingParty) -> None:
    newer = new_secret(developer, own_machine)
    key = ClientKey()
    assert act(developer, newer, "keys", jwks=json.dumps(key.jwks), instead="on").status_code == 302
    with_key = RelyingParty(application=own_machine.application, secret="", key=key)
    assert is_good(with_key)
    assert not is_good(newer)
    assert not is_good(own_machine)
    assert not row(own_machine).older_secret
    found = re.search(r'id="new_secret">([^<]+)<', act(developer, newer, "use_secret").content.decode())
    assert found is not None
    assert is_good(RelyingParty(application=own_machine.application, secret=found[1]))
    assert not is_good(with_key)


@pytest.mark.parametrize(
    "jwks", ["{", "[]", '{"keys": []}', '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}', "[" * 5000, '"\\ud800"', "NaN"]
)
def test_what_is_no_set_of_public_keys_is_refused(developer: Client, own_machine: RelyingParty, jwks: str) -> None:
    page_again = act(developer, own_machine, "keys", jwks=jwks, instead="on")
    assert faults(page_again, "keys_form")["jwks"]
    assert is_good(own_machine)


def test_a_private_key_is_refused_and_kept_nowhere(developer: Client, own_machine: RelyingParty) -> None:
    private = json.dumps({"keys": [{**ClientKey().private.as_dict(private=True), "kid": "1"}]})
    page_again = act(developer, own_machine, "keys", jwks=private)
    assert "private key" in faults(page_again, "keys_form")["jwks"][0]
    assert json.loads(private)["keys"][0]["d"] not in page_again.content.decode()
    assert row(own_machine).jwks is None


def test_an_address_of_keys_is_asked_before_it_is_kept(
    developer: Client, own_machine: RelyingParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Any] = [{"keys": []}, ClientKey().jwks]
    monkeypatch.setattr("oauth_server.protocol.fetching.fetch_json", lambda url: answers.pop(0))
    form = {"jwks_uri": "https://app.example.org/keys", "instead": "on"}
    assert faults(act(developer, own_machine, "keys", **form), "keys_form")["jwks_uri"]
    assert act(developer, own_machine, "keys", **form).status_code == 302
    assert row(own_machine).jwks_uri == form["jwks_uri"]


def test_addresses_are_not_asked_without_end(
    developer: Client, own_machine: RelyingParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("oauth_server.protocol.fetching.fetch_json", asked.append)
    for number in range(12):
        act(developer, own_machine, "keys", jwks_uri=f"https://app.example.org/{number}")
    assert len(asked) < 12


def test_a_public_application_has_no_secret_to_make(
    developer: Client, alice: User, register: Callable[..., RelyingParty]
) -> None:
    native = register(public=True, preset="native", user=alice, redirect_uri="org.example.app:/callback")
    assert act(developer, native, "new_secret", overlap="0").status_code == 302
    assert act(developer, native, "use_secret").status_code == 302
    assert row(native).client_secret == ""
    assert row(native).token_endpoint_auth_method == "none"
