"""A report, which managers read and write."""

from resources.models.posted import Posted


class Report(Posted):
    """Read and written by whoever holds the model's permissions."""
