"""How somebody proved who they are: `amr` (RFC 8176 section 2) and the `acr` that follows from it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from allauth.mfa.models import Authenticator

from oauth_server.vocabulary import Acr

PASSWORD: Final = "pwd"  # noqa: S105 - the word of RFC 8176
ONE_TIME_CODE: Final = "otp"
"""An authenticator app's code, a recovery code, a code by mail."""
FEDERATED: Final = "fed"
"""Another provider, by which the account may be entered; a word that RFC 8176 leaves to whoever needs it."""
HARDWARE_KEY: Final = "hwk"
PRESENCE: Final = "user"
SEVERAL: Final = "mfa"
PASSKEY: Final = (HARDWARE_KEY, PRESENCE, SEVERAL)
"""A key that has verified its owner by PIN or body is two factors by itself."""
ONE_FACTOR: Final = str(Acr.ONE_FACTOR)
TWO_FACTORS: Final = str(Acr.TWO_FACTORS)
MAILED_CODE: Final = "code"
"""As django-allauth calls it. With a second factor it makes two, as a password does, which the mailbox could reset."""
_BY_RECORD: Final = {"password": PASSWORD, MAILED_CODE: ONE_TIME_CODE, "socialaccount": FEDERATED}


def word_of(factor: str) -> str:
    """Return the `amr` value of a second factor, named as django-allauth names its kinds."""
    return HARDWARE_KEY if factor == Authenticator.Type.WEBAUTHN else ONE_TIME_CODE


def with_password(factor: str) -> tuple[str, ...]:
    """Return `amr` for a password and a second factor, named as django-allauth names its kinds."""
    return (PASSWORD, word_of(factor), SEVERAL)


def of_records(records: Iterable[Mapping[str, Any]], *, before: Collection[str] = ()) -> tuple[str, ...]:
    """Return `amr` for what django-allauth has recorded of a sign-in that was known `before` by these words; empty
    where there is nothing.

    Two factors are one that is held, and another. A code by mail is none that is held, though its word is the same: the
    password that stands beside it may have been set by the mailbox.
    """
    words, steps = list(before), list(records)
    for record in steps:
        if record.get("passwordless"):
            words += PASSKEY
        elif "type" in record:
            words.append(word_of(record["type"]))
        elif record["method"] in _BY_RECORD:
            words.append(_BY_RECORD[record["method"]])
    other = not {PASSWORD, FEDERATED}.isdisjoint(words) or any(step["method"] == MAILED_CODE for step in steps)
    held = any("type" in step for step in steps)
    return _once(words + [SEVERAL] * (other and held))


def _once(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words, each once, that of several factors last."""
    named = list(words)
    return tuple(dict.fromkeys([word for word in named if word != SEVERAL] + [SEVERAL] * (SEVERAL in named)))


def records_of(amr: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield what django-allauth is to record of a sign-in by these methods; `of_records` says the same of it."""
    if PASSWORD in amr:
        yield {"method": "password"}
    if ONE_TIME_CODE in amr:
        yield {"method": "mfa", "type": str(Authenticator.Type.TOTP)}
    if HARDWARE_KEY in amr:
        yield {"method": "mfa", "type": str(Authenticator.Type.WEBAUTHN), "passwordless": PRESENCE in amr}


def level_of(amr: Iterable[str]) -> str:
    """Return `acr` for `amr`."""
    return TWO_FACTORS if SEVERAL in amr else ONE_FACTOR
