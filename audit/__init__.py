"""Relations, checking, findings, reports."""
