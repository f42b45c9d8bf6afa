"""User codes: short enough to type, too many to guess (RFC 8628 sections 5.1 and 6.1)."""

import re
import secrets
from typing import Final

from django.utils.crypto import salted_hmac

ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so no words; letters only, so no digit is taken for a letter."""
LENGTH: Final = 8
_FORM: Final = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_IGNORED: Final = re.compile(r"[\s\-\u2010-\u2015._]+")


def new() -> str:
    """Return a new code of 8 letters, 34 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(typed: str) -> str | None:
    """Return the code that somebody typed, case, dashes and spaces ignored; None for what cannot be one."""
    code = _IGNORED.sub("", typed[:100]).upper()
    return code if _FORM.fullmatch(code) else None


def shown(code: str) -> str:
    """Return a code as people read it: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def keyed_digest(code: str) -> str:
    """Return what is kept of a code: under the server's secret, for whoever reads the rows could try all codes."""
    return salted_hmac("device user code", code, algorithm="sha256").hexdigest()
