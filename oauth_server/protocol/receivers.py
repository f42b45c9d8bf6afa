"""Tidying after accounts' signals, the first signing key, and CORS address by address (state alone decides)."""

from typing import Any

from corsheaders.signals import check_request_enabled
from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.audit.record import AuditEventName, record
from accounts.signals import credentials_revoked, session_ended
from oauth_server.protocol import keys
from oauth_server.protocol.models import Application, ClientOrigin, Consent, Grant
from oauth_server.protocol.services.back_channel_logout import tell_of_end
from oauth_server.protocol.services.cross_origin import origin_is_welcome
from oauth_server.protocol.services.grant_revocation import end
from oauth_server.protocol.services.logo_fetching import ask_for


@receiver(post_migrate)
def make_the_first_signing_key(sender: AppConfig, using: str, **_: Any) -> None:
    """Make a key once our tables are there."""
    if sender.label == "oauth_server" and using == "default":
        keys.ensure_signing_key()


@receiver(credentials_revoked)
def follow_changed_credentials(
    sender: Any, user: Any, session: int | None, reason: str, kept_epoch: int | None = None, **_: Any
) -> None:
    """Delete a person's codes that nobody has exchanged; end the online grants of the sign-in that stays, if any; lift
    the offline grants that stay to the new epoch (without this receiver they would die), but for those by which
    somebody acts for the person. What somebody else may have agreed to is forgotten."""
    Grant.objects.filter(user=user, consumed_at=None).delete()
    if reason == AuditEventName.NOT_ME:
        Consent.objects.filter(user=user).delete()
    if session is not None:
        end(Grant.objects.filter(session_id=session))
    if kept_epoch is not None:
        kept = Grant.objects.filter(user=user, offline=True, credential_epoch=kept_epoch, actor_grant=None)
        kept.update(credential_epoch=user.credential_epoch)


@receiver(session_ended)
def follow_an_ended_session(sender: Any, session: Any, **_: Any) -> None:
    """Delete the unexchanged codes of a sign-in that ended, then tell the clients that hold something of it: in this
    order, for the deletion waits for a code that is being exchanged this moment."""
    Grant.objects.filter(user_id=session.user_id, sid=session.sid, consumed_at=None).delete()
    tell_of_end(session)


@receiver(post_save, sender=Application)
def record_a_new_client(sender: Any, instance: Any, created: bool, raw: bool = False, **_: Any) -> None:
    """Keep in the trail that a client was registered, whichever page or command did it."""
    if created and not raw:
        record(AuditEventName.CLIENT_REGISTERED, person=None, actor=instance.changed_by, client=instance.client_id)


@receiver(post_save, sender=Application)
def index_the_origins_of_a_client(sender: Any, instance: Any, **_: Any) -> None:
    """Keep the index of origins beside the client."""
    ClientOrigin.objects.keep(instance)


@receiver(post_save, sender=Application)
def fetch_the_logo_of_a_client(sender: Any, instance: Any, created: bool, raw: bool = False, **_: Any) -> None:
    """Let the worker fetch a logo whose address is new, whichever page, command or client said it."""
    if not raw and (instance.logo_uri or not created):
        ask_for(instance)


@receiver(post_delete, sender=Application)
def record_a_deleted_client(sender: Any, instance: Any, **_: Any) -> None:
    """Keep in the trail that a client is gone."""
    record(AuditEventName.CLIENT_DELETED, person=None, actor=instance.changed_by, client=instance.client_id)


@receiver(check_request_enabled)
def answer_other_origins(sender: Any, request: HttpRequest, **_: Any) -> bool:
    """Say whether a page of this Origin may read the answer (contract: CORS); it is asked twice a request, once is
    enough."""
    known: bool | None = vars(request).get("_origin_is_welcome")
    if known is None:
        known = origin_is_welcome(request.path, request.headers.get("Origin", ""))
        vars(request)["_origin_is_welcome"] = known
    return known
