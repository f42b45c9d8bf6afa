"""An announcement: anyone reads it."""

from resources.models.posted import Posted


class Announcement(Posted):
    """Written by whoever holds the model's permissions."""
