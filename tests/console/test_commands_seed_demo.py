"""`seed_demo`: people and clients made once, secrets kept for their owner only (contract: Commands)."""

import json
import re
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from accounts.models import User
from oauth_server.protocol.claims import CLAIMS, claims_for
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.family import Person
from oauth_server.vocabulary import ClientPreset, GrantType, Scope
from resources.models import Announcement, Employee, Report
from tests.console.conftest import seeded

pytestmark = pytest.mark.django_db

PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
"""E.164, as the claim is to be (OpenID Connect Core section 5.1)."""
CLIENT_MEMBERS = {
    "name",
    "client_id",
    "client_secret",
    "client_type",
    "grant_types",
    "redirect_uris",
    "post_logout_redirect_uris",
    "allowed_origins",
    "scopes",
}


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in apps.get_models()}


def test_seed_demo_refuses_where_there_is_no_demo(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_seed_demo_can_be_forced(demo_folder: Path, settings: Any) -> None:
    settings.DEMO = False
    assert [user["username"] for user in seeded(force=True)["users"]] == ["alice", "mona", "hana", "adam"]


def test_the_json_has_the_form_of_the_contract(demo_folder: Path, settings: Any) -> None:
    content = seeded()
    assert set(content) == {"issuer", "users", "clients"}
    assert content["issuer"] == settings.ISSUER
    assert [set(user) for user in content["users"]] == [{"username", "email", "password", "roles"}] * 4
    assert [user["roles"] for user in content["users"]] == [[], ["Manager"], ["HR"], ["Admin"]]
    assert [set(client) for client in content["clients"]] == [CLIENT_MEMBERS] * len(content["clients"])
    for client in content["clients"]:
        keyed = client["name"] == "Bank application"
        assert (client["client_secret"] is None) == (client["client_type"] == "public" or keyed)


def test_the_people_hold_their_roles_and_verified_addresses(demo_folder: Path) -> None:
    for entry in seeded()["users"]:
        user = User.objects.get(username=entry["username"])
        assert user.check_password(entry["password"])
        assert set(user.groups.values_list("name", flat=True)) == set(entry["roles"])
        assert (user.is_staff, user.is_superuser) == (entry["username"] == "adam", False)
        assert EmailAddress.objects.filter(user=user, email=entry["email"], verified=True, primary=True).exists()


def test_every_person_has_a_value_for_every_standard_claim(demo_folder: Path) -> None:
    every = {name for name, _, _ in CLAIMS}
    for entry in seeded()["users"]:
        user = User.objects.get(username=entry["username"])
        user.email_verified = True
        person, scopes = Person.of(user, frozenset(entry["roles"])), frozenset(Scope)
        claims = claims_for(person, scopes, requested=frozenset(), allowed=scopes)
        assert set(claims) == every, entry["username"]
        assert claims["address"]["formatted"].count("\n") == 2
        assert PHONE.fullmatch(claims["phone_number"])
        user.full_clean()


def test_a_profile_that_its_owner_emptied_stays_empty(demo_folder: Path) -> None:
    seeded()
    User.objects.filter(username="alice").update(first_name="", phone_number="", locale="")
    seeded()
    alice = User.objects.get(username="alice")
    assert (alice.first_name, alice.phone_number, alice.locale, alice.last_name) == ("", "", "", "Liddell")


def test_a_second_run_changes_no_row_and_no_secret(demo_folder: Path) -> None:
    content, before = seeded(), rows()
    written = (demo_folder / "demo.json").stat().st_mtime_ns
    assert seeded() == content
    assert rows() == before
    assert (demo_folder / "demo.json").stat().st_mtime_ns == written


def test_generated_secrets_are_for_their_owner_only(demo_folder: Path) -> None:
    content = seeded()
    assert json.loads((demo_folder / "demo.json").read_text()) == content
    assert stat.S_IMODE((demo_folder / "demo.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(demo_folder.stat().st_mode) == 0o700


def test_the_clients_are_registered_as_they_are_listed(demo_folder: Path) -> None:
    for entry in seeded()["clients"]:
        client = Application.objects.get(client_id=entry["client_id"])
        assert client.redirect_uris.split() == entry["redirect_uris"]
        assert client.scopes.split() == entry["scopes"]
        assert client.grant_types.split() == entry["grant_types"]
        assert client.allowed_origins.split() == entry["allowed_origins"]
        assert client.client_type == entry["client_type"]
        if entry["client_secret"]:
            assert check_password(entry["client_secret"], client.client_secret)


def test_each_kind_of_client_is_there_once(demo_folder: Path, settings: Any) -> None:
    clients = {entry["name"]: entry for entry in seeded()["clients"]}
    machine = [name for name, entry in clients.items() if GrantType.CLIENT_CREDENTIALS in entry["grant_types"]]
    assert machine == ["Nightly report"]
    assert clients["Native application"]["redirect_uris"] == ["http://127.0.0.1/callback"]
    assert "offline_access" in clients["Sample application"]["scopes"]
    assert clients["Television"]["grant_types"] == [GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN]
    assert sorted(Application.objects.exclude(preset="").values_list("preset", flat=True)) == sorted(ClientPreset)
    introspecting = Application.objects.exclude(introspects="").get()
    assert (introspecting.name, introspecting.introspects) == ("Resource server", f"{settings.ISSUER}/api")


def test_another_issuer_moves_the_addresses_and_keeps_the_rest(demo_folder: Path, settings: Any) -> None:
    before = seeded()
    settings.ISSUER = "http://localhost:8160"
    after = seeded()
    assert after["clients"][0]["redirect_uris"] == ["http://localhost:8161/callback"]
    assert Application.objects.get(name="Sample application").redirect_uris == "http://localhost:8161/callback"
    assert Application.objects.get(name="Resource server").introspects == "http://localhost:8160/api"
    assert after["users"] == before["users"]
    secrets = [client["client_secret"] for client in before["clients"]]
    assert [client["client_secret"] for client in after["clients"]] == secrets


def test_the_client_without_a_secret_has_a_key_for_its_owner_only(demo_folder: Path) -> None:
    seeded()
    path = demo_folder / "fapi2-key.json"
    private = json.loads(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    jwks: Any = Application.objects.get(preset=ClientPreset.FAPI).jwks
    (published,) = jwks["keys"]
    assert published == {name: value for name, value in private.items() if name != "d"}
    seeded()
    assert json.loads(path.read_text()) == private


def test_outside_the_demo_no_page_on_loopback_has_a_preset(demo_folder: Path, settings: Any) -> None:
    settings.DEMO = False
    assert "Bank application" not in [client["name"] for client in seeded(force=True)["clients"]]
    assert Application.objects.get(name="Sample application").preset == ""
    assert not (demo_folder / "fapi2-key.json").exists()


def test_a_changed_password_is_left_alone(demo_folder: Path) -> None:
    seeded()
    alice = User.objects.get(username="alice")
    alice.set_password("my own choice of words")
    alice.save()
    seeded()
    alice.refresh_from_db()
    assert alice.check_password("my own choice of words")


def test_secrets_that_were_lost_are_made_anew(demo_folder: Path) -> None:
    before = seeded()
    (demo_folder / "demo.json").unlink()
    after = seeded()
    assert [client["client_id"] for client in after["clients"]] == [client["client_id"] for client in before["clients"]]
    alice, sample = after["users"][0], after["clients"][0]
    assert User.objects.get(username="alice").check_password(alice["password"])
    stored = Application.objects.get(name="Sample application").client_secret
    assert check_password(sample["client_secret"], stored)


def test_without_json_no_secret_is_printed(demo_folder: Path) -> None:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    passwords = [user["password"] for user in json.loads((demo_folder / "demo.json").read_text())["users"]]
    assert "4 people and 8 clients" in out.getvalue()
    assert not [password for password in passwords if password in out.getvalue()]


def test_the_api_has_something_to_show_and_what_was_deleted_row_by_row_stays_away(demo_folder: Path) -> None:
    seeded()
    assert Employee.objects.get(user__username="alice").name == "Alice Liddell"
    assert {row.author.username for row in Report.objects.select_related("author") if row.author} == {"mona"}
    first, *others = Announcement.objects.all()
    first.delete()
    seeded()
    assert list(Announcement.objects.all()) == others != []
