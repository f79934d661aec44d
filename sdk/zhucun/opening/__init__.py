"""Step 1: turns whatever was handed in into plain NDJSON files and a manifest."""
