"""The first-party paths of people: a third party's token reaches none of them (contract: First-party credentials)."""

from typing import Final

from oauth_server.vocabulary import CredentialKind
from resources.policy.rule import ANY_ROLE, ANYONE, FIRST_PARTY, NOT_NEEDED, Rule

VIEWS: Final = "accounts.views"
POST: Final = ("POST",)
OURS: Final = FIRST_PARTY | {CredentialKind.ANONYMOUS}

DOORS: Final = (
    Rule("token/", f"{VIEWS}.token.TokenView", roles=ANYONE, methods=POST, kinds=OURS, also="/api-token-auth/"),
    Rule("jwt/token/", f"{VIEWS}.jwt.JwtTokenView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("jwt/token/refresh/", f"{VIEWS}.jwt.JwtRefreshView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("jwt/token/verify/", f"{VIEWS}.verify.JwtVerifyView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("jwt/token/blacklist/", f"{VIEWS}.verify.JwtBlacklistView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("jwt/sliding/", f"{VIEWS}.sliding.SlidingTokenView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("jwt/sliding/refresh/", f"{VIEWS}.sliding.SlidingRefreshView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("login/", f"{VIEWS}.login.LoginView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("mfa/", f"{VIEWS}.mfa.MfaView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("passkey/", f"{VIEWS}.passkey.PasskeyView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("profile/", f"{VIEWS}.profile.ProfileView", roles=ANY_ROLE, methods=("GET", "PATCH"), kinds=FIRST_PARTY),
    Rule(
        "password/change/",
        f"{VIEWS}.password_change.PasswordChangeView",
        roles=ANY_ROLE,
        methods=POST,
        kinds=FIRST_PARTY,
    ),
    Rule("password/reset/", f"{VIEWS}.password_reset.PasswordResetView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule(
        "password/reset/confirm/",
        f"{VIEWS}.password_reset.PasswordResetConfirmView",
        roles=ANYONE,
        methods=POST,
        kinds=OURS,
    ),
    Rule("register/", f"{VIEWS}.register.RegisterView", roles=ANYONE, methods=POST, kinds=OURS),
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
