"""For operators: is the process alive, and is it ready to serve."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oauth_server.vocabulary import SECONDS_TO_RETRY


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process answers at all."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 where the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        retry = {"Retry-After": str(SECONDS_TO_RETRY)}
        return JsonResponse({"status": "database unreachable"}, status=503, headers=retry)
    return JsonResponse({"status": "ready"})
