"""The audit trail: one row an event, in the transaction of what happened (OWASP ASVS 5.0 section 16.3)."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent, User
from oauth_server.vocabulary import RefusalReason

log = structlog.get_logger(__name__)


class AuditEventName(StrEnum):
    """Everything that the trail keeps; the word stands in the row and in the log alike."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    GUESSES_SPENT = "guesses_spent"
    SESSION_ENDED = "session_ended"
    TOKENS_ISSUED = "tokens_issued"
    TOKENS_REFRESHED = "tokens_refreshed"
    TOKEN_REUSED = "token_reused"
    TOKEN_REVOKED = "token_revoked"
    GRANTS_REVOKED = "grants_revoked"
    CONSENT_GIVEN = "consent_given"
    CONSENT_REFUSED = "consent_refused"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    SIGNING_KEY_MADE = "signing_key_made"
    SIGNING_KEY_WITHDRAWN = "signing_key_withdrawn"
    SIGNING_KEY_REVOKED = "signing_key_revoked"
    CLIENT_REGISTERED = "client_registered"
    CLIENT_CHANGED = "client_changed"
    CLIENT_DISABLED = RefusalReason.CLIENT_DISABLED.value
    CLIENT_ENABLED = "client_enabled"
    CLIENT_TOKENS_ENDED = "client_tokens_ended"
    CLIENT_APPROVED = "client_approved"
    CLIENT_NOT_APPROVED = "client_not_approved"
    CLIENT_WAITS = "client_waits"
    DEVELOPER_POLICY_CHANGED = "developer_policy_changed"
    CLIENT_DELETED = "client_deleted"
    CLIENT_REFUSED = "client_refused"
    REQUEST_REFUSED = "request_refused"
    INITIAL_ACCESS_TOKEN_MADE = "initial_access_token_made"
    CLIENT_SECRET_RENEWED = "client_secret_renewed"
    CLIENT_OLDER_SECRET_ENDED = "client_older_secret_ended"
    REGISTERED = "registered"
    ADDRESS_CHANGED = "address_changed"
    ADDRESS_VERIFIED = "address_verified"
    PASSWORD_CHANGED = "password_changed"
    PASSWORD_RESET = "password_reset"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    CREDENTIALS_REVOKED = "credentials_revoked"
    NOT_ME = "not_me"
    USER_DISABLED = RefusalReason.USER_DISABLED.value
    USER_ENABLED = "user_enabled"
    USER_DELETED = "user_deleted"
    PROFILE_CHANGED = "profile_changed"
    DATA_EXPORTED = "data_exported"
    DELETION_ASKED = "deletion_asked"
    ACCOUNT_KEPT = "account_kept"
    PROVIDER_CONNECTED = "provider_connected"
    PROVIDER_DISCONNECTED = "provider_disconnected"
    LOGOUT_NOT_DELIVERED = "logout_not_delivered"
    LOGOUT_TESTED = "logout_tested"
    ACTED_FOR_PERSON = "acted_for_person"
    ACTING_REFUSED = "acting_refused"


_INSERT: Final = f"""insert into {AuditEvent._meta.db_table} (at, event, person, actor, client, sid, request_id, detail)
values (%s, %s, %s, %s, %s, %s, %s, %s)"""  # noqa: S608 - the name of our own model; less than half of what the ORM costs


def record(
    event: AuditEventName,
    *,
    person: User | UUID | None,
    actor: User | None = None,
    client: str = "",
    sid: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append an event and write it to the log: one INSERT, in the caller's transaction.

    `person` is whom it happened to (or their `audit_key`), `actor` who did it where that is somebody else, `client` a
    client identifier.
    `detail` is small JSON of words and numbers; no secret, no name and no address has a place in it.
    """
    key, by = _key(person), _key(actor)
    told = dict(detail or {})
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))[:36]
    row = (
        connection.ops.adapt_datetimefield_value(timezone.now()),
        str(event),
        _identifier(key),
        _identifier(by),
        client[:100],
        _identifier(sid),
        request_id,
        json.dumps(told),
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, row)
    named = {"person": key, "actor": by, "client": client, "sid": sid}
    log.info(str(event), **{name: str(value) for name, value in named.items() if value}, **told)


def _key(user: User | UUID | None) -> UUID | None:
    return user.audit_key if isinstance(user, User) else user


def _identifier(value: UUID | None) -> Any:
    return value if value is None or connection.features.has_native_uuid_field else value.hex
