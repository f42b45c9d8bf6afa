"""What an export of one's data holds, one line a model, and what is left out and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import F

ROWS: Final = 500
"""Rows that are read at a time."""
_CLIENT: Final = {"application": F("application__name"), "client_id": F("application__client_id")}


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one model that point to the person by `owner`: these columns, and `named` what others hold for them."""

    name: str
    model: str
    columns: tuple[str, ...]
    owner: str = "user"
    named: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, person: Any) -> Iterator[dict[str, Any]]:
        """Yield what the person's rows say, the oldest first."""
        # A name that is a column, too, such as `client_id`, is taken under another one.
        under = {f"told_{name}": source for name, source in self.named.items()}
        found = apps.get_model(self.model)._base_manager.filter(**{self.owner: person}).order_by("pk")
        for row in found.values(*self.columns, **under).iterator(ROWS):
            yield {name.removeprefix("told_"): value for name, value in row.items()}


SECTIONS: Final = (
    Section("email_addresses", "account.EmailAddress", ("email", "verified", "primary")),
    Section(
        "sessions",
        "accounts.Session",
        ("sid", "created", "auth_time", "last_used", "expires", "ended_at", "amr", "acr", "user_agent", "address"),
    ),
    Section("drf_token", "accounts.DrfToken", ("created", "last_used", "revoked_at")),
    Section("api_keys", "accounts.ApiKey", ("name", "hint", "scopes", "created", "last_used", "expires", "revoked_at")),
    Section(
        "second_factors", "mfa.Authenticator", ("type", "created_at", "last_used_at"), named={"name": F("data__name")}
    ),
    Section(
        "other_providers", "socialaccount.SocialAccount", ("provider", "uid", "date_joined", "last_login", "extra_data")
    ),
    Section("consents", "oauth_server.Consent", ("scope", "created", "updated"), named=_CLIENT),
    Section(
        "grants",
        "oauth_server.Grant",
        ("scope", "audience", "offline", "created", "expires", "revoked_at", "auth_time", "acr", "amr", "sid"),
        named=_CLIENT,
    ),
    Section(
        "access_tokens",
        "oauth_server.AccessToken",
        ("scope", "audience", "created", "expires", "revoked_at"),
        named=_CLIENT,
    ),
    Section("refresh_tokens", "oauth_server.RefreshToken", ("scope", "created", "expires", "revoked"), named=_CLIENT),
    Section(
        "devices",
        "oauth_server.DeviceGrant",
        ("scope", "created", "expires", "status", "address", "user_agent"),
        named=_CLIENT,
    ),
    Section(
        "registered_applications",
        "oauth_server.Application",
        ("client_id", "name", "client_type", "redirect_uris", "scopes", "enabled", "created", "updated"),
    ),
    Section(
        "initial_access_tokens",
        "oauth_server.InitialAccessToken",
        ("label", "created", "expires", "uses_left"),
        owner="made_by",
    ),
    Section("todos", "resources.Todo", ("title", "description", "completed", "created", "updated")),
    Section("employee", "resources.Employee", ("name", "title", "department", "hired", "created", "updated")),
    Section("announcements", "resources.Announcement", ("title", "body", "created", "updated"), owner="author"),
    Section("reports", "resources.Report", ("title", "body", "created", "updated"), owner="author"),
    Section(
        "refusals",
        "resources.Refusal",
        ("decision", "at", "kind", "client_id", "method", "path", "status", "detail"),
    ),
    Section("administration", "admin.LogEntry", ("action_time", "action_flag")),
)
LEFT_OUT: Final[Mapping[str, str]] = {
    "accounts.DoorChallenge": "a sign-in that is under way, for five minutes",
    "oauth_server.IDToken": "a table of the toolkit that this server leaves empty",
}
"""Models that point to a person and are not in the export, each with its reason."""
