"""A request as the presets see it, and an answer, with the headers that every page has."""

from dataclasses import dataclass
from typing import Final

from examples.sample_app.visits import Run, Visit

COOKIE: Final = "sample_visit"


@dataclass(slots=True)
class Asked:
    """A request, with the visit it belongs to and the run of the preset that it asks for."""

    method: str
    path: str
    query: str
    key: str | None
    visit: Visit
    run: Run


@dataclass(slots=True)
class Answer:
    """A response. `key` is set where the browser gets a new cookie, `renew` where the visit goes on under a new one;
    `refresh`: seconds until the page asks again; `scripts`: whether it runs the application's own, which call the
    server from the browser."""

    status: str = "200 OK"
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    location: str = ""
    key: str | None = None
    renew: bool = False
    refresh: int = 0
    scripts: bool = False


def headers_of(answer: Answer, issuer: str) -> list[tuple[str, str]]:
    """Return the headers of an answer: nothing but what the page needs may run, load or be kept."""
    policy = ["default-src 'none'", "style-src 'self'", "img-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
    policy.append(f"form-action 'self' {issuer}")
    if answer.scripts:
        policy += ["script-src 'self'", f"connect-src 'self' {issuer}"]
    headers = [
        ("Content-Type", answer.content_type),
        ("Content-Length", str(len(answer.body))),
        ("Content-Security-Policy", "; ".join(policy)),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if answer.location:
        headers.append(("Location", answer.location))
    if answer.key:
        headers.append(("Set-Cookie", f"{COOKIE}={answer.key}; Path=/; HttpOnly; SameSite=Lax"))
    if answer.refresh:
        headers.append(("Refresh", str(answer.refresh)))
    return headers


def to(location: str, *, renew: bool = False) -> Answer:
    """Return the answer that sends the browser on."""
    return Answer(status="303 See Other", location=location, renew=renew)
