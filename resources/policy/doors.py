"""The first-party paths of people: a third party's token reaches none of them (contract: First-party credentials)."""

from typing import Final

from oauth_server.vocabulary import CredentialKind
from resources.policy.rule import ANY_ROLE, ANYONE, FIRST_PARTY, Rule

VIEWS: Final = "accounts.views"
POST: Final = ("POST",)
OURS: Final = FIRST_PARTY | {CredentialKind.ANONYMOUS}

DOORS: Final = (
    Rule("token/", f"{VIEWS}.token.TokenView", roles=ANYONE, methods=POST, kinds=OURS, also="/api-token-auth/"),
    Rule("jwt/token/", f"{VIEWS}.jwt.JwtTokenView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("jwt/token/refresh/", f"{VIEWS}.jwt.JwtRefreshView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("register/", f"{VIEWS}.register.RegisterView", roles=ANYONE, methods=POST, kinds=OURS),
    Rule("logout/", f"{VIEWS}.logout.LogoutView", roles=ANY_ROLE, methods=POST, kinds=FIRST_PARTY),
)
