"""Access to my account: everything that can act as a person, how each thing ends, and what has happened."""
