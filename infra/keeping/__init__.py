"""An operator's export, wipe and restore of one organisation, in AWS as on a laptop.

Not part of what is deployed: it runs with the operator's own credentials, and may scan.
docs/runbook.md says when and how.
"""
