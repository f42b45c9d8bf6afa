"""django-oauth-toolkit: swapped models, every RFC 9700 gate on, lifetimes (contract: Lifetimes)."""

from datetime import timedelta

from oauth_server.settings import env
from oauth_server.vocabulary import SCOPES, SigningAlgorithm

OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth_server.Application"
OAUTH2_PROVIDER_GRANT_MODEL = "oauth_server.Grant"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "oauth_server.AccessToken"
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "oauth_server.RefreshToken"
OAUTH2_PROVIDER_ID_TOKEN_MODEL = "oauth_server.IDToken"
OAUTH2_PROVIDER_DEVICE_GRANT_MODEL = "oauth_server.DeviceGrant"

SIGNING_KEYS_SECRET = env.SIGNING_KEYS_SECRET
SIGNING_KEYS = env.SIGNING_KEYS
REGISTRATION = env.REGISTRATION
ADDRESS_LIMITS = env.ADDRESS_LIMITS
FETCH_ALLOWED_HOSTS = env.FETCH_ALLOWED_HOSTS
API_RESOURCE = f"{env.ISSUER}/api"
MCP_RESOURCE = f"{env.ISSUER}/mcp"
ACCESS_TOKEN_VERIFIER = "oauth_server.protocol.tokens.verify.verify_access_token"
CLIENT_SCOPES = "oauth_server.protocol.services.clients.registered_scopes"
"""What explains a refusal asks it what an application might ask for."""

CODE_LIFETIME = timedelta(seconds=60)
AUTHORIZATION_REQUEST_LIFETIME = timedelta(minutes=30)
PUSHED_REQUEST_LIFETIME = timedelta(seconds=60)
ACCESS_TOKEN_LIFETIME = timedelta(minutes=10)
JWT_ACCESS_TOKEN_LIFETIME = timedelta(minutes=5)
ACCESS_TOKEN_ALGORITHM = SigningAlgorithm.ES256
"""What signs JWT access tokens: ES256 or EdDSA."""
DEVICE_CODE_LIFETIME = timedelta(minutes=10)
DEVICE_POLLING_INTERVAL = timedelta(seconds=5)
DEVICE_SIGN_IN_MAX_AGE = timedelta(minutes=15)
"""Whoever signed in longer ago proves to be there again before they let a device in."""
ID_TOKEN_LIFETIME = timedelta(minutes=10)
REFRESH_TOKEN_IDLE_LIFETIME = timedelta(days=14)
REFRESH_TOKEN_ABSOLUTE_LIFETIME = timedelta(days=90)
REFRESH_TOKEN_RETRY_WINDOW = timedelta(seconds=30)
SIGNING_KEY_MAX_AGE = timedelta(hours=1)
SIGNING_KEY_MARGIN = timedelta(minutes=5)
"""For clocks that differ, processes that have not read the rows again, and answers that are still on their way."""
SIGNING_KEY_LIFETIME = timedelta(days=90)
SIGNING_KEY_HINT_LIFETIME = timedelta(days=90)
"""How long after its key retired an ID token is good as a hint at logout: as long as its client could refresh."""
SIGNING_KEYS_REREAD = timedelta(seconds=30)
"""How long a process goes on with the keys that it knows before it looks at the rows again."""

OAUTH2_PROVIDER = {
    "OAUTH2_VALIDATOR_CLASS": "oauth_server.protocol.request_validator.RequestValidator",
    "SCOPES": {str(scope): facts.text for scope, facts in SCOPES.items()},
    "DEFAULT_SCOPES": [],
    "SCOPES_BACKEND_CLASS": "oauth_server.protocol.scopes.ClientScopes",
    "CLIENT_SECRET_HASHER": "client_secret_sha256",
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": env.ISSUER,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": int(CODE_LIFETIME.total_seconds()),
    "ACCESS_TOKEN_EXPIRE_SECONDS": int(ACCESS_TOKEN_LIFETIME.total_seconds()),
    "ID_TOKEN_EXPIRE_SECONDS": int(ID_TOKEN_LIFETIME.total_seconds()),
    "REFRESH_TOKEN_EXPIRE_SECONDS": int(REFRESH_TOKEN_IDLE_LIFETIME.total_seconds()),
    "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "ALLOWED_SCHEMES": ["https", "http"],
    "PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
}
