"""Receipts of what was disclosed with each answer served: signed, chained, verified offline."""
