"""The pages: templates of the standard library, every value escaped."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

from examples.sample_app.configuration import Configuration
from examples.sample_app.visits import Step, Visit

FOLDER: Final = Path(__file__).parent
TIMES: Final = frozenset({"auth_time", "exp", "iat"})


def home(configuration: Configuration, visit: Visit) -> str:
    """Return the one page: the invitation to sign in, or who is signed in and what was exchanged."""
    template = "signed_in.html" if visit.claims else "signed_out.html"
    main = _fill(
        template,
        issuer=escape(configuration.issuer),
        person=escape(_person(visit.claims)),
        claims=_rows(visit.claims),
        granted=_rows(_granted(visit.token)),
        steps=_steps(visit.steps),
        refresh="" if visit.token.get("refresh_token") else " disabled",
    )
    return page(main, problem=visit.problem, title="Signed in" if visit.claims else "Sign in")


def page(main: str, *, problem: str = "", title: str) -> str:
    """Return a whole page; `main` is HTML, `problem` and `title` are text."""
    notice = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    return _fill("page.html", title=escape(title), notice=notice, main=main)


def _fill(name: str, **values: str) -> str:
    return Template((FOLDER / "templates" / name).read_text(encoding="utf-8")).substitute(values)


def _rows(values: Mapping[str, Any]) -> str:
    rows = (f"<dt>{escape(name)}</dt><dd>{escape(_text(name, value))}</dd>" for name, value in values.items())
    return "\n".join(rows)


def _text(name: str, value: Any) -> str:
    if name in TIMES and isinstance(value, int):
        return f"{datetime.fromtimestamp(value, UTC):%Y-%m-%d %H:%M:%S} UTC"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _person(claims: Mapping[str, Any]) -> str:
    return str(claims.get("name") or claims.get("preferred_username") or claims.get("sub"))


def _granted(token: Mapping[str, Any]) -> dict[str, Any]:
    return {name: token[name] for name in ("scope", "token_type", "expires_in") if name in token}


def _steps(steps: list[Step]) -> str:
    return "\n".join(_step(step, newest=step is steps[-1]) for step in reversed(steps))


def _step(step: Step, *, newest: bool) -> str:
    state = "" if step.good else ' class="refused"'
    return (
        f"<li{state}><details{' open' if newest else ''}><summary>{escape(step.title)}</summary>"
        f'<h3>Sent</h3><pre tabindex="0">{escape(step.sent)}</pre>'
        f'<h3>Received</h3><pre tabindex="0">{escape(step.received)}</pre></details></li>'
    )
