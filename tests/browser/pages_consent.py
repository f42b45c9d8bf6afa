"""The pages on which an application or a device asks, and those of the protocol."""

from typing import Final

from tests.browser import arrivals_consent as asks
from tests.browser.arrivals import at
from tests.browser.arrivals_consent import consent, consent_for_more, consent_of_public_client
from tests.browser.arrivals_device import device_asks, device_capped, device_decided, device_with_wrong_code
from tests.browser.shown import Shown

EVERYTHING: Final = (
    "openid profile email roles offline_access account:read todo:read todo:write reports:read employees:read admin:read"
)
CONSENT: Final = (
    Shown("consent", consent("openid account:read"), "alice"),
    Shown("consent-everything", consent(EVERYTHING), "alice"),
    Shown("consent-admin", consent(EVERYTHING), "adam"),
    Shown("consent-public-client", consent_of_public_client, "alice"),
    Shown("consent-more", consent_for_more),
    Shown("consent-again", asks.again),
    Shown("consent-verified", asks.verified, "alice"),
    Shown("consent-logo", asks.with_logo, "alice"),
    Shown("consent-self-registered", asks.self_registered, "alice"),
    Shown("consent-of-developer", asks.of_developer, "alice"),
    Shown("consent-capped", asks.of_capped, "hana"),
    Shown("consent-long-name", asks.with_long_name, "alice"),
    Shown("consent-many-scopes", asks.with_everything, "mona"),
    Shown("consent-claims", asks.for_claims, "alice"),
    Shown("consent-stale", at("/consent/?request_uri=none"), "alice"),
    Shown("device", at("/device"), "alice"),
    Shown("device-wrong", device_with_wrong_code, "alice"),
    Shown("device-confirm", device_asks, "alice"),
    Shown("device-capped", device_capped, "alice"),
    Shown("device-allowed", device_decided("Allow"), "alice"),
    Shown("device-denied", device_decided("Cancel"), "alice"),
    Shown("device-dead", at("/device?shown=none"), "alice"),
    Shown("oauth-error", at("/o/authorize/?client_id=none")),
    Shown("oauth-logout", at("/o/logout/"), "alice"),
    Shown("oauth-logged-out", at("/o/logout/")),
    Shown("oauth-logout-error", at("/o/logout/?id_token_hint=none"), "alice"),
)
