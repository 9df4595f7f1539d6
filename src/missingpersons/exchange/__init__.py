"""The way across a force boundary: signed messages, and the state that a set of them amounts to."""
