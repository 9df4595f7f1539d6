"""A population of invented people and their episodes, the same from the same seed for ever."""
