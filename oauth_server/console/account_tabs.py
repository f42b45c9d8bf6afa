"""The tabs of the account area: each page that works has its line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.services.upstream import any_offered


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its words, the URL name it leads to, and how the URL names begin on whose pages it is the current one.

    `parts`: the pages that share the tab, shown under it while one of them is open. `where`: asks whether there is
    anything to see; a page that is open has its tab in any case.
    """

    title: str | Promise
    leads_to: str
    here: tuple[str, ...]
    parts: tuple["Tab", ...] = ()
    where: Callable[[], bool] | None = None

    def is_here(self, url_name: str) -> bool:
        """Return whether the page of this URL name lies under the tab."""
        return url_name.startswith(self.here)

    def is_shown(self, url_name: str) -> bool:
        """Return whether the tab stands on the page of this URL name; at most one statement."""
        return self.where is None or self.is_here(url_name) or self.where()


SIGN_IN: Final = (
    Tab(_("E-mail"), "account_email", ("account_email", "account_confirm_email")),
    Tab(
        _("Password"),
        "account_change_password",
        ("account_change_password", "account_set_password", "account_remove_password"),
    ),
    Tab(_("Passkeys and codes"), "mfa_index", ("mfa_",)),
    Tab(_("Providers"), "socialaccount_connections", ("socialaccount_connections",), where=any_offered),
)
TABS: Final = (
    Tab(_("Profile"), "account_profile", ("account_profile", "account_export", "account_delete")),
    Tab(_("Sign-in"), "account_email", tuple(name for part in SIGN_IN for name in part.here), SIGN_IN),
    Tab(_("Access"), "access", ("access", "new_key")),
    Tab(_("Activity"), "activity", ("activity",)),
)
"""In this order."""
