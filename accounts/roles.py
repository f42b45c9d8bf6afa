"""Roles: who may do what, stored as Django groups, read live at every request."""

from enum import StrEnum


class Role(StrEnum):
    """A role is a Django group of the same name; Admin implies `is_staff` and nothing else does."""

    ADMIN = "Admin"
    MANAGER = "Manager"
    HR = "HR"
