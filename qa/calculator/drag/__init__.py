"""What the hedge costs, and what that is made of."""
