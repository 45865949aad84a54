"""Reads plans out of council papers."""
