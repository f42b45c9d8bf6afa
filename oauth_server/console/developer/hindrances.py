"""Why somebody cannot register an application, and what they can do, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oauth_server.protocol.services.developer_registration import Hindrance

WORDS: Final[Mapping[Hindrance, str | Promise]] = {
    Hindrance.NOBODY_MAY: _("On this server only administrators register applications. Ask whoever runs it."),
    Hindrance.STAFF_ONLY: _("On this server only staff registers applications. Ask whoever runs it."),
    Hindrance.ADDRESS_UNVERIFIED: _("Confirm your e-mail address first, so that you can be told of your applications."),
    Hindrance.TOO_MANY: _("You have as many applications as one person may have. Delete one that you no longer need."),
    Hindrance.TOO_FAST: _("You registered many applications in a short time. Try again in a quarter of an hour."),
}


def in_words(hindrance: Hindrance) -> str:
    """Return what stands against it, and what to do."""
    return str(WORDS[hindrance])
