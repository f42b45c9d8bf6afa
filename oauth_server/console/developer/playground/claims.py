"""What every member of our tokens means, in words, with the section that says so."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEADER: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "alg": (_("How it is signed. A verifier allows a list of its own, whatever stands here."), "RFC 7515 4.1.1"),
    "typ": (_("Which kind of token it is, so that none is taken for another."), "RFC 8725 3.11"),
    "kid": (_("Which of the published keys signed it."), "RFC 7515 4.1.4"),
}
CLAIMS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "iss": (_("Who issued it: this server. Compare it exactly."), "RFC 7519 4.1.1"),
    "sub": (
        _("Whom it is about: an identifier that never changes and is never given to anybody else."),
        "RFC 7519 4.1.2",
    ),
    "aud": (_("For whom it is. Whoever is not named here must refuse it."), "RFC 7519 4.1.3"),
    "exp": (_("When it ends."), "RFC 7519 4.1.4"),
    "iat": (_("When it was issued."), "RFC 7519 4.1.6"),
    "jti": (_("The identifier of this one token."), "RFC 7519 4.1.7"),
    "client_id": (_("Which client got it."), "RFC 9068 2.2"),
    "scope": (_("What it allows; the person's own rights are asked for as well, each time."), "RFC 9068 2.2.3"),
    "auth_time": (_("When the person signed in."), "OIDC 2"),
    "acr": (_("How sure the sign-in was: 1 is one factor, 2 is two."), "OIDC 2"),
    "amr": (_("By which means the person signed in."), "RFC 8176 2"),
    "nonce": (_("What the request sent; compare it with what you kept."), "OIDC 2"),
    "at_hash": (_("Half of the hash of the access token that came with it."), "OIDC 3.1.3.6"),
    "sid": (_("The sign-in that it belongs to; a logout token names it again."), "OIDC Back-Channel Logout 2.1"),
    "cnf": (_("The key that must be proved when it is presented."), "RFC 7800 3.1"),
    "act": (_("Who acts for the person."), "RFC 8693 4.1"),
    "may_act": (_("Who may act for the person."), "RFC 8693 4.4"),
    "grant": (_("Of this server alone: what the person allowed, which ends every token when it ends."), ""),
}
TIMES: Final = frozenset({"exp", "iat", "auth_time", "updated_at"})
"""Seconds since 1970 (RFC 7519 section 2)."""
OTHER: Final = _("About the person, as it was asked for.")
