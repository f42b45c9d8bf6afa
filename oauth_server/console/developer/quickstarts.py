"""The quickstart of an application: one program a language, filled in with what this client is registered as.

The programs stand in `templates/developer/quickstarts/`, a folder a language and a file a flow. Each value is written
as its language writes a text, so that no redirect URI ends a quotation; a secret is never in it.
"""

import json
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from oauth_server.console.developer import quickstart_imports as imports
from oauth_server.console.developer.access import developer_page, of_mine
from oauth_server.console.developer.highlighting import highlighted
from oauth_server.console.developer.quickstart_facts import FLOWS, Facts, facts_of
from oauth_server.console.developer.tabs import tab
from oauth_server.vocabulary import ClientPreset, GrantType, SigningAlgorithm

PURPOSES: Final = {
    "code": "Sign a person in by authorization code and PKCE, and call the API for them.",
    "device": "Let a person sign in on another screen, and call the API for them.",
    "machine": "Get a token for this machine itself, and call the API.",
    "agent": "Let a person sign in, and list the tools that they may use.",
}
IN_PAGE: Final = "page"
"""The program of JavaScript in a page of the browser."""
KEY_PARAMETERS: Final = {
    SigningAlgorithm.RS256: '{ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }',
    SigningAlgorithm.PS256: '{ name: "RSA-PSS", hash: "SHA-256" }',
    SigningAlgorithm.ES256: '{ name: "ECDSA", namedCurve: "P-256" }',
    SigningAlgorithm.EDDSA: '{ name: "Ed25519" }',
}
"""Of the Web Cryptography API."""


@dataclass(frozen=True, slots=True)
class Language:
    """`name`: its folder; `save_as`: the file to put the program in; `written`: a text as the language writes it."""

    name: str
    title: str
    save_as: str
    run_by: str
    written: Callable[[str], str]


LANGUAGES: Final = (
    Language("curl", "curl", "quickstart.sh", "sh", shlex.quote),
    Language("python", "Python", "quickstart.py", "python", json.dumps),
    Language("javascript", "JavaScript", "quickstart.mjs", "node", json.dumps),
)


@dataclass(frozen=True, slots=True)
class Quickstart:
    """A program to copy. `in_page`: it runs in a page of the browser, by no command; `installs`: what to run before it,
    empty where nothing is."""

    language: Language
    code: str
    in_page: bool = False
    installs: str = ""

    @property
    def shown(self) -> SafeString:
        """The program with its comments and texts marked."""
        return highlighted(self.code, self.language.name)


def quickstart_of(facts: Facts, language: Language) -> Quickstart | None:
    """Return the program for an application; None where it has no flow, or no redirect URI to come back to."""
    if not facts.flow or (facts.flow == FLOWS[GrantType.AUTHORIZATION_CODE] and not facts.redirect_uri):
        return None
    in_page = language.name == "javascript" and facts.kind == ClientPreset.SINGLE_PAGE and not facts.has_key
    program = IN_PAGE if in_page else facts.flow
    text = render_to_string(f"developer/quickstarts/{language.name}/{program}.txt", _values(language, facts))
    code = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    return Quickstart(language, code, in_page, "" if in_page else imports.installs(facts, language.name))


@developer_page
def quickstart(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show the program for an application in the language that the query names, the first one unless it is known."""
    application = of_mine(request, client_id)
    facts = facts_of(application)
    wanted = request.GET.get("language", "")
    language = next((one for one in LANGUAGES if one.name == wanted), LANGUAGES[0])
    told = {"quickstart": quickstart_of(facts, language), "facts": facts, "languages": LANGUAGES, "chosen": language}
    return tab(request, "developer/quickstart.html", application, told)


def _values(language: Language, facts: Facts) -> Mapping[str, Any]:
    """Return what a template is filled in with: texts as the language writes them, words and flags as they are."""
    application = facts.application
    texts = {
        "issuer": settings.ISSUER,
        "encoded_issuer": quote(settings.ISSUER, safe=""),
        "client_id": application.client_id,
        "redirect_uri": facts.redirect_uri,
        "request": facts.request,
        "scope": facts.scope,
        "resource": facts.resource,
        "call": facts.call,
        "kid": facts.kid,
        "loopback_path": facts.loopback_path,
    }
    signed_by = application.id_token_signed_response_alg or SigningAlgorithm.RS256
    expects = {"id_token_signed_response_alg": str(signed_by)} if signed_by != SigningAlgorithm.RS256 else {}
    return {name: language.written(text) for name, text in texts.items()} | {
        "purpose": PURPOSES["agent" if facts.is_agent else facts.flow],
        "flow": facts.flow,
        "bare_redirect_uri": facts.redirect_uri,
        "listens": bool(facts.loopback_path),
        "method": facts.method,
        "secret": facts.has_secret,
        "algorithm": str(facts.algorithm),
        "key_class": imports.KEY_CLASSES[facts.algorithm],
        "key_parameters": KEY_PARAMETERS[facts.algorithm],
        "has_key": facts.has_key,
        "keyed": facts.has_key or facts.is_bound,
        "signs_request": facts.signs_request,
        "dpop": facts.is_bound,
        "nonces": facts.is_bound and facts.kind == ClientPreset.FAPI,
        "scheme": facts.scheme,
        "par": application.require_pushed_authorization_requests,
        "verifies": facts.is_openid,
        "mcp": facts.is_agent,
        "id_token_algorithm": str(signed_by),
        "metadata": json.dumps(expects) if expects else "",
        "insecure": settings.ISSUER.startswith("http://"),
        "party": imports.by_hand(facts),
        "imports": imports.python(facts) if language.name == "python" else imports.javascript(facts),
        "packages": imports.packages(facts),
    }
