"""Subjects: what is counted — cases, children, services, sessions … — one row each, with its traits."""
