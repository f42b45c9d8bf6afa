"""The documentation of the API: a page of our own over the schema, and Swagger UI to try it (contract: `/docs/`)."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.services.sign_in import sign_in_of
from oauth_server.console import acting_session
from oauth_server.console.api_reference import groups
from oauth_server.vocabulary import CredentialKind
from resources.openapi import document
from resources.openapi.credentials import CSRF
from resources.policy import TABLE
from resources.principal import NARROWED, Principal

SCHEMA: Final = next(rule.path for rule in TABLE if rule.view == "resources.views.schema.SchemaView")


@never_cache
def reference(request: HttpRequest) -> HttpResponse:
    """Show every operation: who may call it, with what, what it reads and answers, and a call to paste.

    To an administrator who acts for a person: what that person may read through them, each with a button that reads it.
    """
    acting = acting_session.current(request)
    principal = acting.principal if acting else _of_session(request)
    schemes: dict[str, Any] = document()["components"]["securitySchemes"]
    narrowed = {name: scheme for name, scheme in schemes.items() if name in NARROWED}
    context = {
        "acting": acting,
        "groups": groups(principal),
        "first_party": {name: scheme for name, scheme in schemes.items() if name not in narrowed and name != CSRF},
        "narrowed": narrowed,
        "csrf_header": schemes[CSRF]["name"],
        "schema_path": SCHEMA,
    }
    return render(request, "docs/reference.html", context)


def _of_session(request: HttpRequest) -> Principal | None:
    sign_in = sign_in_of(request)
    return None if sign_in is None else Principal.from_facts(CredentialKind.SESSION, sign_in)


@never_cache
def try_it(request: HttpRequest) -> HttpResponse:
    """Show Swagger UI."""
    return render(request, "docs/try.html", {"schema_path": SCHEMA})
