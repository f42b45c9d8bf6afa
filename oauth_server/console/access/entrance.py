"""Who sees these pages: whoever is signed in by the browser's session, and what is theirs; no cache keeps a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.services.recent_sign_in import ask_again_unless_recent
from accounts.services.sign_in import sign_in_of

View = Callable[..., HttpResponse]


def own_page(*methods: str, recent: bool = False) -> Callable[[View], View]:
    """Let a view be called as `view(request, sign_in, ...)` by whoever is signed in; others sign in first.

    `recent`: whoever proved to be there too long ago proves it again first.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            sign_in = sign_in_of(request)
            if sign_in is None:
                return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("access"))
            if recent:
                ask_again_unless_recent(request)
            return view(request, sign_in, *args, **kwargs)

        return never_cache(require_http_methods(list(methods))(page))

    return decorate
