"""The daily step: a new log taken in beside the last, its history compared, and switched to at once."""
