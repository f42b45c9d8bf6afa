"""Who sees these pages: whom the administration lets in, with a permission, and no lower than the person looked at."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.services.sign_in import sign_in_of

View = Callable[..., HttpResponse]


def page_of_person(*permissions: str) -> Callable[[View], View]:
    """Let a view be called as `view(request, sign_in, person)` by an administrator who holds all of `permissions`.

    Only a superuser looks at a superuser.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, pk: int) -> HttpResponse:
            sign_in = sign_in_of(request)
            if sign_in is None or not sign_in.user.has_perms(permissions):
                raise PermissionDenied
            person = get_object_or_404(User, pk=pk)
            if person.is_superuser and not sign_in.user.is_superuser:
                raise PermissionDenied
            return view(request, sign_in, person)

        guarded: Any = admin.site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(page))
        entered: View = never_cache(guarded)
        return entered

    return decorate


def framed(request: HttpRequest, person: User, **context: Any) -> dict[str, Any]:
    """Return the context of a page in the administration's frame."""
    return {**admin.site.each_context(request), "person": person, "opts": User._meta, **context}
