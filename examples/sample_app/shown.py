"""Steps as HTML: every value escaped, secrets cut short, what is signed decoded, each parameter with its meaning."""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

from examples.sample_app.meanings import MEANINGS
from examples.sample_app.steps import NEWEST, Side, Step

SECRETS: Final = frozenset(
    {
        "access_token",
        "client_secret",
        "code",
        "code_verifier",
        "device_code",
        "id_token",
        "id_token_hint",
        "refresh_token",
        "registration_access_token",
    }
)
BEGINNING: Final = 8
END: Final = 4
"""Characters of a secret that a page shows, enough to tell two apart that begin alike."""
TIMES: Final = frozenset({"auth_time", "exp", "iat", "nbf", "updated_at"})
SIGNED: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


def steps(told: list[Step]) -> str:
    """Return the items of the list of steps, in order; the newest is open."""
    return "\n".join(_step(number, step, newest=step is told[-1]) for number, step in enumerate(told, 1))


def rows(values: Mapping[str, Any]) -> str:
    """Return names and values as the items of a description list."""
    return "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(_text(name, value))}</dd>" for name, value in values.items())


def _step(number: int, step: Step, *, newest: bool) -> str:
    status = f'<span class="status">{escape(step.received.start)}</span>' if step.received else ""
    notes = [step.word, f"{step.times} times" if step.times > 1 else ""]
    where = " · ".join(note for note in (step.who, _where(step.sent.start), *notes) if note)
    received = f"<h3>Received</h3>{_side(step.received)}" if step.received else ""
    place = f' id="{NEWEST}"' if newest else ""
    return (
        f'<li class="{"accepted" if step.good else "refused"}"{place}><details{" open" if newest else ""}>'
        f'<summary><span class="number">{number}</span><span class="title">{escape(step.title)}</span>{status}'
        f'<span class="who">{escape(where)}</span></summary><div class="told">'
        f'<p class="says">{escape(step.says)} <cite>{escape(step.section)}</cite></p>'
        f"<h3>Sent</h3>{_side(step.sent)}{received}</div></details></li>"
    )


def _where(start: str) -> str:
    """Return method and path of a request line with a whole address."""
    method, _, url = start.partition(" ")
    return f"{method} {urlsplit(url).path}"


def _side(side: Side) -> str:
    lines = "".join(_line(name, value) for name, value in (*side.headers, *side.members))
    told = f'<dl class="lines">{lines}</dl>' if lines else ""
    text = f'<pre tabindex="0">{escape(_cut_signed(side.text))}</pre>' if side.text else ""
    more = f'<p class="hint">And {side.more} more that this application does not need.</p>' if side.more else ""
    return f'<p class="start">{escape(side.start)}</p>{told}{text}{more}'


def _line(name: str, value: Any) -> str:
    meaning, section = MEANINGS.get(name, ("", ""))
    why = f"{escape(meaning)} <cite>{escape(section)}</cite>" if meaning else ""
    found = SIGNED.search(value) if isinstance(value, str) else None
    decoded = _decoded(found[0]) if found else ""
    return (
        f'<div class="line"><dt>{escape(name)}</dt><dd class="value">{escape(_text(name, value))}</dd>'
        f'<dd class="why">{why}</dd>{decoded}</div>'
    )


def _decoded(token: str) -> str:
    """Return header and claims of a signed object; nothing if it is none. Who is to check it has done so, or will."""
    try:
        header, claims = (json.loads(urlsafe_b64decode(f"{part}==")) for part in token.split(".")[:2])
    except ValueError:
        return ""
    return (
        '<dd class="whole"><details class="decoded">'
        f"<summary>What it says: {escape(str(header.get('typ', 'JWT')))}, {escape(str(header.get('alg')))}</summary>"
        f'<h4>Header</h4><dl class="lines">{_lines(header)}</dl>'
        f'<h4>Claims</h4><dl class="lines">{_lines(claims)}</dl></details></dd>'
    )


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(_line(name, value) for name, value in values.items())


def _text(name: str, value: Any) -> str:
    if name in TIMES and isinstance(value, int):
        return f"{datetime.fromtimestamp(value, UTC):%Y-%m-%d %H:%M:%S} UTC"
    if name == "keys" and isinstance(value, list):
        return _listed(f"{key.get('alg')} {str(key.get('kid'))[:8]}…" for key in value)
    if value and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return _listed(value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if name in SECRETS:
        return _cut(value)
    if value.startswith("Basic "):
        return f"Basic {_cut(value.removeprefix('Basic '))}"
    return _cut_signed(value)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)


def _cut(secret: str) -> str:
    """Return the two ends of a secret, and nothing of a short one."""
    return f"{secret[:BEGINNING]}…{secret[-END:]}" if len(secret) > 4 * BEGINNING else "…"


def _cut_signed(text: str) -> str:
    return SIGNED.sub(lambda found: _cut(found[0]), text)
