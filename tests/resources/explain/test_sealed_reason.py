"""A decision that is its own record: only this server reads it, and its length tells nothing."""

from dataclasses import replace
from typing import Any

import pytest
from cryptography.fernet import Fernet

from accounts.tokens.sealed import seal
from oauth_server.vocabulary import CredentialKind, RefusalReason
from resources.explain.explanation import NOT_OURS, Unexplained, explain
from resources.explain.sealed_reason import open_reason, seal_reason
from resources.steps import STEP_OF, Step
from tests.resources.explain.conftest import facts


def test_what_was_sealed_is_read_again() -> None:
    sealed = facts(user="4b29d4c4-7b4d-4e0f-a6c2-2b3f5f1f8a11", client_id="a-client", ambient=True, detail="No.")
    opened = open_reason(seal_reason(sealed))
    assert opened == replace(sealed, at=sealed.at.replace(microsecond=0), detail="")


def test_every_reason_of_a_credential_is_sealed_to_the_same_length() -> None:
    refused = [facts(step=STEP_OF[reason], reason=str(reason)) for reason in RefusalReason]
    assert len({len(seal_reason(one)) for one in refused}) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"method": "X" * 5000},
        {"reason": 'é"\\' * 5000, "client_id": "\U0001f600" * 5000, "path": "\x00" * 5000, "user": "\n" * 500},
        {"reason": "", "method": "", "path": ""},
    ],
)
def test_whatever_a_part_holds_the_text_has_one_length_and_is_read_again(odd: dict[str, Any]) -> None:
    sealed = seal_reason(facts(**odd))
    assert len(sealed) == len(seal_reason(facts()))
    assert "=" not in sealed
    opened = open_reason(sealed)
    assert opened is not None
    assert opened.step is Step.ROLE
    assert opened.kind is CredentialKind.JWT


def test_the_same_refusal_is_sealed_to_another_text_each_time() -> None:
    one = facts()
    assert seal_reason(one) != seal_reason(one)


def test_what_is_not_ours_says_so_plainly() -> None:
    good = seal_reason(facts())
    elsewhere = Fernet(Fernet.generate_key()).encrypt(b"[]").decode()
    changed = good[:40] + ("A" if good[40] != "A" else "B") + good[41:]
    for text in (changed, good[:-1], good[:100], elsewhere, seal("session data", b"[]"), "nonsense", "é", ""):
        with pytest.raises(Unexplained) as said:
            explain(text)
        assert str(said.value) == NOT_OURS


def test_a_text_is_read_as_long_as_its_key_is_named(settings: Any) -> None:
    sealed, key = seal_reason(facts()), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" * 8, [key]
    assert explain(sealed).facts.step is Step.ROLE
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unexplained, match="SECRET_KEY_FALLBACKS"):
        explain(sealed)
