"""The vault: what published pages rest on, kept by its content as long as a page may be asked about."""
