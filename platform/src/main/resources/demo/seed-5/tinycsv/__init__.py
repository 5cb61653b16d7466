"""A small CSV reader and writer."""
