"""The reference register: what forces sent each other, looked up, counted and accounted for."""
