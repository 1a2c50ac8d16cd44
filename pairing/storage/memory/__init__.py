"""The store in memory: the plainest keeping of the four ports, which SQL's is held against."""
