"""The pages of the developer console and its playground."""

from typing import Final

from tests.browser import arrivals_developer as developer
from tests.browser import arrivals_playground as playground
from tests.browser.arrivals import at
from tests.browser.shown import Shown

DEVELOPER: Final = (
    Shown("developer", developer.applications, "alice"),
    Shown("developer-empty", at("/developer/"), "hana"),
    Shown("developer-new", at("/developer/new/"), "alice"),
    Shown("developer-not-yours", developer.address_unverified),
    Shown("developer-wizard", at("/developer/new/single_page/"), "alice"),
    Shown("developer-wizard-errors", developer.wizard_with_errors, "alice"),
    Shown("developer-wizard-fapi", at("/developer/new/fapi2/"), "alice"),
    Shown("developer-registered", developer.registered, "alice"),
    Shown("developer-settings", developer.tab(""), "alice"),
    Shown("developer-settings-errors", developer.settings_with_errors, "alice"),
    Shown("developer-credentials", developer.tab("credentials/"), "alice"),
    Shown("developer-credentials-secret", developer.new_secret, "alice"),
    Shown("developer-credentials-errors", developer.keys_with_errors, "alice"),
    Shown("developer-branding", developer.tab("branding/"), "alice"),
    Shown("developer-scopes", developer.tab("scopes/"), "alice"),
    Shown("developer-quickstart", developer.tab("quickstart/"), "alice"),
    Shown("developer-quickstart-python", playground.program("python", "native"), "alice"),
    Shown("developer-quickstart-page", playground.program("javascript", "single_page"), "alice"),
    Shown("developer-activity", developer.tab("activity/"), "alice"),
    Shown("developer-activity-troubles", playground.troubles, "alice"),
    Shown("playground", at(playground.PATH), "alice"),
    Shown("playground-application", playground.chosen, "alice"),
    Shown("playground-request", playground.build, "alice"),
    Shown("playground-pushed", playground.pushed, "alice"),
    Shown("playground-secret", playground.of_application, "alice"),
    Shown("playground-tokens", playground.tokens, "alice"),
    Shown("playground-called", playground.called("/api/whoami/"), "alice"),
    Shown("playground-refusal", playground.called("/api/v1/reports/"), "alice"),
    Shown("playground-denied", playground.refused, "alice"),
    Shown("developer-danger", developer.tab("danger/"), "alice"),
    Shown("developer-danger-errors", developer.wrong_name, "alice"),
    Shown("developer-disabled", developer.disabled, "alice"),
)
