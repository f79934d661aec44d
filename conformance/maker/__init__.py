"""Makes the conformance suite and measures it: ``python -m conformance.maker`` in a checkout."""
