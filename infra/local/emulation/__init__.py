"""What runs in the emulator's own process and environment: ministack, and what it lacks for us.

Imports nothing of ours and nothing of our libraries. As it comes, ministack saves its state on a
clean exit only, forgets what lies in a table's stream, and keeps what functions print to itself.
"""

# What template.yaml has something in. Another two dozen would be saved empty, and each saved one
# is loaded at the next start: that took more than a second.
KEPT = {
    "apigateway", "cloudformation", "cloudwatch", "cloudwatch_logs", "cognito", "dynamodb",
    "eventbridge", "iam", "lambda", "s3", "scheduler", "secretsmanager", "ses", "ses_v2", "sqs",
    "ssm", "sts",
}  # fmt: skip
