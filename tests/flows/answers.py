"""What a client makes of an authorization response that is no plain query: a form, a signed JWT."""

import json
import re
import warnings
from html import unescape
from typing import Any

from django.test import Client
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import KeySet

FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
ACTION = re.compile(r'<form method="post" action="([^"]*)">')


def form_of(page: Any) -> tuple[str, dict[str, str]]:
    """Return where the form of a page leads, and its fields."""
    assert page.status_code == 200, (page.status_code, page.content)
    text = page.content.decode()
    (action,) = ACTION.findall(text)
    return unescape(action), {unescape(name): unescape(value) for name, value in FIELD.findall(text)}


def opened_jwt(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the header and the claims of a JWT that the server's published keys verify."""
    keys = KeySet.import_key_set(Client().get("/.well-known/jwks.json").json())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # EdDSA is the name that RFC 8037 gives Ed25519
        found = jws.deserialize_compact(token, keys, algorithms=["RS256", "PS256", "ES256", "EdDSA"])
    return dict(found.headers()), json.loads(found.payload)
