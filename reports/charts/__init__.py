"""Series as drawings."""
