"""A POST from another site, kept sealed and answered with a GET, so that the Lax session cookie is seen."""

import json
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.http.response import HttpResponseRedirectBase

from oauth_server.protocol.tokens import sealed_value

PARAMETER = "posted"
LONGEST = 6000
SECONDS = 300


class SeeOther(HttpResponseRedirectBase):
    """303 (RFC 9700 section 4.12: the body is not sent again)."""

    status_code = 303


def see_other_with_parameters(request: HttpRequest) -> HttpResponse:
    """Answer 303 to the same path by GET, the posted form sealed in one parameter."""
    location = sealed_location(request)
    if location is None:
        return HttpResponseBadRequest("The request is too long.", content_type="text/plain")
    return SeeOther(location)


def sealed_location(request: HttpRequest) -> str | None:
    """Return the same path with the posted form sealed in one parameter; None where it is too long for an address."""
    sealed = sealed_value.seal(PARAMETER, json.dumps(list(request.POST.lists())))
    return f"{request.path}?{urlencode({PARAMETER: sealed})}" if len(sealed) <= LONGEST else None


def parameters(request: HttpRequest) -> QueryDict:
    """Return the parameters of a GET, opened where they were posted; a seal that is broken or old gives none."""
    sealed = request.GET.get(PARAMETER)
    if sealed is None:
        return request.GET
    form = QueryDict(mutable=True)
    for name, values in json.loads(sealed_value.open_sealed(PARAMETER, sealed, seconds=SECONDS) or "[]"):
        form.setlist(name, values)
    return form
