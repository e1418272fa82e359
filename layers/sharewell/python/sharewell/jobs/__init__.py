"""Batch jobs: work that is too long for one run of a function, done in resumable batches."""
