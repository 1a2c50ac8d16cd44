"""The only room that knows both tongues: people with practices and days, and seats with numbers."""
