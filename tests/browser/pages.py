"""Every page that people may see, in the order in which they come to it."""

from typing import Final

from tests.browser.pages_access import ACCESS_PAGES
from tests.browser.pages_account import ACCOUNT
from tests.browser.pages_administration import ADMINISTRATION
from tests.browser.pages_consent import CONSENT
from tests.browser.pages_developer import DEVELOPER
from tests.browser.pages_errors import ERRORS
from tests.browser.pages_sign_in import SIGN_IN

PAGES: Final = (*SIGN_IN, *ACCOUNT, *ACCESS_PAGES, *CONSENT, *DEVELOPER, *ERRORS, *ADMINISTRATION)
"""One module an area; a new page or state goes to the end of its module."""
