"""Wire words and the facts that cross the layers; standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

SECONDS_TO_RETRY: Final = 5
"""`Retry-After` of every 503: the database does not answer."""


class GrantType(StrEnum):
    """`grant_type` at the token endpoint (RFC 6749 sections 4 and 6)."""

    AUTHORIZATION_CODE = "authorization_code"
    REFRESH_TOKEN = "refresh_token"
    CLIENT_CREDENTIALS = "client_credentials"


class ClientAuthMethod(StrEnum):
    """`token_endpoint_auth_method` (RFC 7591 section 2)."""

    CLIENT_SECRET_BASIC = "client_secret_basic"
    CLIENT_SECRET_POST = "client_secret_post"
    NONE = "none"


class TokenType(StrEnum):
    """`token_type` of an answer and `token_type_hint` of a question (RFC 6749 section 7.1, RFC 7009 section 2.1)."""

    BEARER = "Bearer"
    ACCESS_TOKEN = "access_token"
    REFRESH_TOKEN = "refresh_token"


class Prompt(StrEnum):
    """`prompt` of an authentication request (OpenID Connect Core section 3.1.2.1, Prompt Create)."""

    NONE = "none"
    LOGIN = "login"
    CONSENT = "consent"
    SELECT_ACCOUNT = "select_account"
    CREATE = "create"


class CredentialKind(StrEnum):
    """What a caller of the guarded API proved itself with."""

    ANONYMOUS = "anonymous"
    SESSION = "session"
    JWT = "jwt"
    DRF_TOKEN = "drf_token"
    BASIC = "basic"
    REMOTE_USER = "remote_user"
    API_KEY = "api_key"
    SERVICE_KEY = "service_key"
    OAUTH2 = "oauth2"
    OAUTH2_MACHINE = "oauth2_machine"


class Scope(StrEnum):
    """Every scope that this server issues; what it says to people stands in `SCOPE_TEXTS`."""

    OPENID = "openid"
    PROFILE = "profile"
    EMAIL = "email"
    ROLES = "roles"
    OFFLINE_ACCESS = "offline_access"
    ACCOUNT_READ = "account:read"
    TODO_READ = "todo:read"
    TODO_WRITE = "todo:write"
    ANNOUNCEMENTS_WRITE = "announcements:write"
    REPORTS_READ = "reports:read"
    REPORTS_WRITE = "reports:write"
    EMPLOYEES_READ = "employees:read"
    EMPLOYEES_WRITE = "employees:write"
    ADMIN_READ = "admin:read"


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """`text`: the consent text; `optional`: the person may untick it; `resource`: belongs to the guarded API (else to
    the authorization server itself); `default`: given to a client whose registration names no scopes."""

    text: str
    optional: bool = True
    resource: bool = True
    default: bool = False


SCOPES: Mapping[Scope, ScopeFacts] = {
    Scope.OPENID: ScopeFacts("Know who you are on this server", optional=False, resource=False, default=True),
    Scope.PROFILE: ScopeFacts("See your name and user name", resource=False, default=True),
    Scope.EMAIL: ScopeFacts("See your e-mail address", resource=False, default=True),
    Scope.ROLES: ScopeFacts("See the roles you hold", resource=False),
    Scope.OFFLINE_ACCESS: ScopeFacts("Act for you while you are away", resource=False, default=True),
    Scope.ACCOUNT_READ: ScopeFacts("See how you are signed in and what you may do", default=True),
    Scope.TODO_READ: ScopeFacts("See your to-do list", default=True),
    Scope.TODO_WRITE: ScopeFacts("Change your to-do list", default=True),
    Scope.ANNOUNCEMENTS_WRITE: ScopeFacts("Publish, change and delete announcements"),
    Scope.REPORTS_READ: ScopeFacts("Read the reports that managers read"),
    Scope.REPORTS_WRITE: ScopeFacts("Write, change and delete reports"),
    Scope.EMPLOYEES_READ: ScopeFacts("Read employee records"),
    Scope.EMPLOYEES_WRITE: ScopeFacts("Add, change and delete employee records"),
    Scope.ADMIN_READ: ScopeFacts("Read what administrators read"),
}
DEFAULT_SCOPES = tuple(scope for scope, facts in SCOPES.items() if facts.default)


class OAuthError(StrEnum):
    """Error words of RFC 6749, RFC 6750, RFC 8707, RFC 9470 and OpenID Connect Core section 3.1.2.6."""

    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    INVALID_SCOPE = "invalid_scope"
    INVALID_TARGET = "invalid_target"
    INVALID_TOKEN = "invalid_token"
    INSUFFICIENT_SCOPE = "insufficient_scope"
    INSUFFICIENT_USER_AUTHENTICATION = "insufficient_user_authentication"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"
    UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type"
    ACCESS_DENIED = "access_denied"
    LOGIN_REQUIRED = "login_required"
    CONSENT_REQUIRED = "consent_required"
    REQUEST_NOT_SUPPORTED = "request_not_supported"
    REQUEST_URI_NOT_SUPPORTED = "request_uri_not_supported"


@dataclass(frozen=True, slots=True)
class AccessTokenFacts:
    """What a verified credential says, read live: who (`user`, an instance of the user model, or None for a machine),
    the roles held now, for which client, narrowed to which scopes (None: not narrowed), for which audience,
    under which sign-in (`sid`, the primary key `session_id` of its row, `auth_time`, `acr`, `amr`), until when."""

    user: Any
    roles: frozenset[str] = frozenset()
    client_id: str | None = None
    client_name: str | None = None
    scopes: frozenset[str] | None = None
    audience: str | None = None
    sid: UUID | None = None
    session_id: int | None = None
    auth_time: datetime | None = None
    acr: str | None = None
    amr: tuple[str, ...] = ()
    expires: datetime | None = None


class RefusalReason(StrEnum):
    """Why a credential is no good: a word for the decision and its log, never for the caller."""

    MALFORMED = "malformed"
    WRONG_KIND = "wrong_kind"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SESSION_ENDED = "session_ended"
    SESSION_EXPIRED = "session_expired"
    EPOCH = "epoch"
    USER_DISABLED = "user_disabled"
    CLIENT_DISABLED = "client_disabled"
    WRONG_AUDIENCE = "wrong_audience"
    SECOND_FACTOR = "second_factor"
    ADDRESS_UNVERIFIED = "address_unverified"
    WRONG_PASSWORD = "wrong_password"
    TOO_MANY_GUESSES = "too_many_guesses"


class TokenRefused(Exception):
    """A credential was recognised and is no good."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason)
        self.reason = reason
