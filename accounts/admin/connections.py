"""Accounts at upstream providers that people have connected, in the administration: to look at."""

from allauth.socialaccount import admin as allauth_admin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

from accounts.admin.named import SaysWhose
from accounts.admin.read_only import ReadOnlyAdmin

for _model in (SocialAccount, SocialApp, SocialToken):
    if allauth_admin.admin.site.is_registered(_model):
        admin.site.unregister(_model)  # they show a secret, and tokens that are never kept here


@admin.register(SocialAccount)
class ConnectionAdmin(SaysWhose, ReadOnlyAdmin):
    """Connected and disconnected by its owner alone."""

    fields = ("whose", "provider", "uid", "date_joined", "last_login")
    list_display = ("whose", "provider", "uid", "last_login")
    list_filter = ("provider",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
