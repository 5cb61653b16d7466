"""Bookings for a guest house."""
