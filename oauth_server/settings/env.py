"""The only reader of the environment: each variable once, typed, with its default; a fault names its variable."""

import re
import warnings
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

_TAKEN = {
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "origin",
    "referer",
    "x-csrftoken",
    "x-forwarded-for",
    "x-forwarded-proto",
}
"""Headers that mean something else already."""

_env = environ.FileAwareEnv()
_env.read_env(str(BASE_DIR / ".env"))


def _required(name: str) -> str:
    value: str = _env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set (the environment, {name}_FILE, or .env).")
    return value


def _required_list(name: str) -> list[str]:
    return [part.strip() for part in _required(name).split(",") if part.strip()]


def _issuer() -> str:
    value = _required("ISSUER")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("https", "http") or not host or value != f"{parts.scheme}://{parts.netloc}" or "@" in value:
        raise ImproperlyConfigured("ISSUER must be an origin without a path, such as https://id.example.org.")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ImproperlyConfigured("ISSUER must be https, except on a loopback address.")
    return value


def _choice(name: str, *, default: str, choices: tuple[str, ...]) -> str:
    value: str = _env.str(name, default=default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}.")
    return value


def _switch(name: str, *, default: str) -> bool:
    return _choice(name, default=default, choices=("on", "off")) == "on"


def _header(name: str, *, default: str) -> str:
    """Return the name of a header that carries a credential and nothing else (RFC 9110 section 5.1)."""
    value: str = _env.str(name, default="") or default
    if value and (not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", value) or value.lower() in _TAKEN):
        raise ImproperlyConfigured(f"{name} must name a header of its own, such as X-API-Key, without underscores.")
    return value


def _service(name: str, *, default: str, parse: Callable[[str], dict[str, Any]], backend: str) -> dict[str, Any]:
    """Return the settings of a service from its URL; the message never holds the URL, which may carry a password."""
    try:
        with warnings.catch_warnings(action="ignore"):  # they would print the URL
            config = parse(_env.str(name, default=default))
    except (ImproperlyConfigured, ValueError):
        config = {}
    if "." not in config.get(backend, ""):  # an unknown scheme comes back as it is, a known one as a dotted path
        raise ImproperlyConfigured(f"{name} is no URL of a kind that is known here.")
    return config


def _networks(name: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(network) for network in _env.list(name, default=[])]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must name networks, such as 10.0.0.0/8: {error}.") from None


SECRET_KEY = _required("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = _env.list("SECRET_KEY_FALLBACKS", default=[])
SIGNING_KEYS_SECRET = _required_list("SIGNING_KEYS_SECRET")
SIGNING_KEYS: str = _env.str("SIGNING_KEYS", default="") or "database"
ISSUER = _issuer()
DEMO = _switch("DEMO", default="off")
DEBUG = _switch("DEBUG", default="off")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", default=[urlsplit(ISSUER).hostname])
DATABASE = _service(
    "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}", parse=_env.db_url_config, backend="ENGINE"
)
CACHE = _service(
    "CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}", parse=_env.cache_url_config, backend="BACKEND"
)
EMAIL = _service("EMAIL_URL", default="consolemail://", parse=_env.email_url_config, backend="EMAIL_BACKEND")
DEFAULT_FROM_EMAIL: str = _env.str("DEFAULT_FROM_EMAIL", default=f"no-reply@{urlsplit(ISSUER).hostname}")
EMAIL_VERIFICATION = _choice("EMAIL_VERIFICATION", default="optional", choices=("optional", "mandatory"))
TRUSTED_PROXIES = _networks("TRUSTED_PROXIES")
BASIC_AUTHENTICATION = _switch("BASIC_AUTHENTICATION", default="off")
REMOTE_USER_HEADER = _header("REMOTE_USER_HEADER", default="")
API_KEY_HEADER = _header("API_KEY_HEADER", default="X-API-Key")
if API_KEY_HEADER.lower() == REMOTE_USER_HEADER.lower():
    raise ImproperlyConfigured("REMOTE_USER_HEADER and API_KEY_HEADER must name two headers.")
REGISTRATION = _choice("REGISTRATION", default="open" if DEMO else "off", choices=("off", "token", "open"))
FETCH_ALLOWED_HOSTS: list[str] = _env.list("FETCH_ALLOWED_HOSTS", default=[])
PASSWORD_DOORS = _switch("PASSWORD_DOORS", default="on")
ADMIN_MFA = _switch("ADMIN_MFA", default="off" if DEMO else "on")
ADDRESS_LIMITS = _switch("ADDRESS_LIMITS", default="on")
LOG_LEVEL = _choice("LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = _choice("LOG_FORMAT", default="json", choices=("json", "console"))

SECURE = ISSUER.startswith("https://")
