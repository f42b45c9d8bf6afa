"""The developer console: a person's own applications, from registration to deletion."""
