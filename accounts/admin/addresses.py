"""E-mail addresses in the administration: to look at, and to call verified, which is mailed and kept in the trail."""

from typing import Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.reach import within_reach
from accounts.admin.read_only import ReadOnlyAdmin

admin.site.unregister(EmailAddress)


@admin.register(EmailAddress)
class AddressAdmin(ReadOnlyAdmin, EmailAddressAdmin):
    """An address is added, changed and removed by its owner alone, who proves it."""

    list_select_related = ("user",)
    search_fields = ("email", "user__username")
    actions = ("make_verified",)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Return what the search box looks into."""
        return self.search_fields

    def has_verify_permission(self, request: HttpRequest) -> bool:
        """Whoever may change addresses may call them verified."""
        return bool(request.user.has_perm("account.change_emailaddress"))

    @admin.action(description=_("Call the selected addresses verified"), permissions=["verify"])
    def make_verified(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Do what following the mailed code does; for a superuser, only where a superuser asks."""
        super().make_verified(request, within_reach(request, queryset).select_related("user"))
