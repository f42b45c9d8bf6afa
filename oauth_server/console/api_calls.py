"""A call to paste for each operation: curl with the credential that the operation takes."""

import json
import re
from collections.abc import Sequence

from django.conf import settings

from oauth_server.console.api_examples import body_of
from oauth_server.console.api_fields import Schema
from oauth_server.vocabulary import CredentialKind


def call_of(method: str, path: str, body: Schema, components: Schema, credentials: Sequence[str]) -> str:
    """Return the command, a line for each thing it sends; `$ACCESS` and the like are the reader's to set."""
    implied = "POST" if body else "GET"
    verb = "" if method == implied else f"-X {method} "
    lines = [f"curl {verb}{settings.ISSUER}{path.replace('{id}', '1')}"]
    if header := _header(credentials):
        lines.append(f'-H "{header}"')
    if body:
        lines += ['-H "Content-Type: application/json"', f"-d {_quoted(json.dumps(body_of(body, components)))}"]
    return " \\\n  ".join(lines)


def _header(credentials: Sequence[str]) -> str:
    """Return what a script sends: nothing where nothing is needed, else the usual credential that is taken."""
    if CredentialKind.ANONYMOUS in credentials:
        return ""
    headers = {
        CredentialKind.JWT: "Authorization: Bearer $ACCESS",
        CredentialKind.OAUTH2: "Authorization: Bearer $OAUTH_TOKEN",
        CredentialKind.DRF_TOKEN: "Authorization: Token $TOKEN",
        CredentialKind.API_KEY: f"{settings.API_KEY_HEADER}: $KEY",
    }
    return next((header for kind, header in headers.items() if kind in credentials), "")


def _quoted(text: str) -> str:
    """Return one word of the shell, in which only variables of our own are read."""
    return "'" + re.sub(r"\$[A-Z]+", r"'\g<0>'", text) + "'"
