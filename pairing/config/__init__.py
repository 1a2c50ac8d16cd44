"""The config: one short TOML file, in plain words, checked at once."""
