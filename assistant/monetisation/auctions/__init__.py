"""Allocation and payment rules, known from the literature."""
