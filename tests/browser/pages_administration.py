"""The pages of the administration."""

from typing import Final

from tests.browser.arrivals import at
from tests.browser.arrivals_administration import (
    acting,
    approving,
    asking_to_act,
    asking_to_act_without_reason,
    changing,
    of_busy_person,
    of_refusal,
    reading_as_somebody,
    refusing,
    refusing_what_does_not_wait,
)
from tests.browser.shown import Shown

ADMINISTRATION: Final = (
    Shown("admin-login", at("/admin/login/")),
    Shown("admin", at("/admin/"), "adam"),
    Shown("admin-people", at("/admin/accounts/user/"), "adam"),
    Shown("admin-person", changing("accounts/user"), "adam"),
    Shown("admin-person-access", of_busy_person),
    Shown("admin-acting-form", asking_to_act),
    Shown("admin-acting-form-errors", asking_to_act_without_reason),
    Shown("acting", acting),
    Shown("acting-answer", reading_as_somebody),
    Shown("admin-roles", at("/admin/auth/group/"), "adam"),
    Shown("admin-role", changing("auth/group"), "adam"),
    Shown("admin-applications", at("/admin/oauth_server/application/"), "adam"),
    Shown("admin-application", changing("oauth_server/application"), "adam"),
    Shown("admin-sign-ins", at("/admin/accounts/session/"), "adam"),
    Shown("admin-audit", at("/admin/accounts/auditevent/"), "adam"),
    Shown("admin-refusals", at("/admin/resources/refusal/"), "adam"),
    Shown("admin-refusal", of_refusal),
    Shown("admin-policy", at("/admin/oauth_server/developerpolicy/1/change/"), "adam"),
    Shown("admin-application-refuse", refusing),
    Shown("admin-application-refuse-none", refusing_what_does_not_wait, "adam"),
    Shown("admin-application-approve", approving),
)
