"""The levels of the package: a domain imports domains of lower levels and no others."""

LEVELS = (
    ("file_reader", "jobs", "pictures"),
    ("identity",),
    ("notifications", "profiles"),
    ("groups",),
    ("channels",),
    ("content",),
    ("assignments", "discussions", "feed", "imports", "inbox", "members", "reactions"),
    ("all_rows", "search"),
    ("retention",),
    ("app",),
)
"""All domains, and the modules that compose domains, from the bottom up.

Domains of one level do not import each other. Packages that are not listed (core, aws, edge) import
none of them and may be imported by all.
"""
