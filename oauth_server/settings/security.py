"""Headers, cookies, CORS (RFC 9700 sections 2.6 and 4.16; OWASP ASVS 5.0 chapter 3)."""

from csp.constants import NONE, SELF

from oauth_server.settings import env

SECURE_SSL_REDIRECT = env.SECURE
SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]
"""Probes come by http from inside."""
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if env.SECURE and not env.DEMO else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.SECURE
SECURE_HSTS_PRELOAD = env.SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin-allow-popups"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "__Host-sessionid" if env.SECURE else "sessionid"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = env.SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = env.SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [env.ISSUER]
CSRF_FAILURE_VIEW = "oauth_server.console.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}

CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"]
_MCP_HEADERS = ["mcp-method", "mcp-name", "mcp-protocol-version"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "dpop",
    "if-none-match",
    env.API_KEY_HEADER.lower(),
    *_MCP_HEADERS,
]
CORS_EXPOSE_HEADERS = ["WWW-Authenticate", "DPoP-Nonce", "Retry-After", "ETag", "Link"]
CORS_URLS_REGEX = r"^$"
"""Opened address by address by the receiver in `oauth_server.protocol`: metadata for any origin, the token endpoint
and the API for the origins of active clients, everything else for none."""
