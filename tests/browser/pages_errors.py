"""The pages that say what went wrong."""

from typing import Final

from tests.browser.arrivals import at
from tests.browser.arrivals_errors import forged_form, server_error, too_many_fields, too_many_requests, unavailable
from tests.browser.shown import Shown

ERRORS: Final = (
    Shown("400", too_many_fields),
    Shown("403-admin", at("/admin/auth/group/add/"), "adam"),
    Shown("403-csrf", forged_form),
    Shown("404", at("/no-such-page")),
    Shown("405", at("/preferences/")),
    Shown("429", too_many_requests),
    Shown("500", server_error),
    Shown("503", unavailable),
)
