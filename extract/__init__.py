"""A file in, located facts out: readers, numbers, facts."""
