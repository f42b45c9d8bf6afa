"""The resources in the administration, for whoever holds the models' permissions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.read_only import ReadOnlyAdmin
from resources.explain.admin import RefusalAdmin
from resources.models import Announcement, Employee, Refusal, Report, Todo

admin.site.register(Refusal, RefusalAdmin)


class Written(admin.ModelAdmin[Any]):
    """Something with a title and an author: who adds it is its author."""

    list_display = ("title", "author", "created", "updated")
    list_filter = ("created",)
    search_fields = ("title", "author__username")
    fields = ("title", "body", "author", "created", "updated")
    readonly_fields = ("author", "created", "updated")
    list_select_related = ("author",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; a new one belongs to who wrote it."""
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)


@admin.register(Announcement)
class AnnouncementAdmin(Written):
    """Announcements."""


@admin.register(Report)
class ReportAdmin(Written):
    """Reports."""


@admin.register(Employee)
class EmployeeAdmin(admin.ModelAdmin[Employee]):
    """Employees' records; who has the permission is HR, so the notes are here too."""

    list_display = ("name", "title", "department", "user")
    list_filter = ("department",)
    search_fields = ("name", "title", "department", "user__username")
    raw_id_fields = ("user",)
    readonly_fields = ("created", "updated")
    list_select_related = ("user",)


@admin.register(Todo)
class TodoAdmin(ReadOnlyAdmin):
    """People's to-do lists: theirs alone to write."""

    list_display = ("created", "user", "updated")
    list_select_related = ("user",)
    search_fields = ("user__username",)
