"""The levels of the package: what stands on one imports what stands below it, and nothing else."""

LEVELS = (
    ("jobs", "pictures", "reading"),
    ("identity",),
    ("notices", "profiles"),
    ("groups",),
    ("channels",),
    ("content",),
    ("assignments", "discussions", "feed", "imports", "inbox", "members", "reactions"),
    ("all_rows", "search"),
    ("retention",),
    ("app",),
)
"""Every domain, and each module that composes domains, from the bottom up.

Domains of one level do not know each other. Whatever the table does not name (the edges, the table,
values) imports none of them and may be imported by all.
"""
