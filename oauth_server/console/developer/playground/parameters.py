"""What every parameter of an authorization request means, in words, with the section that says so."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARAMETERS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "response_type": (_("What comes back: a code, which only the client can exchange."), "RFC 6749 4.1.1"),
    "client_id": (_("Which client asks."), "RFC 6749 2.2"),
    "redirect_uri": (_("Where the answer goes: one of the registered addresses, exactly."), "RFC 6749 3.1.2"),
    "scope": (_("What the client asks for. The person can untick what is optional."), "RFC 6749 3.3"),
    "state": (_("Ties the answer to this browser: an answer with another state is thrown away."), "RFC 9700 2.1"),
    "nonce": (
        _("Comes back in the ID token, so that no token of another sign-in is taken for this one."),
        "OIDC 3.1.2.1",
    ),
    "code_challenge": (
        _("The hash of a secret that only this client knows; the code is worthless without the secret."),
        "RFC 7636 4.2",
    ),
    "code_challenge_method": (_("How the challenge was made: by SHA-256, the only way here."), "RFC 7636 4.3"),
    "response_mode": (_("How the answer travels: in the query, in a form, or signed."), "JARM 2.3"),
    "prompt": (
        _("What the person has to see: sign-in, consent, a choice of accounts, sign-up, or nothing."),
        "OIDC 3.1.2.1",
    ),
    "max_age": (_("How many seconds ago the sign-in may lie; else it is done again."), "OIDC 3.1.2.1"),
    "acr_values": (_("How sure the sign-in must be: 1 is one factor, 2 is two."), "RFC 9470 4"),
    "claims": (_("Claims asked for one by one, for userinfo and for the ID token."), "OIDC 5.5"),
    "resource": (_("Which resource the token is for; no other will take it."), "RFC 8707 2"),
    "request_uri": (
        _("A reference to the request, which was pushed before: nothing of it is in the address."),
        "RFC 9126 4",
    ),
}
"""By name: the words, and the section. OIDC is OpenID Connect Core 1.0."""
