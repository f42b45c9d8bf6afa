"""What the demo prints: what to open, whom to sign in as, three calls to paste."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

WELCOME: Final = """
  Open    {issuer}   the server; sign in as alice, password {spoken}
          {sample_app}   a third party's application: choose "Sign in with oauth-server",
          or another kind of client: single page, native, machine, device, agent, FAPI 2.0
          {issuer}/account/access/   what can act as alice; revoke the application there
          {issuer}/developer/   register an application of your own, and run its quickstart

  Mail    whatever is mailed, codes too, is printed here below

  People  {people}
          All passwords and client secrets: {secrets}

  Paste   # a JWT pair, as our own mobile client gets it
          {curl} {issuer}/api/jwt/token/ -d username=alice -d password={password}

          # a DRF token
          {curl} {issuer}/api/token/ -d username=alice -d password={password}

          # the guarded API, with a fresh JWT
          {curl} {issuer}/api/whoami/ -H "Authorization: Bearer $({curl} {issuer}/api/jwt/token/ \\
            -d username=alice -d password={password} | sed 's/.*"access":"\\([^"]*\\)".*/\\1/')"
"""


def welcome(content: dict[str, Any], *, sample_app: str, secrets: Path, certificate: Path | None = None) -> str:
    """Return the text for the data that `seed` returned."""
    people = content["users"]
    password = next(person["password"] for person in people if person["username"] == "alice")
    return WELCOME.format(
        issuer=content["issuer"],
        curl=f"curl -s --cacert {certificate}" if certificate else "curl -s",
        sample_app=sample_app,
        people=", ".join(_introduced(person) for person in people),
        spoken=password,
        password=quote(password),
        secrets=secrets,
    )


def _introduced(person: dict[str, Any]) -> str:
    return f"{person['username']} ({', '.join(person['roles']) or 'no role'})"
