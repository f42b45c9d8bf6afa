"""Wire words and the facts that cross the layers; long because each word stands here once, and only here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

SECONDS_TO_RETRY: Final = 5
"""`Retry-After` of every 503: the database does not answer."""


class GrantType(StrEnum):
    """`grant_type` at the token endpoint (RFC 6749 sections 4 and 6, RFC 8628 section 3.4, RFC 8693 section 2.1)."""

    AUTHORIZATION_CODE = "authorization_code"
    REFRESH_TOKEN = "refresh_token"
    CLIENT_CREDENTIALS = "client_credentials"
    DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
    TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"


class ClientAuthMethod(StrEnum):
    """`token_endpoint_auth_method` (RFC 7591 section 2, OpenID Connect Core section 9)."""

    CLIENT_SECRET_BASIC = "client_secret_basic"
    CLIENT_SECRET_POST = "client_secret_post"
    PRIVATE_KEY_JWT = "private_key_jwt"
    NONE = "none"


class ClientPreset(StrEnum):
    """The kind of a client, which chooses its safe settings and refuses what contradicts them."""

    WEB = "web"
    SINGLE_PAGE = "single_page"
    NATIVE = "native"
    MACHINE = "machine"
    DEVICE = "device"
    AGENT = "agent"
    FAPI = "fapi2"


class ApplicationType(StrEnum):
    """`application_type` (OpenID Connect Registration section 2): it decides which redirect URIs may be registered."""

    WEB = "web"
    NATIVE = "native"


class SubjectType(StrEnum):
    """`subject_type` (OpenID Connect Core section 8)."""

    PUBLIC = "public"
    PAIRWISE = "pairwise"


class SigningAlgorithm(StrEnum):
    """`alg` of everything that is signed, by this server or by a client (RFC 7518 section 3.1, RFC 8037)."""

    RS256 = "RS256"
    PS256 = "PS256"
    ES256 = "ES256"
    EDDSA = "EdDSA"


PROOF_ALGORITHMS: Final = (SigningAlgorithm.ES256, SigningAlgorithm.PS256, SigningAlgorithm.EDDSA)
"""How a client may sign its DPoP proofs, in the order in which they are offered (RFC 9449 section 5.1)."""


class TokenFormat(StrEnum):
    """The form of an access token: signed and self-contained (RFC 9068), or a reference (RFC 6749 section 1.4)."""

    JWT = "jwt"
    OPAQUE = "opaque"


class MediaType(StrEnum):
    """`typ` of a JWS (RFC 8725 section 3.11): each kind of token has its own."""

    ACCESS_TOKEN = "at+jwt"
    ID_TOKEN = "JWT"
    LOGOUT_TOKEN = "logout+jwt"
    DPOP_PROOF = "dpop+jwt"
    REQUEST_OBJECT = "oauth-authz-req+jwt"
    INTROSPECTION = "token-introspection+jwt"
    CLIENT_ASSERTION = "client-authentication+jwt"


RESPONSE_TYPES: Final = ("code",)
"""`response_type` (RFC 6749 section 3.1.1): what a request may ask for, and a client be registered for."""


class ResponseMode(StrEnum):
    """`response_mode` (OAuth 2.0 Multiple Response Types section 2.1, Form Post Response Mode, JARM section 2.3)."""

    QUERY = "query"
    FORM_POST = "form_post"
    JWT = "jwt"
    QUERY_JWT = "query.jwt"
    FORM_POST_JWT = "form_post.jwt"


class TokenType(StrEnum):
    """`token_type` of an answer and `token_type_hint` of a question (RFC 6749 section 7.1, RFC 7009 section 2.1)."""

    BEARER = "Bearer"
    DPOP = "DPoP"
    ACCESS_TOKEN = "access_token"
    REFRESH_TOKEN = "refresh_token"


class TokenTypeIdentifier(StrEnum):
    """`subject_token_type` and its like (RFC 8693 section 3)."""

    ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
    JWT = "urn:ietf:params:oauth:token-type:jwt"
    SUBJECT = "urn:x-oauth-server:token-type:subject"
    """Our own: the `sub` of a person, for whom an administrator is to act."""


class Prompt(StrEnum):
    """`prompt` of an authentication request (OpenID Connect Core section 3.1.2.1, Prompt Create)."""

    NONE = "none"
    LOGIN = "login"
    CONSENT = "consent"
    SELECT_ACCOUNT = "select_account"
    CREATE = "create"


class Acr(StrEnum):
    """`acr`: levels of ISO/IEC 29115, as OpenID Connect Core section 2 counts, the lowest first."""

    ONE_FACTOR = "1"
    TWO_FACTORS = "2"

    def is_reached_by(self, acr: str | None) -> bool:
        """Return whether a sign-in on the level `acr` is as sure as this one."""
        return acr in list(Acr)[list(Acr).index(self) :]


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
    ADDRESS = "address"
    PHONE = "phone"
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
    ADMIN_ACT = "admin:act"


def _(text: str) -> str:
    """Mark a text for the catalogues of translations; whoever shows it translates it."""
    return text


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """`text`: the consent text; `optional`: the person may untick it; `resource`: belongs to the guarded API (else to
    the authorization server itself); `default`: given to a client whose registration names no scopes; `staff`: of use
    to administrators only, so that no device gets it."""

    text: str
    optional: bool = True
    resource: bool = True
    default: bool = False
    staff: bool = False


SCOPES: Mapping[Scope, ScopeFacts] = {
    Scope.OPENID: ScopeFacts(_("Know who you are on this server"), optional=False, resource=False, default=True),
    Scope.PROFILE: ScopeFacts(_("See your name and user name"), resource=False, default=True),
    Scope.EMAIL: ScopeFacts(_("See your e-mail address"), resource=False, default=True),
    Scope.ADDRESS: ScopeFacts(_("See your postal address"), resource=False),
    Scope.PHONE: ScopeFacts(_("See your telephone number"), resource=False),
    Scope.ROLES: ScopeFacts(_("See the roles you hold"), resource=False),
    Scope.OFFLINE_ACCESS: ScopeFacts(_("Act for you while you are away"), resource=False, default=True),
    Scope.ACCOUNT_READ: ScopeFacts(_("See how you are signed in and what you may do"), default=True),
    Scope.TODO_READ: ScopeFacts(_("See your to-do list"), default=True),
    Scope.TODO_WRITE: ScopeFacts(_("Change your to-do list"), default=True),
    Scope.ANNOUNCEMENTS_WRITE: ScopeFacts(_("Publish, change and delete announcements")),
    Scope.REPORTS_READ: ScopeFacts(_("Read the reports that managers read")),
    Scope.REPORTS_WRITE: ScopeFacts(_("Write, change and delete reports")),
    Scope.EMPLOYEES_READ: ScopeFacts(_("Read employee records")),
    Scope.EMPLOYEES_WRITE: ScopeFacts(_("Add, change and delete employee records")),
    Scope.ADMIN_READ: ScopeFacts(_("Read what administrators read"), staff=True),
    Scope.ADMIN_ACT: ScopeFacts(_("See what other people see, where you may act for them"), resource=False, staff=True),
}
DEFAULT_SCOPES = tuple(scope for scope, facts in SCOPES.items() if facts.default)


class OAuthError(StrEnum):
    """Error words of RFC 6749, 6750, 7591, 8628, 8707, 9101, 9449, 9470, and OpenID Connect Core section 3.1.2.6."""

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
    INVALID_REQUEST_OBJECT = "invalid_request_object"
    INVALID_REQUEST_URI = "invalid_request_uri"
    UNMET_AUTHENTICATION_REQUIREMENTS = "unmet_authentication_requirements"
    INVALID_DPOP_PROOF = "invalid_dpop_proof"
    USE_DPOP_NONCE = "use_dpop_nonce"
    AUTHORIZATION_PENDING = "authorization_pending"
    SLOW_DOWN = "slow_down"
    EXPIRED_TOKEN = "expired_token"
    INVALID_REDIRECT_URI = "invalid_redirect_uri"
    INVALID_CLIENT_METADATA = "invalid_client_metadata"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the cap of a client takes: scopes of its token, roles of the person; `roles_capped`: whether only roles that
    the cap names count, so that being a superuser does not."""

    scopes: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    roles_capped: bool = False


NOTHING_WITHHELD: Final = Withheld()


@dataclass(frozen=True, slots=True)
class AccessTokenFacts:
    """What a verified credential says, read live: who (`user`, an instance of the user model, or None for a machine),
    the roles held now, for which client, narrowed to which scopes (None: not narrowed), for which audience,
    under which sign-in (`sid`, the primary key `session_id` of its row, `auth_time`, `acr`, `amr`), until when;
    `confirmation`: the thumbprint of the key whose possession was proved (RFC 9449 section 6), None for a bearer;
    `actor`: the `act` claim (RFC 8693 section 4.1), None where nobody acts for another; `withheld`: what does not count
    although it was given or is held."""

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
    confirmation: str | None = None
    actor: Mapping[str, Any] | None = None
    withheld: Withheld = NOTHING_WITHHELD


def person_acts(actor: Mapping[str, Any] | None) -> bool:
    """Return whether an `act` claim names a person, at any depth: a client's `sub` is its `client_id`."""
    while actor is not None:
        if actor.get("sub") != actor.get("client_id"):
            return True
        actor = actor.get("act")
    return False


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
    ACTOR_GONE = "actor_gone"
    CLIENT_DISABLED = "client_disabled"
    WRONG_AUDIENCE = "wrong_audience"
    KEY_WITHDRAWN = "key_withdrawn"
    PROOF_MISSING = "proof_missing"
    PROOF_INVALID = "proof_invalid"
    PROOF_REPLAYED = "proof_replayed"
    PROOF_NONCE = "proof_nonce"
    NOT_BOUND = "not_bound"
    SECOND_FACTOR = "second_factor"
    ADDRESS_UNVERIFIED = "address_unverified"
    WRONG_PASSWORD = "wrong_password"
    WRONG_CODE = "wrong_code"
    TOO_MANY_GUESSES = "too_many_guesses"


PROOF_ERRORS: Final[Mapping[RefusalReason, OAuthError]] = {
    RefusalReason.PROOF_MISSING: OAuthError.INVALID_DPOP_PROOF,
    RefusalReason.PROOF_INVALID: OAuthError.INVALID_DPOP_PROOF,
    RefusalReason.PROOF_REPLAYED: OAuthError.INVALID_DPOP_PROOF,
    RefusalReason.PROOF_NONCE: OAuthError.USE_DPOP_NONCE,
}
"""What a client is told of its proof (RFC 9449 sections 5, 7.1, 8 and 9), so that it can make a better one."""


class TokenRefused(Exception):
    """A credential was recognised and is no good."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason)
        self.reason = reason
