"""From one factor to two, while signed in: which page of a browser leads there (RFC 9470 section 5)."""

from typing import Any, Final

from allauth.mfa.models import Authenticator

from oauth_server.vocabulary import Acr

LEVELS: Final = tuple(str(acr) for acr in Acr)
"""Every `acr` that a sign-in can have, the lowest first."""
OFFER: Final = "mfa_offer"
"""The name of the page where somebody without a second factor may set one up, or go back without."""
DECLINED: Final = "set_up"
"""The parameter that says of a request that its person goes back without."""
PAGES: Final = {
    Authenticator.Type.TOTP: "mfa_reauthenticate",
    Authenticator.Type.WEBAUTHN: "mfa_reauthenticate_webauthn",
}


def page_of_second_factor(user: Any) -> str | None:
    """Return the name of the page where `user` proves a second factor; None for somebody who has none set up."""
    held = set(Authenticator.objects.filter(user_id=user.pk, type__in=PAGES).values_list("type", flat=True))
    return next((page for kind, page in PAGES.items() if kind in held), None)
