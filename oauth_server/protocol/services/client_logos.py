"""Logos of clients: checked, kept here, and shown from our own origin and no other (RFC 7591 sections 2 and 5)."""

import hashlib
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol import logo_image
from oauth_server.protocol.logo_image import LogoRefused
from oauth_server.protocol.models import Application, ClientLogo
from oauth_server.protocol.services.self_registered import vouched_for_no_more

__all__ = ["LogoRefused", "address_of", "drop", "keep"]


def address_of(client: Application) -> str:
    """Return the path of a client's logo, "" where it has none.

    One statement, none where the client was read with `select_related("logo")`.
    """
    logo = getattr(client, "logo", None)
    return reverse("oauth2_provider:logo", args=[logo.digest]) if logo is not None and logo.digest else ""


@transaction.atomic
def keep(application: Application, content: bytes, *, by: Any = None) -> ClientLogo:
    """Keep a picture that a person uploaded (`by`; None for a command); it counts until it is dropped, whatever
    `logo_uri` says. What an administrator vouched for had another one, so that is taken back, as for another name.

    Raise LogoRefused, whose message is for whoever uploads.
    """
    before = _held(application)
    logo = store(application, content, source="")
    _look_again(application, by, changed=before != logo.digest)
    _record(application, by)
    return logo


@transaction.atomic
def drop(application: Application, *, by: Any = None) -> None:
    """Forget the picture; the one behind `logo_uri`, if there is any, is fetched again within the hour."""
    _held(application)
    deleted, _ = ClientLogo.objects.filter(application=application).delete()
    if deleted:
        _look_again(application, by, changed=bool(application.logo_uri))
        _record(application, by)


def store(application: Application, content: bytes, *, source: str) -> ClientLogo:
    """Keep a picture under the address that it came from; raise LogoRefused."""
    image = logo_image.read(content)
    kept = {"content": content, "content_type": image.content_type, "digest": hashlib.sha256(content).hexdigest()}
    logo, _ = ClientLogo.objects.update_or_create(application=application, defaults={"source": source, **kept})
    application.logo = logo
    return logo


def _held(application: Application) -> str:
    """Hold the row of a client, and read again what others may have written; return the digest of its picture."""
    Application.objects.select_for_update().filter(pk=application.pk).first()
    application.refresh_from_db(fields=["hosts_verified", "skip_authorization", "logo_uri"])
    return ClientLogo.objects.filter(application=application).values_list("digest", flat=True).first() or ""


def _look_again(application: Application, by: Any, *, changed: bool) -> None:
    vouched = application.hosts_verified or application.skip_authorization
    if by is not None and changed and vouched:
        application.save(update_fields=[*vouched_for_no_more(application, ["logo_uri"]), "updated"])


def _record(application: Application, by: Any) -> None:
    told = {"changed": ["logo"]}
    record(AuditEventName.CLIENT_CHANGED, person=None, actor=by, client=application.client_id, detail=told)
