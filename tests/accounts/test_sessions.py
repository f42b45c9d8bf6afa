"""The browser's session is found by a digest of its cookie."""

import pytest
from django.contrib.sessions.models import Session as Row

from accounts.sessions import SessionStore, row_key

pytestmark = pytest.mark.django_db


def stored() -> SessionStore:
    store = SessionStore()
    store["color"] = "green"
    store.save()
    return store


def test_the_table_holds_no_cookie() -> None:
    store = stored()
    row = Row.objects.get()
    assert store.session_key not in (row.session_key, row.session_data)
    assert row.session_key == row_key(str(store.session_key))


def test_the_cookie_opens_the_session() -> None:
    assert SessionStore(stored().session_key)["color"] == "green"


def test_the_key_of_a_row_opens_nothing() -> None:
    stored()
    copied = SessionStore(Row.objects.get().session_key)
    assert "color" not in copied
    assert copied.session_key is None


def test_a_new_cookie_keeps_the_data_and_ends_the_old_one() -> None:
    store = stored()
    before = store.session_key
    store.cycle_key()
    store.save()
    assert store.session_key != before
    assert SessionStore(store.session_key)["color"] == "green"
    assert "color" not in SessionStore(before)
    assert Row.objects.count() == 1


def test_a_session_exists_until_it_is_deleted() -> None:
    store = stored()
    assert SessionStore().exists(str(store.session_key))
    store.delete()
    assert not SessionStore().exists(str(store.session_key))


def test_deleting_without_a_cookie_does_nothing() -> None:
    stored()
    SessionStore().delete()
    assert Row.objects.count() == 1
