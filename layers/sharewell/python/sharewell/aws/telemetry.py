"""The one logger and the one metrics of a function: import these, never create others."""

from aws_lambda_powertools import Logger, Metrics

logger = Logger()
metrics = Metrics()
