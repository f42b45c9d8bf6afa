"""Every program of the quickstart pages, run as the page shows it."""
