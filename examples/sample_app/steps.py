"""An exchange in the words of a page: each parameter on its own line, secrets cut short."""

import json
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from examples.sample_app.visits import Step

SECRETS: Final = frozenset({"access_token", "code", "code_verifier", "id_token", "id_token_hint", "refresh_token"})
SHOWN: Final = 12
"""Characters of a secret that the page shows, enough to tell two apart."""
LONGEST_BODY: Final = 4000


def address(url: str) -> str:
    """Return an address with each parameter on a line of its own."""
    parts = urlsplit(url)
    return "\n".join([f"{parts.scheme}://{parts.netloc}{parts.path}", parameters(parts.query)]).strip()


def parameters(query: str) -> str:
    """Return the parameters of a query or form, one a line, indented."""
    return "\n".join(f"    {name} = {_cut(name, values[0])}" for name, values in parse_qs(query).items())


def members(document: dict[str, Any]) -> str:
    """Return a JSON object, its secrets cut short."""
    return json.dumps({name: _cut(name, value) for name, value in document.items()}, indent=2, ensure_ascii=False)


def api_call(method: str, path: str, status: int, body: str, sent: dict[str, str] | None = None) -> Step:
    """Return the step of an API call; a body that is not JSON is shown as it came."""
    try:
        text = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        text = body
    request = f"{method} {path}\nAuthorization: Bearer …"
    if sent is not None:
        request += f"\n\n{json.dumps(sent, ensure_ascii=False)}"
    received = f"{status}\n{text}".strip()[:LONGEST_BODY]
    return Step(f"{method} {path}", request, received, good=status < 400)


def _cut(name: str, value: Any) -> Any:
    if name in SECRETS and isinstance(value, str) and len(value) > SHOWN:
        return f"{value[:SHOWN]}…"
    return value
