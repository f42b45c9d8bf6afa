"""GET and POST /account/keys/new/: an API key is made, and shown this once."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.services.api_keys import KeyRefused, create_personal_key
from oauth_server.console.access.entrance import own_page
from oauth_server.console.access.key_form import NewKeyForm
from oauth_server.vocabulary import AccessTokenFacts
from resources.policy import RESOURCES

_OPEN_TO_ALL: Final = "/api/status/"
"""What a key may call that may only write."""


@own_page("GET", "HEAD", "POST", recent=True)
def new_key(request: HttpRequest, sign_in: AccessTokenFacts) -> HttpResponse:
    """Ask for the name, the scopes and the end; answer the key to the form that made it, and to nothing else."""
    form = NewKeyForm(sign_in, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _made(request, sign_in, form.cleaned_data)
        except KeyRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    return render(request, "access/new_key.html", {"form": form}, status=400 if form.is_bound else 200)


def _made(request: HttpRequest, sign_in: AccessTokenFacts, wanted: dict[str, Any]) -> HttpResponse:
    expires = timezone.now() + timedelta(days=wanted["days"])
    row, key = create_personal_key(user=sign_in.user, name=wanted["name"], scopes=wanted["scopes"], expires=expires)
    call = f'curl -H "{settings.API_KEY_HEADER}: {key}" {settings.ISSUER}{example(row.scopes)}'
    return render(request, "access/key_made.html", {"row": row, "key": key, "call": call})


def example(scopes: list[str]) -> str:
    """Return the first address that a key of these scopes can read."""
    readable = (rule.path for rule in RESOURCES if rule.offers("GET") and rule.demand("GET").scope in scopes)
    return next((path for path in readable if "{" not in path), _OPEN_TO_ALL)
