"""What is wrong with an address that is typed, by the kind of the application that it is typed for."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings

from oauth_server.protocol.models import client_uris
from oauth_server.protocol.models.presets import preset_of
from oauth_server.vocabulary import ApplicationType

FETCHED: Final = "backchannel_logout_uri"


def redirect_fault(preset: str) -> Callable[[str], str]:
    """Return the rule of redirect URIs of a kind; where the kind leaves it open, each address says which type it is."""
    found = preset_of(preset)
    types = found.application_types if found else tuple(ApplicationType)

    def fault(uri: str) -> str:
        native = client_uris.is_native(uri)
        wanted = types[0] if len(types) == 1 else (ApplicationType.NATIVE if native else ApplicationType.WEB)
        reason = client_uris.redirect_fault(uri, wanted)
        if not reason and found and found.https and not uri.startswith("https://"):
            reason = "" if settings.DEMO and client_uris.is_loopback(uri) else "is not https"
        return reason

    return fault


def origin_fault(origin: str) -> str:
    """Return what is wrong with an origin."""
    return client_uris.origin_fault(origin)


def fetch_fault(uri: str) -> str:
    """Return what is wrong with an address that this server asks."""
    return client_uris.fetch_fault(uri) or ("has a fragment" if "#" in uri else "")


def rule_of(field: str, preset: str) -> Callable[[str], str] | None:
    """Return the rule of a field of addresses; None for a field that has none."""
    rules: Mapping[str, Callable[[str], str]] = {
        "redirect_uris": redirect_fault(preset),
        "post_logout_redirect_uris": redirect_fault(preset),
        "allowed_origins": origin_fault,
        FETCHED: fetch_fault,
        "website": client_uris.page_fault,
        "logo_uri": client_uris.page_fault,
        "privacy_url": client_uris.page_fault,
        "terms_url": client_uris.page_fault,
        "jwks_uri": fetch_fault,
    }
    return rules.get(field)
