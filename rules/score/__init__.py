"""Weights, scores, deductions and grades (GJ3xx)."""
