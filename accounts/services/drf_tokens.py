"""The DRF token given and taken, with its line in the audit trail (contract: First-party credentials)."""

from collections.abc import Sequence

from django.db import transaction

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.services.doors import Door
from accounts.tokens import drf_token
from oauth_server.vocabulary import CredentialKind


@transaction.atomic
def give_token(*, user: User, amr: Sequence[str]) -> str:
    """Return the token of `user`, who has just proved who they are by the methods of `amr`."""
    key = drf_token.issue(user)
    record(AuditEventName.SIGNED_IN, person=user, detail={"amr": list(amr), "door": Door.DRF_TOKEN})
    return key


@transaction.atomic
def end_token(*, user: User) -> None:
    """End the token of `user`; the next one is another."""
    if drf_token.revoke(user):
        record(AuditEventName.TOKEN_REVOKED, person=user, detail={"kind": CredentialKind.DRF_TOKEN})
