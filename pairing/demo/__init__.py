"""Invented networks and what their staff do: for the demo, for tests and for benchmarks."""
