"""`purge`, `worker`, `revoke`, `doctor`: what operators run."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.core.management import CommandError, call_command
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import GuessCounter, Session, User
from oauth_server.console.management.commands.worker import SchedulingWorker
from oauth_server.console.models import ScheduledTask
from oauth_server.console.schedule import enqueue_due
from oauth_server.protocol.models import AccessToken, Application, Consent, Grant
from oauth_server.protocol.services.clients import Registration, register_client
from oauth_server.vocabulary import GrantType, Scope

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=3)


def run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


@pytest.fixture
def alice() -> User:
    """A person without a usable password."""
    return User.objects.create_user("alice", "alice@example.org")


@pytest.fixture
def client() -> Application:
    """A web application."""
    registration = Registration(
        "Web", grant_types=(GrantType.AUTHORIZATION_CODE,), redirect_uris=("https://app.example.org/callback",)
    )
    return register_client(registration)[0]


def sign_in(user: User, **columns: Any) -> Session:
    return Session.objects.create(**{"user": user, "expires": timezone.now() + timedelta(days=1)} | columns)


def allow(user: User, client: Application, **columns: Any) -> Grant:
    values = {"code": uuid4().hex, "expires": timezone.now() + timedelta(days=1), "consumed_at": timezone.now()}
    return Grant.objects.create(user=user, application=client, audience="https://api.example.org", **values | columns)


def test_purge_deletes_what_has_expired_and_nothing_else(alice: User) -> None:
    now = timezone.now()
    kept = sign_in(alice)
    sign_in(alice, expires=now - LONG_AGO)
    sign_in(alice, ended_at=now - LONG_AGO)
    BrowserSession.objects.create(session_key="old", session_data="", expire_date=now - LONG_AGO)
    BrowserSession.objects.create(session_key="new", session_data="", expire_date=now + LONG_AGO)
    GuessCounter.objects.create(key="old", window_start=now - LONG_AGO)
    GuessCounter.objects.create(key="new", window_start=now)
    deleted = run("purge")
    assert (deleted["sign_ins"], deleted["browser_sessions"], deleted["guess_counters"]) == (2, 1, 1)
    assert list(Session.objects.all()) == [kept]
    assert BrowserSession.objects.get().session_key == "new"
    assert GuessCounter.objects.get().key == "new"


def test_purge_keeps_a_sign_in_that_a_grant_hangs_on(alice: User, client: Application) -> None:
    ended = sign_in(alice, ended_at=timezone.now() - LONG_AGO)
    allow(alice, client, session=ended)
    run("purge")
    assert Session.objects.filter(pk=ended.pk).exists()


def test_purge_deletes_more_rows_than_one_batch_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oauth_server.console.expired_rows.BATCH", 2)
    for number in range(5):
        GuessCounter.objects.create(key=str(number), window_start=timezone.now() - LONG_AGO)
    assert run("purge")["guess_counters"] == 5


def test_purge_says_what_went_in_words() -> None:
    out = StringIO()
    call_command("purge", stdout=out)
    assert "sign_ins: 0\n" in out.getvalue()


def test_a_task_that_is_due_is_enqueued_once() -> None:
    now = timezone.now()
    assert enqueue_due(now) == ["purge"]
    assert enqueue_due(now + timedelta(minutes=59)) == []
    assert enqueue_due(now + timedelta(hours=1)) == ["purge"]
    assert DBTaskResult.objects.count() == 2
    assert [str(row) for row in ScheduledTask.objects.all()] == ["purge"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_is_due_and_ends_in_a_batch() -> None:
    GuessCounter.objects.create(key="old", window_start=timezone.now() - LONG_AGO)
    call_command("worker", batch=True)
    assert not GuessCounter.objects.exists()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert ScheduledTask.objects.get().due > timezone.now()


@pytest.mark.parametrize("away", [OperationalError, InterfaceError])
def test_the_worker_waits_for_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, away: type[DatabaseError | InterfaceError]
) -> None:
    looks = Mock(side_effect=[away("away"), [], KeyboardInterrupt])
    monkeypatch.setattr("oauth_server.console.management.commands.worker.enqueue_due", looks)
    monkeypatch.setattr("oauth_server.console.management.commands.worker.close_old_connections", lambda: None)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    worker = SchedulingWorker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="w",
    )
    with pytest.raises(KeyboardInterrupt):
        worker.work(once=False)
    assert looks.call_count == 3


def test_revoking_a_user_ends_every_sign_in_grant_and_the_epoch(alice: User, client: Application) -> None:
    session, grant = sign_in(alice), allow(alice, client, offline=True)
    assert run("revoke", "--user", "alice") == {"ended": {"sign-ins": 1, "grants": 1}}
    session.refresh_from_db()
    grant.refresh_from_db()
    alice.refresh_from_db()
    assert session.ended_at
    assert grant.revoked_at
    assert (alice.credential_epoch, alice.is_active) == (1, True)


def test_revoking_a_client_ends_its_grants_and_its_own_tokens(alice: User, client: Application) -> None:
    grant = allow(alice, client)
    own = AccessToken.objects.create(application=client, token_checksum="a" * 64, expires=timezone.now() + LONG_AGO)
    assert run("revoke", "--client", client.client_id) == {"ended": {"grants and tokens": 2}}
    grant.refresh_from_db()
    own.refresh_from_db()
    assert grant.revoked_at
    assert own.revoked_at


def test_revoking_what_a_user_allowed_a_client_asks_for_consent_again(alice: User, client: Application) -> None:
    allow(alice, client)
    Consent.objects.create(user=alice, application=client, scope=Scope.OPENID)
    ended = run("revoke", "--user", "alice", "--client", client.client_id)
    assert ended == {"ended": {"grants": 1}}
    assert not Consent.objects.exists()
    assert alice.credential_epoch == 0


def test_revoking_one_grant_leaves_the_others(alice: User, client: Application) -> None:
    first, second = allow(alice, client), allow(alice, client)
    assert run("revoke", "--grant", str(first.pk)) == {"ended": {"grants": 1}}
    assert run("revoke", "--grant", str(first.pk)) == {"ended": {"grants": 0}}
    second.refresh_from_db()
    assert second.revoked_at is None


def test_revoking_a_session_ends_it(alice: User) -> None:
    session = sign_in(alice)
    out = StringIO()
    call_command("revoke", session=session.sid, stdout=out)
    session.refresh_from_db()
    assert session.ended_at
    assert out.getvalue() == "sign-ins: 1\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--user", "nobody"],
        ["--client", "none"],
        ["--session", "6f7c1e0c-2f0a-4b5e-9d0e-0c8a4f1f2b3a"],
        ["--user", "nobody", "--grant", "1"],
    ],
)
def test_revoke_refuses_what_names_nothing(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("revoke", *arguments)


@pytest.fixture
def fit(settings: Any) -> Any:
    """An installation that is fit to serve."""
    settings.ISSUER = "https://id.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": "x"}}
    return settings


def unwell() -> dict[str, str]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", json=True, stdout=out)
    assert ended.value.code == 1
    findings = json.loads(out.getvalue())["findings"]
    return {finding["subject"]: finding["problem"] for finding in findings if finding["problem"]}


def test_doctor_finds_a_fit_installation_well(fit: Any) -> None:
    out = StringIO()
    call_command("doctor", stdout=out)
    assert "database: well\n" in out.getvalue()
    assert run("doctor")["well"] is True


def test_doctor_finds_short_and_equal_secrets(fit: Any) -> None:
    fit.SECRET_KEY = "short"
    fit.SIGNING_KEYS_SECRET = ["short"]
    assert "SECRET_KEY is shorter" in unwell()["secrets"]
    assert "the same" in unwell()["secrets"]


def test_doctor_finds_http_debug_and_mail_that_goes_nowhere(fit: Any) -> None:
    fit.ISSUER, fit.DEBUG = "http://localhost:8000", True
    fit.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    found = unwell()
    assert "not https" in found["issuer"]
    assert "DEBUG is on" in found["issuer"]
    assert "EMAIL_URL" in found["mail"]
    fit.DEMO, fit.DEBUG = True, False
    assert run("doctor")["well"] is True


def test_doctor_finds_a_cache_that_is_not_shared_or_forgets(fit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fit.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert "not shared" in unwell()["cache"]
    monkeypatch.setattr("oauth_server.console.diagnosis.cache", Mock(get=lambda _key: None))
    assert "cannot be read" in unwell()["cache"]
    monkeypatch.setattr("oauth_server.console.diagnosis.cache", Mock(set=Mock(side_effect=ConnectionError)))
    assert "ConnectionError" in unwell()["cache"]


def test_doctor_finds_a_database_that_is_away_or_not_migrated(fit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "oauth_server.console.diagnosis.MigrationExecutor"
    monkeypatch.setattr(name, Mock(side_effect=DatabaseError))
    assert "Not reachable" in unwell()["database"]
    monkeypatch.setattr(name, Mock(return_value=Mock(migration_plan=lambda _leaves: [object()])))
    assert "1 migrations are not applied" in unwell()["database"]


def test_doctor_finds_that_there_is_no_signing_key(fit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oauth_server.console.diagnosis.active_kid", Mock(side_effect=StopIteration))
    assert "migrate" in unwell()["signing key"]
