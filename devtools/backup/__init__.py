"""Export, wipe and restore of one organisation by an operator, in AWS or on a laptop.

Not deployed: it runs with the operator's own credentials, which may scan. docs/runbook.md
describes when and how to use it.
"""
