"""What stands behind the doors: seeds that cannot be opened, words of methods, challenges that expire."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt

from accounts.models import DoorChallenge, User
from accounts.services.authentication_methods import PASSKEY, level_of, of_records, with_password
from accounts.services.doors import Door
from accounts.services.one_time_codes import SeedUnreadable, WrongCode, use_code
from accounts.services.second_factor import begin_passkey, begin_second_factor, has_second_factor
from tests.soft_authenticator import AuthenticatorApp

OTHER_KEY = "another-secret-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-01"


@pytest.fixture
def app(alice: User) -> AuthenticatorApp:
    """Alice's authenticator app."""
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    return AuthenticatorApp(secret)


def test_a_seed_is_sealed_for_its_purpose(db: None) -> None:
    assert encrypt("a seed") != encrypt("a seed") != "a seed"
    assert decrypt(encrypt("a seed")) == "a seed"


def test_a_seed_that_cannot_be_opened_makes_no_code(alice: User, app: AuthenticatorApp, settings: Any) -> None:
    RecoveryCodes.activate(alice)
    codes = (app.code(), AuthenticatorApp("").code(), "00000000")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER_KEY, []
    with pytest.raises(SeedUnreadable):
        decrypt(Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"])
    for code in codes:
        with pytest.raises(WrongCode):
            use_code(alice, code)


def test_a_code_seals_its_seed_under_the_newest_key(alice: User, app: AuthenticatorApp, settings: Any) -> None:
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER_KEY, [before]
    use_code(alice, app.code())
    settings.SECRET_KEY_FALLBACKS = []
    use_code(alice, app.code())


def test_recovery_codes_alone_are_no_second_factor(alice: User) -> None:
    RecoveryCodes.activate(alice)
    assert not has_second_factor(alice)


def test_the_row_of_a_challenge_holds_no_secret(alice: User, app: AuthenticatorApp) -> None:
    asked = begin_second_factor(user=alice, door=Door.JWT), begin_passkey(door=Door.LOGIN)
    kept = str(list(DoorChallenge.objects.values()))
    assert not any(pending.challenge in kept for pending in asked)
    assert asked[1].public_key is not None
    assert asked[1].public_key["challenge"] not in kept


@pytest.mark.parametrize(("factor", "amr"), [("totp", ("pwd", "otp", "mfa")), ("webauthn", ("pwd", "hwk", "mfa"))])
def test_what_is_known_and_what_is_held_are_two_factors(factor: str, amr: tuple[str, ...]) -> None:
    assert with_password(factor) == amr
    assert level_of(amr) == "2"


@pytest.mark.parametrize(
    ("records", "amr"),
    [
        ([], ()),
        ([{"method": "password"}], ("pwd",)),
        ([{"method": "password"}, {"method": "mfa", "type": "totp"}], ("pwd", "otp", "mfa")),
        ([{"method": "password"}, {"method": "mfa", "type": "recovery_codes"}], ("pwd", "otp", "mfa")),
        ([{"method": "password"}, {"method": "mfa", "type": "webauthn"}], ("pwd", "hwk", "mfa")),
        ([{"method": "mfa", "type": "webauthn", "passwordless": True}], PASSKEY),
        ([{"method": "code"}, {"method": "mfa", "type": "totp"}], ("otp", "mfa")),
        ([{"method": "code"}, {"method": "password"}], ("otp", "pwd")),
        ([{"method": "socialaccount"}, {"method": "code"}], ("fed", "otp")),
        ([{"method": "mfa"}, {"method": "socialaccount"}], ("fed",)),
    ],
)
def test_the_records_of_the_pages_say_the_methods(records: list[dict[str, object]], amr: tuple[str, ...]) -> None:
    assert of_records(records) == amr
