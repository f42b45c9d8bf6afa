"""Logos of clients: checked, kept here, and shown from our own origin and no other (RFC 7591 sections 2 and 5)."""

import hashlib
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol import logo_image
from oauth_server.protocol.logo_image import LogoRefused
from oauth_server.protocol.models import Application, ClientLogo

__all__ = ["LogoRefused", "address_of", "drop", "keep"]


def address_of(client: Application) -> str:
    """Return the path of a client's logo, "" where it has none.

    One statement, none where the client was read with `select_related("logo")`.
    """
    logo = getattr(client, "logo", None)
    return reverse("oauth2_provider:logo", args=[logo.digest]) if logo is not None and logo.digest else ""


@transaction.atomic
def keep(application: Application, content: bytes, *, by: Any = None) -> ClientLogo:
    """Keep a picture that a person uploaded (`by`); it counts until it is dropped, whatever `logo_uri` says.

    Raise LogoRefused, whose message is for whoever uploads.
    """
    Application.objects.select_for_update().filter(pk=application.pk).first()
    logo = store(application, content, source="")
    _record(application, by)
    return logo


@transaction.atomic
def drop(application: Application, *, by: Any = None) -> None:
    """Forget the picture; the one behind `logo_uri`, if there is any, is fetched again within the hour."""
    deleted, _ = ClientLogo.objects.filter(application=application).delete()
    if deleted:
        _record(application, by)


def store(application: Application, content: bytes, *, source: str) -> ClientLogo:
    """Keep a picture under the address that it came from; raise LogoRefused."""
    image = logo_image.read(content)
    kept = {"content": content, "content_type": image.content_type, "digest": hashlib.sha256(content).hexdigest()}
    logo, _ = ClientLogo.objects.update_or_create(application=application, defaults={"source": source, **kept})
    application.logo = logo
    return logo


def _record(application: Application, by: Any) -> None:
    told = {"changed": ["logo"]}
    record(AuditEventName.CLIENT_CHANGED, person=None, actor=by, client=application.client_id, detail=told)
