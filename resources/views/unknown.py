"""An address below /api/ that is none: 404 as a problem, for every method and every caller."""

import json
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from resources.guard import PRIVATE
from resources.problems import MEDIA_TYPE


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Return the problem; nothing of the request is read."""
    del request, rest
    problem = {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such address in this API.",
        "decision": str(uuid4()),
    }
    return HttpResponse(json.dumps(problem), status=404, content_type=MEDIA_TYPE, headers=PRIVATE)
