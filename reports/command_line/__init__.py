"""The commands by their subject: options are read here, each declared once; the work is done in `reports.commands`."""
