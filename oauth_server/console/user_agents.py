"""What a User-Agent header says of its device, in words, for the pages that show one."""

from accounts.services.user_agents import in_words

__all__ = ["in_words"]
