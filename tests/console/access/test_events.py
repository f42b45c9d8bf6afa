"""Every event of the audit trail has words for people, whatever its details are."""

import pytest

from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent
from oauth_server.console.access.events import in_words


@pytest.mark.parametrize("name", AuditEventName)
def test_every_event_has_a_sentence(name: AuditEventName) -> None:
    said = in_words(AuditEvent(event=str(name)))
    assert said.endswith(".")
    assert str(name) not in said


@pytest.mark.parametrize("name", AuditEventName)
@pytest.mark.parametrize("detail", [{}, [], None, {"reason": 1, "amr": None, "key": "", "role": None}], ids=repr)
def test_no_detail_breaks_the_sentence(name: AuditEventName, detail: object) -> None:
    assert in_words(AuditEvent(event=str(name), detail=detail))


def test_an_event_of_another_version_has_words_too() -> None:
    assert in_words(AuditEvent(event="of_tomorrow"))


@pytest.mark.parametrize(
    ("event", "detail", "said"),
    [
        ("signed_in", {"amr": ["pwd"]}, "Signed in with the password."),
        ("signed_in", {"amr": ["pwd", "otp", "mfa"]}, "Signed in with the password and a code."),
        ("signed_in", {"amr": ["pwd", "hwk", "mfa"]}, "Signed in with the password and a security key."),
        ("signed_in", {"amr": ["hwk", "user", "mfa"]}, "Signed in with a passkey."),
        ("signed_in", {"amr": ["otp"]}, "Signed in with a code."),
        ("sign_in_refused", {"reason": "wrong_password"}, "A sign-in was refused: the password was wrong."),
        ("session_ended", {"reason": "signed_out"}, "Signed out."),
        ("key_made", {"key": "osk_abcd"}, "An API key was made (osk_abcd…)."),
        ("role_given", {"role": "HR"}, "The role HR was given."),
    ],
)
def test_the_details_are_told(event: str, detail: dict[str, object], said: str) -> None:
    assert in_words(AuditEvent(event=event, detail=detail)) == said
