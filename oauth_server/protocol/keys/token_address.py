"""Which token of which module holds the keys: a PKCS #11 URI (RFC 7512)."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class TokenAddress:
    """The library, the label of the token, and the PIN of its user, which no message shows."""

    module: str
    token: str
    pin: str = field(repr=False)

    @classmethod
    def of(cls, rest: str) -> Self:
        """Read what follows `pkcs11:`, such as `token=keys?module-path=/usr/lib/module.so&pin-source=/run/pin`."""
        path, _, query = rest.partition("?")
        named = _attributes(path, ";") | _attributes(query, "&")
        unknown = named.keys() - {"token", "module-path", "pin-value", "pin-source"}
        if unknown or not named.get("token") or not named.get("module-path"):
            raise ImproperlyConfigured("SIGNING_KEYS: pkcs11: needs token, module-path, and pin-source or pin-value.")
        return cls(named["module-path"], named["token"], named.get("pin-value") or _pin(named.get("pin-source", "")))


def _attributes(part: str, separator: str) -> dict[str, str]:
    pairs = (attribute.partition("=") for attribute in part.split(separator) if attribute)
    return {name: unquote(value) for name, _, value in pairs}


def _pin(source: str) -> str:
    try:
        return Path(source.removeprefix("file:")).read_text(encoding="utf-8").strip()
    except OSError:
        raise ImproperlyConfigured("SIGNING_KEYS: the pin-source of the pkcs11: URI cannot be read.") from None
