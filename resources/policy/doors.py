"""The first-party paths of people: a third party's token reaches none of them (contract: First-party credentials)."""

from dataclasses import replace
from typing import Final

from oauth_server.vocabulary import CredentialKind
from resources.demand import Acting
from resources.policy.rule import ANY_ROLE, ANYONE, FIRST_PARTY, NOT_NEEDED, Rule

VIEWS: Final = "accounts.views"
POST: Final = ("POST",)
OURS: Final = FIRST_PARTY | {CredentialKind.ANONYMOUS}


def _open(route: str, view: str, *, also: str | None = None) -> Rule:
    """Return the row of a door at which nobody need be signed in yet."""
    return Rule(route, f"{VIEWS}.{view}", roles=ANYONE, methods=POST, kinds=OURS, also=also)


_ROWS: Final = (
    _open("token/", "token.TokenView", also="/api-token-auth/"),
    _open("jwt/token/", "jwt.JwtTokenView"),
    _open("jwt/token/refresh/", "jwt.JwtRefreshView"),
    _open("jwt/token/verify/", "verify.JwtVerifyView"),
    _open("jwt/token/blacklist/", "verify.JwtBlacklistView"),
    _open("jwt/sliding/", "sliding.SlidingTokenView"),
    _open("jwt/sliding/refresh/", "sliding.SlidingRefreshView"),
    _open("login/", "login.LoginView"),
    _open("mfa/", "mfa.MfaView"),
    _open("passkey/", "passkey.PasskeyView"),
    Rule("profile/", f"{VIEWS}.profile.ProfileView", roles=ANY_ROLE, methods=("GET", "PATCH"), kinds=FIRST_PARTY),
    Rule(
        "password/change/",
        f"{VIEWS}.password_change.PasswordChangeView",
        roles=ANY_ROLE,
        methods=POST,
        kinds=FIRST_PARTY,
    ),
    _open("password/reset/", "password_reset.PasswordResetView"),
    _open("password/reset/confirm/", "password_reset.PasswordResetConfirmView"),
    _open("register/", "register.RegisterView"),
    Rule(
        "keys/",
        f"{VIEWS}.keys.KeysView",
        roles=ANY_ROLE,
        methods=("GET", "POST"),
        kinds=FIRST_PARTY,
        recent=POST,
    ),
    Rule("keys/{id}/", f"{VIEWS}.keys.KeyView", roles=ANY_ROLE, methods=("DELETE",), kinds=FIRST_PARTY),
    Rule(
        "logout/",
        f"{VIEWS}.logout.LogoutView",
        roles=ANY_ROLE,
        methods=POST,
        write=NOT_NEEDED,
        kinds=FIRST_PARTY | {CredentialKind.API_KEY},
    ),
)
DOORS: Final = tuple(replace(row, acting=Acting.NEVER) for row in _ROWS)
"""Nobody handles the credentials of another while acting for them."""
