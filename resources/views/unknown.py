"""An address below /api/ that is none: 404 as a problem, for every method and every caller."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from resources.explain.facts import Facts
from resources.explain.record import record
from resources.guard import PRIVATE
from resources.principal import ANONYMOUS
from resources.problems import MEDIA_TYPE
from resources.steps import Step


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Return the problem, its decision the sealed reason; of the request only the method is read."""
    reason = "there is no such address"
    facts = Facts(timezone.now(), request.method or "", "", 404, Step.ADDRESS, reason)
    problem = {
        "type": "about:blank",
        "title": "Not Found",
        "status": facts.status,
        "detail": "There is no such address in this API.",
        "decision": record(facts, ANONYMOUS),
    }
    return HttpResponse(json.dumps(problem), status=facts.status, content_type=MEDIA_TYPE, headers=PRIVATE)
