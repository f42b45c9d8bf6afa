"""What the presets are called, wherever people read of them."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from oauth_server.vocabulary import ClientPreset

TITLES: Final[Mapping[ClientPreset, Any]] = {
    ClientPreset.WEB: _("Web application"),
    ClientPreset.SINGLE_PAGE: _("Single-page application"),
    ClientPreset.NATIVE: _("Native application"),
    ClientPreset.MACHINE: _("Machine"),
    ClientPreset.DEVICE: _("Device"),
    ClientPreset.AGENT: _("Agent"),
    ClientPreset.FAPI: _("Web application with FAPI 2.0"),
}
CHOICES: Final = [(str(preset), TITLES[preset]) for preset in ClientPreset]
"""For a field that holds a preset."""
