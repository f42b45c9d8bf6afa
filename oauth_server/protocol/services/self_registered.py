"""What holds for clients that describe themselves, whatever the way: rules, origins, reasons by member (RFC 7591)."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.core.exceptions import ValidationError

from oauth_server.protocol.models import Application, client_uris
from oauth_server.protocol.services.client_check import check
from oauth_server.protocol.services.registration_metadata import NAMES, MetadataRefused
from oauth_server.vocabulary import ApplicationType

_UNSPEAKABLE: Final = re.compile(r"[^\x20-\x21\x23-\x5b\x5d-\x7e]")
"""What may not stand in an error_description (RFC 6749 section 5.2)."""
VOUCHED_FOR: Final = frozenset({"name", "website", "redirect_uris", "logo_uri"})
"""What the consent page shows as verified: a change of any asks for another look."""


def check_self_registered(application: Application) -> None:
    """Fill and check the row of a client that describes itself; raise MetadataRefused for the first fault.

    The origins that may call from a browser are those of its own pages: of a public client's redirect URIs where it
    names none, and never others.
    """
    with reported():
        check(application)
    pages = [uri for uri in application.redirect_uris.split() if uri.startswith(("https://", "http://"))]
    own = list(dict.fromkeys(client_uris.origin_of(uri) for uri in pages))
    if set(application.allowed_origins.split()) - set(own):
        raise MetadataRefused("allowed_origins", "An origin is not that of a redirect URI.")
    if is_page(application) and not application.allowed_origins:
        application.allowed_origins = " ".join(own)


def vouched_for_no_more(application: Application, changed: Iterable[str]) -> list[str]:
    """Take back what an administrator said of a client that has made itself another since; return those columns."""
    if not VOUCHED_FOR & set(changed):
        return []
    application.hosts_verified = application.skip_authorization = False
    return ["hosts_verified", "skip_authorization"]


def is_page(application: Application) -> bool:
    """Return whether it may be an application in a browser: public, and with redirect URIs of web pages."""
    public = application.client_type == Application.CLIENT_PUBLIC
    return bool(public and application.application_type == ApplicationType.WEB)


@contextmanager
def reported() -> Iterator[None]:
    """Raise MetadataRefused for a ValidationError by column: the redirect URIs first, then the rest by name."""
    try:
        yield
    except ValidationError as error:
        faults = {NAMES.get(column, column): messages[0] for column, messages in error.message_dict.items()}
        member = "redirect_uris" if "redirect_uris" in faults else min(faults)
        raise MetadataRefused(member, _UNSPEAKABLE.sub("", str(faults[member]))[:300]) from None
