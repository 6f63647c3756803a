"""The report as a tree: what is said, before anybody decides how it looks.

``nodes`` are the leaves and branches, ``facts`` the organisation's own words and lists,
``writer`` the pen with which the chapters turn results into nodes.
"""
