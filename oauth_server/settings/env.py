"""The only reader of the environment: each variable once, typed, with its default."""

from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

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
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.netloc or value != f"{parts.scheme}://{parts.netloc}":
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


SECRET_KEY = _required("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = _env.list("SECRET_KEY_FALLBACKS", default=[])
SIGNING_KEYS_SECRET = _required_list("SIGNING_KEYS_SECRET")
ISSUER = _issuer()
DEMO = _switch("DEMO", default="off")
DEBUG = _switch("DEBUG", default="off")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", default=[urlsplit(ISSUER).hostname])
DATABASE_URL: str = _env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
CACHE_URL: str = _env.str("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}")
EMAIL_URL: str = _env.str("EMAIL_URL", default="consolemail://")
DEFAULT_FROM_EMAIL: str = _env.str("DEFAULT_FROM_EMAIL", default=f"no-reply@{urlsplit(ISSUER).hostname}")
EMAIL_VERIFICATION = _choice("EMAIL_VERIFICATION", default="optional", choices=("optional", "mandatory"))
TRUSTED_PROXIES = [ip_network(network) for network in _env.list("TRUSTED_PROXIES", default=[])]
ADDRESS_LIMITS = _switch("ADDRESS_LIMITS", default="on")
LOG_LEVEL = _choice("LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = _choice("LOG_FORMAT", default="json", choices=("json", "console"))

SECURE = ISSUER.startswith("https://")
DATABASE = _env.db_url_config(DATABASE_URL)
CACHE = _env.cache_url_config(CACHE_URL)
EMAIL = _env.email_url_config(EMAIL_URL)
