"""What the first-party doors read and answer (contract: First-party credentials).

It stands here, not on the views: several doors share an answer, and `accounts`, below the resource server, knows
neither these shapes nor the library that reads them. A door that is forgotten here fails a test, for the command that
prints the description warns of it.
"""

from collections.abc import Mapping
from typing import Final

from rest_framework import serializers

from accounts.serializers import doors as given
from accounts.serializers.challenges import LONGEST_CHALLENGE, PasskeyBeginSerializer, SecondFactorSerializer
from accounts.serializers.keys import NewKeySerializer
from resources.openapi.shapes import FLAG, JSON, NOTHING, NUMBER, TEXT, TIME, Operation, or_null, record, several

VIEWS: Final = "accounts.views"
_TOKEN: Final = record(token=TEXT)
_PAIR: Final = record(access=TEXT, refresh=TEXT)
_DONE: Final = record(detail=TEXT)
_CHANGED: Final = record(detail=TEXT, optional={"access": TEXT, "refresh": TEXT, "token": TEXT})
_PROFILE: Final = record(
    username=TEXT,
    email=TEXT,
    email_verified=FLAG,
    first_name=TEXT,
    last_name=TEXT,
    locale=TEXT,
    phone_number=TEXT,
    postal_address=TEXT,
    roles=several(TEXT),
)
_KEY: Final = record(
    id=NUMBER,
    name=TEXT,
    hint=TEXT,
    scopes=several(TEXT),
    created=TIME,
    last_used=or_null(TIME),
    expires=or_null(TIME),
    key=TEXT,
)
_LET_IN: Final = {"anyOf": [_TOKEN, _PAIR], "description": "What the door at which the sign-in began would answer."}
_ASKED: Final = record(challenge=TEXT, public_key={"type": "object"})


class PasskeyRequestSerializer(PasskeyBeginSerializer):
    """A `door` asks for a challenge; a `challenge` with the passkey's `credential` answers it."""

    challenge = serializers.CharField(max_length=LONGEST_CHALLENGE, required=False)
    credential = serializers.DictField(required=False)


DOOR_OPERATIONS: Final[Mapping[tuple[str, str], Operation]] = {
    (f"{VIEWS}.token.TokenView", "POST"): Operation("The token of a script", _TOKEN, given.PasswordSerializer),
    (f"{VIEWS}.jwt.JwtTokenView", "POST"): Operation("The pair of an app of ours", _PAIR, given.PasswordSerializer),
    (f"{VIEWS}.jwt.JwtRefreshView", "POST"): Operation("The next pair", _PAIR, given.RefreshSerializer),
    (f"{VIEWS}.verify.JwtVerifyView", "POST"): Operation("Whether a token is good", record(), given.TokenSerializer),
    (f"{VIEWS}.verify.JwtBlacklistView", "POST"): Operation("The end of a pair", record(), given.RefreshSerializer),
    (f"{VIEWS}.sliding.SlidingTokenView", "POST"): Operation("A sliding token", _TOKEN, given.PasswordSerializer),
    (f"{VIEWS}.sliding.SlidingRefreshView", "POST"): Operation("The next sliding token", _TOKEN, given.TokenSerializer),
    (f"{VIEWS}.login.LoginView", "POST"): Operation(
        "A session, and a pair as cookies", _PAIR, given.PasswordSerializer, reads=(JSON,)
    ),
    (f"{VIEWS}.mfa.MfaView", "POST"): Operation(
        "The second factor of a sign-in", _LET_IN, SecondFactorSerializer, reads=(JSON,)
    ),
    (f"{VIEWS}.passkey.PasskeyView", "POST"): Operation(
        "Sign in by a passkey", {"anyOf": [_ASKED, _LET_IN]}, PasskeyRequestSerializer, reads=(JSON,)
    ),
    (f"{VIEWS}.profile.ProfileView", "GET"): Operation("One's own record", _PROFILE),
    (f"{VIEWS}.profile.ProfileView", "PATCH"): Operation("Change one's own record", _PROFILE, given.ProfileSerializer),
    (f"{VIEWS}.password_change.PasswordChangeView", "POST"): Operation(
        "A new password", _CHANGED, given.PasswordChangeSerializer
    ),
    (f"{VIEWS}.password_reset.PasswordResetView", "POST"): Operation(
        "A link for a forgotten password", _DONE, given.PasswordResetSerializer
    ),
    (f"{VIEWS}.password_reset.PasswordResetConfirmView", "POST"): Operation(
        "A password by the mailed link", _DONE, given.PasswordResetConfirmSerializer
    ),
    (f"{VIEWS}.register.RegisterView", "POST"): Operation(
        "A new account", record(username=TEXT, email=TEXT), given.RegistrationSerializer, status=201
    ),
    (f"{VIEWS}.keys.KeysView", "POST"): Operation("A new key of one's own", _KEY, NewKeySerializer, status=201),
    (f"{VIEWS}.keys.KeyView", "DELETE"): Operation("The end of a key", None, status=204),
    (f"{VIEWS}.logout.LogoutView", "POST"): Operation(
        "The end of a credential", record(detail=TEXT, username=NOTHING), given.LogoutSerializer
    ),
}
