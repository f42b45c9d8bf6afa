"""An address below /api/ that is none: 404 as a problem, for every method and every caller."""

import json

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from resources.denial import Denial
from resources.guard import PRIVATE
from resources.problems import MEDIA_TYPE

log = structlog.get_logger(__name__)


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Return the problem, and log it under its id; of the request only the method is read."""
    denial = Denial(404, "There is no such address in this API.", ("policy: no such address",))
    log.info("refused", decision=denial.decision, status=404, method=request.method, reasons=denial.reasons)
    problem = {
        "type": "about:blank",
        "title": "Not Found",
        "status": denial.status,
        "detail": denial.detail,
        "decision": denial.decision,
    }
    return HttpResponse(json.dumps(problem), status=denial.status, content_type=MEDIA_TYPE, headers=PRIVATE)
