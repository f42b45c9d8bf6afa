"""Changes that developers make to their own applications: one row locked, checked whole, audited with who did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import Application, AuthorizationRequest, DeveloperPolicy, Grant, client_uris
from oauth_server.protocol.models.application import SECRET_METHODS
from oauth_server.protocol.services.client_check import check, check_keys, check_sector
from oauth_server.protocol.services.developer_registration import waits
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens
from oauth_server.protocol.services.self_registered import VOUCHED_FOR

REDIRECTS: Final = "redirect_uris"
FILLED: Final = ("sector", "application_type", "allowed_origins", "authorization_grant_type")
"""What the model works out from the rest."""


class WouldWait(Exception):
    """The change asks for what an administrator looks at first, and its owner has not agreed to wait."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The columns that are others now; whether the application lost what an administrator vouched for, or waits."""

    columns: tuple[str, ...] = ()
    vouched_for_no_more: bool = False
    waits: bool = False


def change(
    *, application: Application, owner: Any, columns: Mapping[str, Any], agrees_to_wait: bool = False
) -> Changed:
    """Write columns of an application of `owner`; nothing where nothing is another.

    Raise ValidationError, by column; WouldWait; Application.DoesNotExist where it is gone, or not theirs any more. What
    a server of the client must say (keys, sector) is fetched before anything is locked.
    """
    _ask_its_server(application, owner, columns)
    with transaction.atomic():
        row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk, user_id=owner.pk)
        before = {name: getattr(row, name) for name in (*columns, *FILLED)}
        for name, value in columns.items():
            setattr(row, name, value)
        check(row)
        changed = tuple(sorted(name for name, value in before.items() if getattr(row, name) != value))
        if not changed:
            return Changed()
        waiting = _must_wait(row, before)
        if waiting and not agrees_to_wait:
            raise WouldWait
        return _kept(row, before, Changed(changed, _vouched_for_no_more(row, before, changed), waiting), owner)


def _kept(row: Application, before: Mapping[str, Any], changed: Changed, owner: Any) -> Changed:
    if changed.vouched_for_no_more:
        row.hosts_verified = row.skip_authorization = False
    if changed.waits:
        row.approval, row.approval_reason, row.enabled = Application.Approval.WAITING, "", False
    if row.token_endpoint_auth_method not in SECRET_METHODS:
        row.older_secret, row.older_secret_expires, row.secret_expires = "", None, None
    if REDIRECTS in changed.columns:
        _end_what_is_under_way(row, set(before[REDIRECTS].split()) - set(row.redirect_uris.split()))
    row.save()
    told = {"changed": list(changed.columns)}
    record(AuditEventName.CLIENT_CHANGED, person=None, actor=owner, client=row.client_id, detail=told)
    if changed.waits:
        record(AuditEventName.CLIENT_WAITS, person=None, actor=owner, client=row.client_id)
    return changed


def _ask_its_server(application: Application, owner: Any, columns: Mapping[str, Any]) -> None:
    asker = f"developer:{owner.pk}"
    if columns.get("jwks_uri") and columns["jwks_uri"] != application.jwks_uri:
        check_keys(application, columns["jwks_uri"], asker=asker)
    if application.sector_identifier_uri and columns.get(REDIRECTS, application.redirect_uris) != (
        application.redirect_uris
    ):
        application.redirect_uris = columns[REDIRECTS]
        check_sector(application, asker=asker)


def _must_wait(row: Application, before: Mapping[str, Any]) -> bool:
    """Whether scopes came to it that an administrator looks at; what waits already, or is refused, stays so."""
    more = _more_scopes(row, before)
    if not more or row.approval:
        return False
    return waits(DeveloperPolicy.current(), grant_types=row.grant_types, scopes=" ".join(more))


def _more_scopes(row: Application, before: Mapping[str, Any]) -> set[str]:
    return set(row.scopes.split()) - set(before.get("scopes", row.scopes).split())


def _vouched_for_no_more(row: Application, before: Mapping[str, Any], changed: tuple[str, ...]) -> bool:
    """Whether it has another name or homepage than the one that was looked at, or a redirect URI on a new host; or may
    ask for more, where people are not asked."""
    if not (row.hosts_verified or row.skip_authorization):
        return False
    if row.skip_authorization and _more_scopes(row, before):
        return True
    if REDIRECTS in changed and _hosts(row.redirect_uris) - _hosts(before[REDIRECTS]):
        return True
    return bool((VOUCHED_FOR - {REDIRECTS}) & set(changed))


def _hosts(uris: str) -> set[str]:
    """Return the hosts of a list of redirect URIs; of a private-use one its scheme, of http the word beside."""
    return {f"{uri.partition(':')[0]}:{client_uris.host_of(uri)}" for uri in uris.split()}


def _end_what_is_under_way(row: Application, gone: set[str]) -> None:
    """Drop the requests and the codes that would still lead to a redirect URI that is taken away."""
    if gone:
        AuthorizationRequest.objects.filter(application=row).delete()
        Grant.objects.filter(application=row, consumed_at=None, redirect_uri__in=gone).delete()


@transaction.atomic
def pause(*, application: Application, owner: Any) -> bool:
    """Disable an application and end all that it holds; return whether it was enabled."""
    enabled = Application.objects.filter(pk=application.pk, user_id=owner.pk, enabled=True)
    if not enabled.update(enabled=False, paused=True):
        return False
    revoke_client_tokens(application=application)
    record(AuditEventName.CLIENT_DISABLED, person=None, actor=owner, client=application.client_id)
    return True


@transaction.atomic
def resume(*, application: Application, owner: Any) -> bool:
    """Enable again what its owner disabled; return False where somebody else did, or it is not approved."""
    paused = Application.objects.filter(pk=application.pk, user_id=owner.pk, enabled=False, paused=True, approval="")
    if not paused.update(enabled=True, paused=False):
        return False
    record(AuditEventName.CLIENT_ENABLED, person=None, actor=owner, client=application.client_id)
    return True


@transaction.atomic
def end_tokens(*, application: Application, owner: Any) -> int:
    """End every grant and token of an application, which stays enabled; return how many are known."""
    ended = revoke_client_tokens(application=application)
    record(AuditEventName.CLIENT_TOKENS_ENDED, person=None, actor=owner, client=application.client_id)
    return ended


@transaction.atomic
def delete(*, application: Application, owner: Any) -> bool:
    """Delete an application with everything that hangs on it; return whether it was still there."""
    row = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk, user_id=owner.pk).first()
    if row is None:
        return False
    row.changed_by = owner
    row.delete()
    return True
