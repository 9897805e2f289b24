"""Reports: what the audit found, written for people and for machines."""
