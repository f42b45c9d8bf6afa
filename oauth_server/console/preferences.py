"""Language and theme, chosen at the foot of every page: in this browser for visitors, in the account for people."""

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.services.languages import supported
from accounts.services.sign_in import sign_in_of
from oauth_server.console import themes
from oauth_server.protocol.services.posted_request import SeeOther


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page what its frame shows: the theme, and what else could be chosen (a context processor)."""
    return {
        "frame": {
            "theme": themes.shown(request),
            "themes": themes.NAMES.items(),
            "language": get_language(),
            "languages": settings.LANGUAGES,
            "here": request.get_full_path(),
        }
    }


@never_cache
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen, and go back to where it was; raise BadRequest for what nobody can choose."""
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language not in {None, *dict(settings.LANGUAGES)} or theme not in {None, *themes.NAMES}:
        raise BadRequest("No such language or theme.")
    sign_in = sign_in_of(request)
    if sign_in is not None:
        _keep_for(sign_in.user, language, theme)
    response = SeeOther(_back(request))
    if language is not None:
        _keep_here(response, settings.LANGUAGE_COOKIE_NAME, language)
    if theme is not None:
        _keep_here(response, themes.cookie_name(), theme)
    return response


def _back(request: HttpRequest) -> str:
    """Return the page of this very origin that the form stood on; home for anything else."""
    target = request.POST.get("next", "")
    ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if ours else reverse("home")


def _keep_for(user: User, language: str | None, theme: str | None) -> None:
    changed = []
    if language is not None and supported(user.locale) != language:  # de-AT stays what it is where de is chosen
        user.locale = language
        changed.append("locale")
    if theme is not None and user.theme != theme:
        user.theme = theme
        changed.append("theme")
    if changed:
        user.save(update_fields=[*changed, "updated"])


def _keep_here(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
