"""Benchmarks: how long a build takes, how fast answers come, and how much memory that needs."""
