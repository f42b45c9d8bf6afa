"""The ways to the consent page in each of its states: who asks, who made it, what of it is kept from it."""

from collections.abc import Callable
from typing import Any, Final

from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.registered import register
from tests.live.relying_party import RelyingParty

CALLBACK: Final = "https://app.example.org/callback"
EVERY: Final = (
    "openid profile email address phone roles offline_access account:read todo:read todo:write announcements:write "
    "reports:read reports:write employees:read employees:write admin:read admin:act"
)
LONG_NAME: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, für alle"
DESCRIBED: Final = {
    "website": "https://app.example.org/",
    "privacy_url": "https://app.example.org/privacy",
    "terms_url": "https://app.example.org/terms",
}


def asked_by(
    scope: str, *, logo: str = "", owner: str = "", name: str = "Calendar", **metadata: Any
) -> Callable[[Visit], None]:
    """Return the way to the page of an application that is registered for it. `logo`: the colour of its picture."""

    def arrive(visit: Visit) -> None:
        fields = {
            "name": name,
            "grant_types": ["authorization_code", "refresh_token"],
            "redirect_uris": [CALLBACK],
            "scopes": EVERY.split(),
            "logo": logo,
            "owner": owner,
        }
        (told,) = register(visit.server, {**fields, "metadata": {**DESCRIBED, **metadata}})
        visit.open(RelyingParty(visit.server, told).request(scope).url)

    return arrive


verified = asked_by("openid profile todo:read", logo="1a6fb5", hosts_verified=True)
with_logo = asked_by("openid email todo:read todo:write offline_access", logo="b5461a")
self_registered = asked_by("openid todo:read", registration_source="dcr")
of_developer = asked_by("openid todo:read", owner="mona")
of_capped = asked_by(
    "openid todo:read employees:read reports:read", cap_scopes="openid todo:read employees:read", cap_roles="Manager"
)
with_long_name = asked_by(
    "openid todo:read", name=LONG_NAME, website=f"https://{'a' * 60}.example.org/", registration_source="dcr"
)
with_everything = asked_by(EVERY)
"""One for each state; the people of the demo hold different roles."""


def consent(scope: str) -> Callable[[Visit], object]:
    """Return the way to the consent page for these scopes."""
    return lambda visit: visit.open(RelyingParty(visit.server, "Sample application").request(scope).url)


def consent_of_public_client(visit: Visit) -> None:
    """A native application asks."""
    visit.open(RelyingParty(visit.server, "Native application").request("openid todo:read").url)


def consent_for_more(visit: Visit) -> None:
    """Somebody allowed a little before; the application asks for more."""
    with Person(visit.server).sign_up() as person:
        RelyingParty(visit.server, "Sample application").tokens(person, "openid todo:read")
        visit.take_over(person)
    consent("openid profile todo:read todo:write offline_access")(visit)


def again(visit: Visit) -> None:
    """A public client is asked about each time: nothing is new."""
    party, scope = RelyingParty(visit.server, "Native application"), "openid todo:read offline_access"
    with Person(visit.server).sign_up() as person:
        party.tokens(person, scope)
        visit.take_over(person)
    visit.open(party.request(scope).url)


def for_claims(visit: Visit) -> None:
    """An application asks for single claims by name."""
    claims = '{"userinfo": {"given_name": null, "phone_number": {"essential": true}, "email": null}}'
    visit.open(RelyingParty(visit.server, "Sample application").request("openid email", claims=claims).url)
