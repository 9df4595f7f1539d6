"""Invented people and generated documents, for the tests of whoever uses the standard."""
