"""A secret that was just made, on the page that answers its making: a message would stay in a cookie until the next."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


class ShowsSecretOnce(admin.ModelAdmin[Any]):
    """Whose rows bring a secret with them: `show_once` in `save_model`, and the answer shows it."""

    made_title: Any
    """The heading of that page, translated when it is shown."""

    def show_once(self, request: HttpRequest, secret: str) -> None:
        """Carry a secret to the answer of this request, and no further."""
        request._made_secret = secret  # type: ignore[attr-defined] # - read by response_add alone

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Answer a page with the secret; whatever brought none is answered as ever."""
        secret = getattr(request, "_made_secret", "")
        if not secret:
            return super().response_add(request, obj, post_url_continue)
        framed = {**self.admin_site.each_context(request), "opts": self.opts, "title": self.made_title}
        context = {**framed, "row": obj, "secret": secret, "expires": getattr(obj, "expires", None)}
        return TemplateResponse(request, "admin/secret_made.html", context)
