"""What others build upon the standard with: types of their languages and tables of their databases, written from the schemas."""
