"""For whoever writes the profile of a place: template, check, comparison, explanation."""
