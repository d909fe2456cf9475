"""Pages that verify: what is published is made again from what it rests on, and held against it."""
