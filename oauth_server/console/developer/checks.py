"""POST /developer/check/: what is wrong with an address while it is typed; changes nothing, fetches nothing."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from oauth_server.console.developer.access import developer_page
from oauth_server.console.developer.reasons import in_words
from oauth_server.console.developer.uris import rule_of

LONGEST = 2000


@developer_page
def check(request: HttpRequest) -> HttpResponse:
    """Answer with the fault of `value` as the address that `field` holds for an application of the kind `preset`."""
    if request.method != "POST":
        return JsonResponse({"fault": ""})
    rule = rule_of(request.POST.get("field", ""), request.POST.get("preset", ""))
    value = request.POST.get("value", "").strip()[:LONGEST]
    fault = rule(value) if rule and value else ""
    return JsonResponse({"fault": in_words(fault) if fault else ""})
