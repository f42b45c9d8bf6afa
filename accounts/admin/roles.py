"""Roles in the administration: what each brings, and who holds it."""

from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin.named import NamedAdmin
from accounts.admin.permissions import in_list, in_words

HOLDERS_SHOWN: Final = 50
"""Names on a role's own page; the list of people shows all."""

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(NamedAdmin, GroupAdmin):
    """A role is a group: given and taken on the page of the person, or at the API."""

    one, many = _("role"), _("roles")
    list_display = ("name", "number")
    filter_horizontal = ()
    readonly_fields = ("holders", "rights")

    def get_fields(self, request: HttpRequest, obj: Group | None = None) -> tuple[str, ...]:
        """Return the permissions in words for who looks, and to choose from for who changes."""
        return ("name", "holders", "permissions" if self.has_change_permission(request, obj) else "rights")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        """Offer the permissions in words."""
        field: Any = super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)
        field.label_from_instance = in_words
        return field

    @admin.display(description=_("permissions"))
    def rights(self, role: Any) -> SafeString:
        """Return what it brings, as a list."""
        return in_list(role.permissions.select_related("content_type"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Count the holders along."""
        return super().get_queryset(request).annotate(held=Count("user"))

    @admin.display(description=_("held by"), ordering="held")
    def number(self, role: Any) -> SafeString:
        """Return how many people hold it, as a link to them."""
        return format_html('<a href="{}">{}</a>', _people_with(role), role.held)

    @admin.display(description=_("held by"))
    def holders(self, role: Any) -> Any:
        """Return who holds it, by name; a role that is being made is held by nobody."""
        if role.pk is None:
            return _("nobody")
        people = role.user_set.order_by("username").values_list("pk", "username")[: HOLDERS_SHOWN + 1]
        rows = [(reverse("admin:accounts_user_change", args=[pk]), name) for pk, name in people]
        names = format_html_join(", ", '<a href="{}"><bdi>{}</bdi></a>', rows[:HOLDERS_SHOWN])
        if len(rows) <= HOLDERS_SHOWN:
            return names or _("nobody")
        every = ngettext("all %(number)s", "all %(number)s", role.held) % {"number": role.held}
        return format_html('{} … <a href="{}">{}</a>', names, _people_with(role), every)


def _people_with(role: Any) -> str:
    return f"{reverse('admin:accounts_user_changelist')}?groups__id__exact={role.pk}"
