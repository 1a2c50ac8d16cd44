"""The answer pages: what a person sees behind a link in a mail. GET never writes."""
