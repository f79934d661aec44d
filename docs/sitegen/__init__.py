"""Makes the pages of the documentation site that come from the standard. `hook.py` hands them to mkdocs."""
