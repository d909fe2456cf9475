"""What people see: pages, articles, reports and the command line."""
