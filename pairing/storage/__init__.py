"""Where facts, roster, outbox and buckets are kept: in memory, or in SQL."""
