"""Steps 3 and 4: tables, and the rules that run over them."""
