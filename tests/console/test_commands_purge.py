"""`purge`: what has expired is deleted, and nothing that something hangs on (contract: Commands)."""

from io import StringIO

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.core.management import call_command
from django.utils import timezone

from accounts.models import ApiKey, GuessCounter, Session, User
from oauth_server.protocol.models import Application
from tests.console.conftest import LONG_AGO, allow, run, sign_in

pytestmark = pytest.mark.django_db


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


def test_purge_deletes_keys_a_day_after_their_end(alice: User) -> None:
    now = timezone.now()
    for name, expires in (("old", now - LONG_AGO), ("new", now), ("live", now + LONG_AGO)):
        ApiKey.objects.create(name=name, user=alice, digest=name, expires=expires)
    assert run("purge")["api_keys"] == 1
    assert set(ApiKey.objects.values_list("name", flat=True)) == {"new", "live"}


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
