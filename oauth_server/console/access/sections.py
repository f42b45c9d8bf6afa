"""The kinds of things that can act as a person: each with its rows, and what the page says of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey
from accounts.services.api_keys import live_keys
from oauth_server.console import finding
from oauth_server.console.access import applications, devices, sign_ins
from oauth_server.console.access.cut import cut
from oauth_server.console.paging import page_of
from oauth_server.vocabulary import SCOPES, AccessTokenFacts, Scope


@dataclass(frozen=True, slots=True)
class Section:
    """One kind. `rows`: what there is, in order; `shown`: what `access/sections/NAME.html` says of some of them;
    `always`: shown where there is none, too; `per_page`: rows of a page that shows this kind alone, on which they are
    found by a part of their `named` where there are more."""

    name: str
    title: str | Promise
    rows: Callable[[AccessTokenFacts], QuerySet[Any, Any]]
    shown: Callable[[AccessTokenFacts, Sequence[Any]], list[dict[str, Any]]]
    always: bool = False
    per_page: int = 20
    named: str = ""

    @property
    def template(self) -> str:
        """The template of the rows."""
        return f"access/sections/{self.name}.html"

    def cut(self, sign_in: AccessTokenFacts) -> dict[str, Any]:
        """Return what a page with every kind shows of this one: its first rows, and how many there are."""
        first, number = cut(self.rows(sign_in))
        shown = self.shown(sign_in, first) if first else []
        return {"section": self, "rows": shown, "number": number, "more": number > len(shown)}

    def whole(self, request: HttpRequest, sign_in: AccessTokenFacts) -> dict[str, Any]:
        """Return what a page of this kind alone shows: a page of its rows, or of those looked for, and how many there
        are."""
        rows, wanted = self.rows(sign_in), finding.wanted(request) if self.named else ""
        found = rows.filter(**{f"{self.named}__icontains": wanted}) if wanted else rows
        page = page_of(found, request, per_page=self.per_page)
        shown = self.shown(sign_in, list(page))
        number = page.paginator.count
        searchable = bool(wanted) or bool(self.named and number > self.per_page)
        told = {"section": self, "rows": shown, "number": number, "more": False, "page": page}
        return told | {"wanted": wanted, "searchable": searchable}


def _keys(sign_in: AccessTokenFacts, rows: Sequence[ApiKey]) -> list[dict[str, Any]]:
    return [{"key": row, "may": [str(_(SCOPES[Scope(name)].text)) for name in row.scopes]} for row in rows]


SECTIONS: Final = (
    Section(
        "applications",
        _("Connected applications"),
        lambda sign_in: applications.connected(sign_in.user),
        lambda sign_in, rows: applications.shown(sign_in.user, rows),
        always=True,
        named="name",
        per_page=10,  # each row holds the newest sign-ins of its application
    ),
    Section(
        "browsers",
        _("Browsers"),
        lambda sign_in: sign_ins.browsers(sign_in.user, mine=sign_in.session_id),
        lambda sign_in, rows: sign_ins.shown(rows, mine=sign_in.session_id),
        always=True,
    ),
    Section(
        "devices",
        _("Devices"),
        lambda sign_in: devices.devices(sign_in.user),
        lambda sign_in, rows: devices.shown_devices(rows),
        named="application__name",
    ),
    Section(
        "mobiles",
        _("Mobile sign-ins"),
        lambda sign_in: sign_ins.mobiles(sign_in.user),
        lambda sign_in, rows: sign_ins.shown(rows, mine=None),
    ),
    Section("keys", _("API keys"), lambda sign_in: live_keys(sign_in.user), _keys, always=True, named="name"),
)
BY_NAME: Final[Mapping[str, Section]] = {section.name: section for section in SECTIONS}
