"""One text, one record: valid, or why not."""
