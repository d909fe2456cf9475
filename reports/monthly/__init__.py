"""Monthly client reports."""
