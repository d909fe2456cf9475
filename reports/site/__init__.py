"""The site: readers ask on pages, other programs by the JSON interface; nothing is computed or worded here."""
