"""`doctor`: what makes an installation unfit to serve is found and named (contract: Commands)."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.audit import chain
from accounts.audit.record import AuditEventName, record
from accounts.models import AuditSeal
from oauth_server.protocol.keys import known
from oauth_server.protocol.keys.life import publication
from oauth_server.protocol.models import SigningKey
from tests.audit_triggers import without_audit_triggers
from tests.console.conftest import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def fit(settings: Any) -> Any:
    """An installation that is fit to serve."""
    settings.ISSUER = "https://id.example.org"
    settings.ADMIN_MFA = True
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


def test_doctor_finds_an_administration_that_a_password_opens(fit: Any) -> None:
    fit.ADMIN_MFA = False
    assert "ADMIN_MFA is off" in unwell()["administration"]
    fit.DEMO = True
    assert run("doctor")["well"] is True


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


def test_doctor_finds_that_an_algorithm_has_no_signing_key(fit: Any) -> None:
    SigningKey.objects.filter(algorithm="PS256").delete()
    known.forget()
    assert unwell()["signing keys"] == "There is no signing key for PS256: run `manage.py migrate`."


def test_doctor_finds_a_key_that_nobody_rotated_in_time(fit: Any, settings: Any) -> None:
    key = SigningKey.objects.get(algorithm="ES256")
    due = timezone.now() - settings.SIGNING_KEY_LIFETIME + publication()
    for late, well in ((timedelta(hours=23), True), (timedelta(hours=25), False)):
        SigningKey.objects.filter(pk=key.pk).update(not_before=due - late)
        if well:
            assert run("doctor")["well"] is True
        else:
            assert f"ES256: {key.kid} should have a successor" in unwell()["signing keys"]
    run("rotate_signing_key", "--algorithm", "ES256")
    assert run("doctor")["well"] is True


def test_doctor_finds_a_trail_that_was_changed_or_could_be(fit: Any) -> None:
    with time_machine.travel(timezone.now() - chain.SETTLED):
        for _ in range(2):
            record(AuditEventName.SIGNED_IN, person=None)
    chain.seal()
    assert run("doctor")["well"] is True
    assert run("audit") == {"links": 1, "events": 2, "head": AuditSeal.objects.get().digest, "broken": []}
    with without_audit_triggers():
        assert "triggers are gone" in unwell()["audit trail"]
        with connection.cursor() as cursor:
            cursor.execute("update accounts_auditevent set event = 'registered'")
    assert "does not fit" in unwell()["audit trail"]
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit", stdout=out)
    assert "does not fit" in out.getvalue()
