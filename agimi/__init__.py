"""Agimi, "the dawn": records and reports of an organisation that helps survivors of trafficking and violence."""
