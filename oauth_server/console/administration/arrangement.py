"""The order of the administration: what is mostly wanted first, and what a library keeps beside its matter."""

from collections.abc import Mapping
from typing import Any, Final

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.text import capfirst

STANDS_WITH: Final[Mapping[str, str]] = {
    "account": "accounts",
    "admin": "console",
    "auth": "accounts",
    "django_tasks_database": "console",
    "mfa": "accounts",
    "socialaccount": "accounts",
}
"""Which of our applications shows the models of a library."""
ORDER: Final = (
    *("oauth_server", "accounts", "resources", "console"),
    *("Application", "DeveloperPolicy", "Consent", "Grant", "ProtectedResource", "InitialAccessToken", "SigningKey"),
    *("User", "Group", "Session", "AuditEvent", "ApiKey", "EmailAddress", "Authenticator", "SocialAccount"),
    *("UpstreamProvider", "DrfToken", "Refusal"),
)
"""Applications by label, then models by name; what does not stand here follows by the alphabet."""


def arranged(request: HttpRequest, app_label: str | None = None) -> list[Any]:
    """Return what the index shows to whoever asks; of one application alone where one is asked for."""
    found = {app["app_label"]: app for app in AdminSite.get_app_list(admin.site, request, app_label)}
    for label, into in STANDS_WITH.items():
        if label in found and into in found:
            found[into]["models"] += found.pop(label)["models"]
    for app in found.values():
        app["name"] = apps.get_app_config(STANDS_WITH.get(app["app_label"], app["app_label"])).verbose_name
        for model in app["models"]:
            model["name"] = capfirst(admin.site.get_model_admin(model["model"]).opts.verbose_name_plural)
        app["models"].sort(key=lambda model: (_place(model["object_name"]), model["name"]))
    return sorted(found.values(), key=lambda app: (_place(app["app_label"]), app["name"]))


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
