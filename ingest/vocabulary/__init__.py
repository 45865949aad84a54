"""Vocabulary: the words of the papers as data (YAML and TSV), and the loader that checks them."""
