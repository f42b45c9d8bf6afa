"""Fixtures of the pages of access: one who holds everything, administrators who act, devices."""

from tests.flows.acting.conftest import acting, administrator, helpdesk
from tests.flows.rfc8628.conftest import kiosk, television
from tests.flows.the_switch.people import held

__all__ = ["acting", "administrator", "held", "helpdesk", "kiosk", "television"]
