"""Which providers the pages offer, and which of them a person is connected with."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django import template

from accounts.models import UpstreamProvider
from accounts.services.upstream import offered

register = template.Library()


@register.simple_tag
def upstream_providers() -> list[UpstreamProvider]:
    """Return the providers by which people may sign in now; one statement."""
    return list(offered())


@register.simple_tag(takes_context=True)
def connected_providers(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what signs the person in: the connection's key, its provider's name, what the person knows it by."""
    names = dict(UpstreamProvider.objects.values_list("provider_id", "name"))
    rows = SocialAccount.objects.filter(user_id=context["request"].user.pk).order_by("pk")
    return [
        {
            "pk": row.pk,
            "name": names.get(row.provider, row.provider),
            "known_by": row.extra_data.get("email") or row.extra_data.get("name", ""),
            "since": row.date_joined,
            "last_login": row.last_login,
        }
        for row in rows
    ]
