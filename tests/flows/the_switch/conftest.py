"""Fixtures of the one switch."""

from tests.flows.the_switch.people import held

__all__ = ["held"]
