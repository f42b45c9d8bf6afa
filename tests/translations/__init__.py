"""The catalogues of the pages: what is to be translated, and the command that brings them up to date."""
