"""What five tutorials on securing Django APIs show, as plain HTTP calls against the demo."""
