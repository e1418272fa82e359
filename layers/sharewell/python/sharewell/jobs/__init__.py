"""Batch jobs: work too long for one invocation of a function, done in resumable batches."""
