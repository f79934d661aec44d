"""Workbooks and tables of text, where offices keep their records: how they are laid out, written, read and marked."""
