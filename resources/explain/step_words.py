"""The steps of a request, and how each ended, in the language of the page; commands and JSON have the words as here."""

from typing import Final

from django.utils.translation import gettext_noop as _

WORDS: Final = (
    *(_("address known"), _("request readable"), _("credential recognised"), _("credential verified")),
    *(_("client usable"), _("user active"), _("session live"), _("audience"), _("CSRF token"), _("kind accepted")),
    *(_("machine let in"), _("acting for a person"), _("role"), _("scope"), _("step-up"), _("method"), _("fields")),
    *(_("object rule"), _("body"), _("limits"), _("operation")),
    *(_("passed"), _("not needed"), _("failed"), _("not reached")),
)
"""The members of `Step` and `Outcome`, written out for whoever translates them."""
