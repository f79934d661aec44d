"""Measures Zhucun beside its peers: ``python -m benchmarks``. Needs ``pip install zhucun[bench]``."""
