"""Step 2: says of each line whether it is a valid record, and leaves the valid ones as tables."""
