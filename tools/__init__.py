"""What a developer of the project runs; nothing of it is installed."""
