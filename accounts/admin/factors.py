"""Second factors in the administration: to look at, and to take from somebody who has lost them; never to give."""

from typing import Any

from allauth.mfa import admin as allauth_admin
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.filters import Titled
from accounts.admin.named import NamedAdmin, SaysWhose
from accounts.admin.reach import administrator, reaches, within_reach
from accounts.admin.read_only import ReadOnlyAdmin
from accounts.services.lost_factors import remove_factor

if allauth_admin.admin.site.is_registered(Authenticator):
    admin.site.unregister(Authenticator)  # it shows what a code is made of, and lets it be written


class KindFilter(Titled, admin.ChoicesFieldListFilter):
    """By what it is."""

    called = _("kind")


@admin.register(Authenticator)
class FactorAdmin(NamedAdmin, SaysWhose, ReadOnlyAdmin):
    """Removing one ends what was opened with it; its owner is told by mail, and the trail says who did it."""

    one, many = _("second factor"), _("second factors")
    fields = ("whose", "kind", "made", "used")
    list_display = ("whose", "kind", "made", "used")
    list_filter = (("type", KindFilter),)
    list_select_related = ("user",)
    search_fields = ("user__username",)

    @admin.display(description=_("kind"), ordering="type")
    def kind(self, row: Authenticator) -> str:
        """Return what it is."""
        return str(row.get_type_display())

    @admin.display(description=_("created"), ordering="created_at")
    def made(self, row: Authenticator) -> Any:
        """Return since when."""
        return row.created_at

    @admin.display(description=_("last used"), ordering="last_used_at")
    def used(self, row: Authenticator) -> Any:
        """Return when it was last used."""
        return row.last_used_at

    def has_delete_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        """Whoever may delete them, and stands no lower than their owner; their own on their own page, which asks them
        to prove it again."""
        may = bool(request.user.has_perm("mfa.delete_authenticator"))
        return may and (obj is None or (obj.user_id != request.user.pk and reaches(request, obj.user)))

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Remove one."""
        remove_factor(obj, by=administrator(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        """Remove each as one is removed; a superuser's only where a superuser asks."""
        for row in within_reach(request, queryset).select_related("user"):
            self.delete_model(request, row)
