"""Signing in to an account that was just opened again, by what this browser has proved a moment ago."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.models import User
from accounts.services.leaving import LEAVING


def sign_in_again(request: HttpRequest, user: User) -> None:
    """Open the sign-in that was held back; the methods by which the person proved it stand in the browser's session."""
    request.session.pop(LEAVING, None)
    get_adapter(request).login(request, user)
