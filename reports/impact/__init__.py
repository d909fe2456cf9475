"""Impact: what other data or other texts would change of what is published, before anything is."""
