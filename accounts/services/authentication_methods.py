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


def combined(*words: str) -> tuple[str, ...]:
    """Return the words, each once; what is known (here or to another provider) and what is held
    together are several factors."""
    several = not {PASSWORD, FEDERATED}.isdisjoint(words) and not {ONE_TIME_CODE, HARDWARE_KEY}.isdisjoint(words)
    return tuple(dict.fromkeys([word for word in words if word != SEVERAL] + [SEVERAL] * (several or SEVERAL in words)))


def of_records(records: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return `amr` for what django-allauth has recorded of a sign-in; empty where it recorded nothing."""
    words: list[str] = []
    steps = list(records)
    for record in steps:
        if record.get("passwordless"):
            words += PASSKEY
        elif "type" in record:
            words.append(word_of(record["type"]))
        elif record["method"] in _BY_RECORD:
            words.append(_BY_RECORD[record["method"]])
    mailed, held = (any(told(step) for step in steps) for told in (_is_mailed, _is_held))
    return combined(*words, *[SEVERAL] * (mailed and held))


def _is_mailed(record: Mapping[str, Any]) -> bool:
    return bool(record["method"] == MAILED_CODE)


def _is_held(record: Mapping[str, Any]) -> bool:
    return "type" in record


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
