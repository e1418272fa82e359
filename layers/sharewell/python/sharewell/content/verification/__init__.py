"""Verification of items: verifiers, intervals and due dates."""
