"""`seed_demo` and `demo`: the contract's people and clients, made once, secrets kept for their owner only."""

import json
import socket
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from accounts.models import User
from oauth_server.console.processes import Processes
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import GrantType

pytestmark = pytest.mark.django_db

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


def seeded(**options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("seed_demo", json=True, stdout=out, **options)
    content: dict[str, Any] = json.loads(out.getvalue())
    return content


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
        assert (client["client_secret"] is None) == (client["client_type"] == "public")


def test_the_people_hold_their_roles_and_verified_addresses(demo_folder: Path) -> None:
    for entry in seeded()["users"]:
        user = User.objects.get(username=entry["username"])
        assert user.check_password(entry["password"])
        assert set(user.groups.values_list("name", flat=True)) == set(entry["roles"])
        assert (user.is_staff, user.is_superuser) == (entry["username"] == "adam", False)
        assert EmailAddress.objects.filter(user=user, email=entry["email"], verified=True, primary=True).exists()


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
    assert "4 people and 5 clients" in out.getvalue()
    assert not [password for password in passwords if password in out.getvalue()]


def prepared(monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    """Run `demo --no-serve` without collecting static files, which would write into the checkout."""
    out = StringIO()
    monkeypatch.setattr("oauth_server.console.management.commands.demo.call_command", lambda *_, **__: None)
    call_command("demo", no_serve=True, stdout=out, **options)
    return out.getvalue()


def test_demo_prints_what_to_open_and_three_calls(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = prepared(monkeypatch)
    assert "http://localhost:8000 " in printed
    assert "http://localhost:8001 " in printed
    assert printed.count("\n          curl ") == 3


def test_demo_refuses_where_the_environment_is_not_a_demos(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        prepared(monkeypatch)


def test_reset_deletes_the_database_file_and_the_passwords(
    demo_folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded()
    settings.BASE_DIR = demo_folder
    (demo_folder / "demo.sqlite3").touch()
    (demo_folder / "demo.sqlite3-wal").touch()
    database = type("Database", (), {"vendor": "sqlite", "settings_dict": {"NAME": "demo.sqlite3"}})
    connections = type("Connections", (dict,), {"close_all": lambda self: None})({"default": database})
    monkeypatch.setattr("oauth_server.console.management.commands.demo.connections", connections)
    before = json.loads((demo_folder / "demo.json").read_text())
    prepared(monkeypatch, reset=True)
    assert not list(demo_folder.glob("demo.sqlite3*"))
    assert json.loads((demo_folder / "demo.json").read_text())["users"] != before["users"]


def test_reset_leaves_a_database_service_alone(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = {"default": type("Database", (), {"vendor": "postgresql"})}
    monkeypatch.setattr("oauth_server.console.management.commands.demo.connections", service)
    with pytest.raises(CommandError, match="SQLite"):
        prepared(monkeypatch, reset=True)


def served(monkeypatch: pytest.MonkeyPatch, ending: BaseException, **options: bool) -> tuple[list[list[str]], str]:
    """Run `demo` with children that are only recorded, until `ending`; return their arguments and what was printed."""
    started: list[list[str]] = []

    def end(self: Processes) -> None:
        raise ending

    monkeypatch.setattr(Processes, "start", lambda self, arguments, environment=None: started.append(arguments))
    monkeypatch.setattr(Processes, "wait_for", lambda self, url, certificate=None: None)
    monkeypatch.setattr(Processes, "wait", end)
    monkeypatch.setattr("oauth_server.console.management.commands.demo.call_command", lambda *_, **__: None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    out = StringIO()
    call_command("demo", port=port, stdout=out, **options)
    return started, out.getvalue()


def test_demo_serves_works_and_shows_the_sample_application(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, printed = served(monkeypatch, KeyboardInterrupt())
    assert [arguments[1] for arguments in started] == ["serve", "worker", "examples.sample_app"]
    assert printed.rstrip().endswith("Serving. Ctrl+C ends it all.\nEnded.")


def test_demo_serves_https_under_a_certificate_of_its_own(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, printed = served(monkeypatch, KeyboardInterrupt(), tls=True)
    certificate = str(demo_folder / "tls.crt")
    assert started[0][started[0].index("--certificate") + 1] == certificate
    assert f"curl -s --cacert {certificate}" in printed


def test_demo_says_which_child_ended(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="worker ended"):
        served(monkeypatch, RuntimeError("worker ended"))


def test_demo_refuses_a_port_that_is_taken(demo_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="is taken"):
            call_command("demo", port=taken.getsockname()[1])


@pytest.mark.parametrize("name", ["demo", "seed_demo", "serve", "worker", "purge", "revoke", "doctor"])
def test_every_command_explains_itself_by_an_example(name: str) -> None:
    module = __import__(f"oauth_server.console.management.commands.{name}", fromlist=["Command"])
    command: BaseCommand = module.Command()
    assert f"Example: manage.py {name}" in command.create_parser("manage.py", name).format_help().replace("\n", " ")
