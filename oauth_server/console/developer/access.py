"""Who sees what of the developer console: whoever is signed in, and of applications only their own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.services.sign_in import sign_in_of
from oauth_server.protocol.models import Application

View = Callable[..., HttpResponse]


def developer_page(view: View) -> View:
    """Let a page be read and posted to by whoever is signed in; no cache keeps it."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sign_in_of(request) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(page))


def developer(request: HttpRequest) -> User:
    """Return whoever is signed in; only for views behind `developer_page`. Raises Http404 where nobody is."""
    sign_in = sign_in_of(request)
    if sign_in is None:
        raise Http404
    user: User = sign_in.user
    return user


def mine(request: HttpRequest) -> QuerySet[Application]:
    """Return the applications of whoever is signed in."""
    return Application.objects.filter(user_id=developer(request).pk)


def of_mine(request: HttpRequest, client_id: str) -> Application:
    """Return one's own application; raise Http404 for another's, alike for one that is not there."""
    application = mine(request).filter(client_id=client_id).first() if client_id.isprintable() else None
    if application is None:
        raise Http404
    return application
