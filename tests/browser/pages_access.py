"""The pages of access, keys and activity."""

from typing import Final

from tests.browser.arrivals_access import (
    ACCESS,
    NEW_KEY,
    busy,
    everything_ended,
    key_made,
    key_with_errors,
    newcomer,
    opened,
)
from tests.browser.shown import Shown

ACCESS_PAGES: Final = (
    Shown("access-empty", newcomer(ACCESS)),
    Shown("access", busy(ACCESS)),
    Shown("access-opened", opened),
    Shown("access-kind", busy(f"{ACCESS}keys/")),
    Shown("access-found", busy(f"{ACCESS}applications/?q=application")),
    Shown("access-not-me", newcomer(f"{ACCESS}not-me/")),
    Shown("access-ended", everything_ended),
    Shown("key-new", newcomer(NEW_KEY)),
    Shown("key-new-errors", key_with_errors),
    Shown("key-made", key_made),
    Shown("activity", busy("/account/activity/")),
    Shown("activity-empty", newcomer("/account/activity/?kind=applications")),
)
