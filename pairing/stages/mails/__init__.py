"""From one read mail to what it does."""
