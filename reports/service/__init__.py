"""One desk for many askers: what the site and the doors for other programs share."""
