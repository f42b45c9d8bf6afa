"""The presets at work, one file each; the first is what the application itself is."""

from collections.abc import Mapping

from examples.sample_app.configuration import Configuration
from examples.sample_app.presets.agent import Agent
from examples.sample_app.presets.device import Device
from examples.sample_app.presets.fapi2 import Fapi2
from examples.sample_app.presets.machine import Machine
from examples.sample_app.presets.native import Native
from examples.sample_app.presets.preset import Preset
from examples.sample_app.presets.single_page import SinglePage
from examples.sample_app.presets.web import Web


def presets_of(configuration: Configuration) -> Mapping[str, Preset]:
    """Return the presets whose clients were registered, by their paths, in the order of the menu."""
    kinds = (Web, SinglePage, Native, Machine, Device, Agent, Fapi2)
    made = (kind(configuration) for kind in kinds)
    return {preset.path: preset for preset in made if preset.registered}
