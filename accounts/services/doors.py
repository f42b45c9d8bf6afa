"""The JSON doors at which a person signs in (contract: First-party credentials)."""

from enum import StrEnum


class Door(StrEnum):
    """What a door gives: the word under which a pending second factor remembers where it began."""

    DRF_TOKEN = "drf_token"  # noqa: S105 - the name of a door
    JWT = "jwt"
    SLIDING = "sliding"
    LOGIN = "login"
