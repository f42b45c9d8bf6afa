"""The one switch to the letter: what each event ends, keeps, says and writes down of all that a person holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from django.contrib.auth import login, logout
from django.contrib.sessions.models import Session as Row
from django.utils import timezone

from accounts.models import ApiKey, AuditEvent, DoorChallenge, DrfToken, Session, User
from accounts.services import credentials
from accounts.services.authentication_methods import of_records
from accounts.services.credentials import end_credentials
from accounts.services.sign_in import begin_browser_session, keep_browser_session, open_browser_session, open_session
from accounts.services.sign_out import end_session, end_session_by_sid, end_sessions, sign_out
from accounts.sessions import SessionStore, row_key
from accounts.signals import credentials_revoked, session_ended
from accounts.tokens import drf_token
from accounts.tokens.browser_session import SID
from tests.accounts.conftest import Requests, statements
from tests.accounts.test_credentials import heard

OWN, OTHER, BEHIND = "own", "other", "behind"
KEYS: Final = {"live": 4, "behind": 3}
"""Name of a key of each person, and the epoch it was made in; the account stands at 4."""
NO: Final = {"keep_connected": False}
YES: Final = {"keep_connected": True}
Event = Callable[[User, int, User], None]


def given(user: User) -> dict[str, Session]:
    """Let the person hold one of everything, and a sign-in that ended before."""
    User.objects.filter(pk=user.pk).update(credential_epoch=4)
    user.refresh_from_db()
    drf_token.issue(user)
    soon = timezone.now() + timedelta(days=1)
    DoorChallenge.objects.create(digest=f"of {user.pk}", door="jwt", user=user, expires=soon)
    for name, made_in in KEYS.items():
        ApiKey.objects.create(name=name, user=user, digest=f"{name} {user.pk}", credential_epoch=made_in, expires=soon)
    long_ago = timezone.now() - timedelta(days=9)
    ApiKey.objects.create(name="gone", user=user, digest=f"gone {user.pk}", expires=soon, revoked_at=long_ago)
    EmailAddress.objects.get_or_create(user=user, email=f"{user.username}2@example.org", verified=False)
    held = {name: open_session(user=user, amr=["pwd"]) for name in (OWN, OTHER)}
    over = open_session(user=user, amr=["pwd"])
    Session.objects.filter(pk=over.pk).update(ended_at=long_ago)
    return held


def left(user: User) -> dict[str, Any]:
    """Return what the person still holds; keys and sign-ins with the epoch they are of."""
    return {
        "epoch": User.objects.filter(pk=user.pk).values_list("credential_epoch", flat=True).first(),
        "keys": dict(ApiKey.objects.filter(user=user, revoked_at=None).values_list("name", "credential_epoch")),
        "sign-ins": dict(Session.objects.filter(user=user, ended_at=None).values_list("pk", "credential_epoch")),
        "token": DrfToken.objects.filter(user=user, revoked_at=None).count(),
        "challenges": DoorChallenge.objects.filter(user=user).count(),
        "unverified": EmailAddress.objects.filter(user=user, verified=False).count(),
    }


def trail() -> list[tuple[Any, ...]]:
    return list(AuditEvent.objects.order_by("pk").values_list("event", "person", "actor", "sid", "detail"))


EVENTS: dict[str, tuple[Event, str, bool, bool, str, bool, dict[str, bool]]] = {
    "disabled": (
        lambda user, own, by: credentials.disable_user(user=user, by=by),
        *("user_disabled", False, False),
        *("user_disabled", True, {}),
    ),
    "revoked": (
        lambda user, own, by: credentials.revoke_credentials(user=user, by=by),
        *("revoked", False, False),
        *("credentials_revoked", True, {}),
    ),
    "not me": (
        lambda user, own, by: credentials.not_me(user=user, by=by),
        *("not_me", False, False),
        *("not_me", True, {}),
    ),
    "password written elsewhere": (
        lambda user, own, by: credentials.password_changed(user=user, by=by),
        *("password_changed", False, False),
        *("password_changed", True, NO),
    ),
    "password written elsewhere, connections kept": (
        lambda user, own, by: credentials.password_changed(user=user, keep_session_id=own, keep_connected=True, by=by),
        *("password_changed", True, True),
        *("password_changed", True, YES),
    ),
    "second factor": (
        lambda user, own, by: credentials.second_factor_changed(user=user, keep_session_id=own),
        *("second_factor_changed", True, False),
        *("second_factor_changed", False, NO),
    ),
    "second factor, connections kept": (
        lambda user, own, by: credentials.second_factor_changed(user=user, keep_session_id=own, keep_connected=True),
        *("second_factor_changed", True, True),
        *("second_factor_changed", False, YES),
    ),
    "password set": (
        lambda user, own, by: credentials.set_password(user=user, password="another long password"),
        *("password_changed", False, False),
        *("password_changed", False, NO),
    ),
    "password set, connections kept": (
        lambda user, own, by: credentials.set_password(
            user=user, password="another long password", keep_session_id=own, keep_connected=True
        ),
        *("password_changed", True, True),
        *("password_changed", False, YES),
    ),
    "password set by a link": (
        lambda user, own, by: credentials.set_password(user=user, password="another long password", by_link=True),
        *("password_changed", False, False),
        *("password_reset", False, NO),
    ),
}
"""Event -> the call, its reason, whether the caller's own sign-in and the connections stay; its name in the trail,
whether somebody else did it, and what the trail says more."""


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_ends_what_it_says_and_nothing_else(alice: User, bob: User, event: str) -> None:
    call, reason, keeps_own, keeps_connected, name, by_another, detail = EVENTS[event]
    held, _ = given(alice), given(bob)
    of_bob, before = left(bob), len(trail())
    with heard(credentials_revoked) as revoked, heard(session_ended) as ended:
        call(alice, held[OWN].pk, bob)
    assert left(bob) == of_bob
    assert left(alice) == {
        "epoch": 5,
        "keys": {"live": 5, "behind": 3} if keeps_connected else {},
        "sign-ins": {held[OWN].pk: 5} if keeps_own else {},
        "token": 0,
        "challenges": 0,
        "unverified": 0 if event == "not me" else 1,
    }
    assert alice.credential_epoch == 5
    assert [{**said, "signal": None} for said in revoked] == [
        {
            "signal": None,
            "sender": User,
            "user": alice,
            "session": held[OWN].pk if keeps_own else None,
            "reason": reason,
            "kept_epoch": 4 if keeps_connected else None,
        }
    ]
    gone = [held[OTHER]] if keeps_own else [held[OWN], held[OTHER]]
    assert [(said["sender"], said["session"]) for said in ended] == [(Session, session) for session in gone]
    assert trail()[before:] == [
        *(("session_ended", alice.audit_key, None, session.sid, {"reason": reason}) for session in gone),
        (name, alice.audit_key, bob.audit_key if by_another else None, None, detail),
    ]


def test_a_key_that_had_ended_is_not_ended_again(alice: User) -> None:
    given(alice)
    before = ApiKey.objects.get(name="gone").revoked_at
    end_credentials(user=alice, reason="test")
    assert ApiKey.objects.get(name="gone").revoked_at == before
    assert timezone.now() - ApiKey.objects.get(name="live").revoked_at < timedelta(minutes=1)  # type: ignore[operator] # - just ended


def test_unless_told_otherwise_nothing_stays_connected(alice: User) -> None:
    given(alice)
    end_credentials(user=alice, reason="test")
    assert left(alice)["keys"] == {}


def test_a_sign_in_that_has_ended_is_not_lifted(alice: User) -> None:
    own = given(alice)[OWN]
    end_session(session_id=own.pk, reason="test")
    end_credentials(user=alice, reason="test", keep_session_id=own.pk)
    assert Session.objects.get(pk=own.pk).credential_epoch == 4


def test_a_sign_in_that_opens_at_that_very_moment_is_not_lifted(alice: User) -> None:
    own = given(alice)[OWN]
    stale = User.objects.get(pk=alice.pk)

    def open_another(**_: Any) -> None:
        open_session(user=stale, amr=["pwd"])

    session_ended.connect(open_another)
    try:
        end_credentials(user=alice, reason="test", keep_session_id=own.pk)
    finally:
        session_ended.disconnect(open_another)
    assert sorted(left(alice)["sign-ins"].values()) == [4, 5]


def test_a_verified_address_stays_with_whom_it_was_not(alice: User) -> None:
    given(alice)
    credentials.not_me(user=alice)
    assert [address.email for address in EmailAddress.objects.filter(user=alice)] == [alice.email]
    assert trail()[-1][1:3] == (alice.audit_key, None)


def test_a_deleted_account_ends_first_and_is_written_down(alice: User, bob: User) -> None:
    held, key = given(alice), alice.audit_key
    before = len(trail())
    with heard(credentials_revoked) as revoked:
        credentials.delete_user(user=alice, by=bob)
    assert [(said["reason"], said["kept_epoch"]) for said in revoked] == [("user_deleted", None)]
    assert trail()[before:] == [
        *(("session_ended", key, None, session.sid, {"reason": "user_deleted"}) for session in held.values()),
        ("user_deleted", key, bob.audit_key, None, {}),
    ]
    assert not User.objects.filter(username="alice").exists()


def test_enabling_is_written_down_and_raises_no_epoch(alice: User, bob: User) -> None:
    credentials.enable_user(user=alice, by=bob)
    assert trail() == [("user_enabled", alice.audit_key, bob.audit_key, None, {})]
    assert User.objects.get(pk=alice.pk).credential_epoch == 0


@pytest.mark.parametrize("change", [credentials.disable_user, credentials.enable_user])
def test_what_another_wrote_into_the_account_meanwhile_stays(alice: User, change: Any) -> None:
    User.objects.filter(pk=alice.pk).update(first_name="Alice")
    change(user=alice, by=None)
    assert User.objects.get(pk=alice.pk).first_name == "Alice"


def test_a_password_that_was_set_raises_the_epoch_once(alice: User) -> None:
    credentials.set_password(user=alice, password="another long password")
    alice.save()
    assert User.objects.get(pk=alice.pk).credential_epoch == 1


def test_a_sign_in_ends_once_and_says_why(alice: User, bob: User) -> None:
    first, second, of_bob = (open_session(user=user, amr=["pwd"]) for user in (alice, alice, bob))
    before = len(trail())
    assert end_session_by_sid(sid=str(first.sid), reason="a reason") is True
    assert end_session_by_sid(sid=str(first.sid), reason="a reason") is False
    assert end_session(session_id=second.pk, reason="another") is True
    assert trail()[before:] == [
        ("session_ended", alice.audit_key, None, first.sid, {"reason": "a reason"}),
        ("session_ended", alice.audit_key, None, second.sid, {"reason": "another"}),
    ]
    assert Session.objects.get(ended_at=None) == of_bob


def test_ending_two_reads_once_and_then_writes_each(alice: User) -> None:
    for _ in range(2):
        open_session(user=alice, amr=["pwd"])
    with statements() as made:
        end_sessions(user=alice, keep_session_id=None, reason="test")
    assert sum("select" in statement.lower() and "accounts_session" in statement.lower() for statement in made) == 1
    assert not [statement for statement in made if 'from "accounts_user"' in statement.lower()]


def test_signing_in_again_in_the_same_browser_ends_the_sign_in_and_keeps_the_browser(
    alice: User, cookie: str, request_of: Requests
) -> None:
    request, first = request_of(cookie), Session.objects.get()
    before = len(trail())
    login(request, alice)
    second = Session.objects.get(ended_at=None)
    assert second.pk != first.pk
    assert request.session[SID] == str(second.sid)
    assert second.session_key == row_key(cookie)
    assert Row.objects.filter(session_key=row_key(cookie)).exists()
    ended, opened = trail()[before:]
    assert ended == ("session_ended", alice.audit_key, None, first.sid, {"reason": "signed_in_again"})
    assert opened == ("signed_in", alice.audit_key, None, second.sid, {"amr": ["pwd"], "browser": True})


def test_a_browser_without_a_session_gets_one_under_which_its_sign_in_is_found(
    alice: User, request_of: Requests
) -> None:
    request = request_of()
    opened = begin_browser_session(request, alice)
    assert opened.session_key == row_key(str(request.session.session_key))
    assert opened.amr == ["pwd"]


def test_a_sign_in_says_how_the_person_proved_who_they_are(alice: User, request_of: Requests) -> None:
    request = request_of()
    record_authentication(request, alice, method="code")
    assert begin_browser_session(request, alice).amr == ["otp"]


@pytest.mark.parametrize("amr", [("pwd",), ("pwd", "otp", "mfa"), ("pwd", "hwk", "mfa"), ("hwk", "user", "mfa")])
def test_a_sign_in_at_a_json_door_says_how_it_was_proved(
    alice: User, request_of: Requests, amr: tuple[str, ...]
) -> None:
    request = request_of()
    sid = open_browser_session(request=request, user=alice, amr=amr)
    assert tuple(Session.objects.get(sid=sid).amr) == amr == of_records(get_authentication_records(request, alice))


def test_signing_out_ends_the_sign_in_and_the_browser(alice: User, cookie: str, request_of: Requests) -> None:
    other = open_session(user=alice, amr=["pwd"])
    request = request_of(cookie)
    sign_out(request)
    assert Session.objects.get(ended_at=None) == other
    assert not Row.objects.exists()
    assert request.session.session_key is None


def test_a_browser_that_is_kept_gets_another_name_which_its_sign_in_follows(
    alice: User, cookie: str, request_of: Requests
) -> None:
    other = open_session(user=alice, amr=["pwd"])
    request, mine = request_of(cookie), Session.objects.exclude(pk=other.pk).get()
    secret = request.META.get("CSRF_COOKIE")
    alice.set_password("another long password")
    keep_browser_session(request, alice)
    request.session.save()
    renewed = str(request.session.session_key)
    assert renewed != cookie
    assert not SessionStore().exists(cookie)
    assert request.session["_auth_user_hash"] == alice.get_session_auth_hash()
    assert request.META["CSRF_COOKIE"] != secret
    assert Session.objects.get(pk=mine.pk).session_key == row_key(renewed)
    assert Session.objects.get(pk=other.pk).session_key is None
    end_session(session_id=mine.pk, reason="test")
    keep_browser_session(request, alice)
    assert Session.objects.get(pk=mine.pk).session_key is None


def test_a_browser_in_which_nobody_is_signed_in_is_followed_by_no_sign_in(alice: User, request_of: Requests) -> None:
    other = open_session(user=alice, amr=["pwd"])
    request = request_of()
    request.session.create()
    keep_browser_session(request, alice)
    assert Session.objects.get(pk=other.pk).session_key is None
    logout(request)
