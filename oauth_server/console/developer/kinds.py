"""The kinds of applications in words: what each is, for whom, and its icon; presets say what each chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oauth_server.protocol.models import Application
from oauth_server.protocol.models.preset_titles import TITLES
from oauth_server.vocabulary import ClientPreset

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """`is_for`: which application this is; `chooses`: what it settles, so that nobody is asked; `icon`: of ours;
    `example`: a redirect URI of such an application."""

    preset: ClientPreset
    title: Words
    is_for: Words
    chooses: Words
    icon: str
    example: str = "https://app.example.org/callback"


_KINDS: Final = (
    Kind(
        ClientPreset.WEB,
        TITLES[ClientPreset.WEB],
        _("It runs on a server of yours, which can keep a secret: Django, Rails, PHP, Node, Java."),
        _("People sign in by authorization code with PKCE; your server proves itself with a secret or a key."),
        "window",
    ),
    Kind(
        ClientPreset.SINGLE_PAGE,
        TITLES[ClientPreset.SINGLE_PAGE],
        _("It runs in the browser and has no server of its own: React, Vue, Svelte, plain JavaScript."),
        _("No secret, for a browser keeps none: authorization code with PKCE, and refresh tokens for a day at most."),
        "apps",
    ),
    Kind(
        ClientPreset.NATIVE,
        TITLES[ClientPreset.NATIVE],
        _("It is installed on a telephone or a computer: iOS, Android, desktop, command line with a browser."),
        _("No secret, for everybody has a copy: authorization code with PKCE, back by loopback or your own scheme."),
        "phone",
        "http://127.0.0.1/callback",
    ),
    Kind(
        ClientPreset.MACHINE,
        TITLES[ClientPreset.MACHINE],
        _("No person is there: a nightly job, a service that calls another, a script in CI."),
        _("It gets tokens for itself with a secret or a key; nobody signs in, and there are no redirect URIs."),
        "terminal",
    ),
    Kind(
        ClientPreset.DEVICE,
        TITLES[ClientPreset.DEVICE],
        _("It has a screen but no keyboard to speak of: a television, a printer, a terminal without a browser."),
        _("It shows a code that the person types on their telephone; there are no redirect URIs."),
        "screen",
    ),
    Kind(
        ClientPreset.AGENT,
        TITLES[ClientPreset.AGENT],
        _("Software that acts for a person by itself: an assistant, an MCP client, an automation."),
        _("The person signs in and agrees; refresh tokens end after a day unused, and after 30 days in any case."),
        "spark",
    ),
    Kind(
        ClientPreset.FAPI,
        TITLES[ClientPreset.FAPI],
        _("It handles what banks and hospitals handle, and its makers know OAuth well."),
        _("Keys instead of secrets, pushed requests, sender-bound tokens: the strictest settings there are."),
        "shield",
    ),
)
KINDS: Final[Mapping[ClientPreset, Kind]] = {kind.preset: kind for kind in _KINDS}
"""In the order in which they are offered."""


def kind_of(application: Application) -> Kind | None:
    """Return the kind of an application; None for one that was registered without a preset."""
    return KINDS[ClientPreset(application.preset)] if application.preset in set(ClientPreset) else None
