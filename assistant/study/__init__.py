"""Simulated shoppers over policies, and what the policies did to them."""
