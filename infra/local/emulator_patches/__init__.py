"""Runs the emulator in its own process and environment, with its defects mended.

Each patch is a function that says what it mends. tests/tools/test_emulator_patches.py has a probe
for each, which fails as soon as ministack no longer has the defect: then the patch goes. Imports
nothing of ours and nothing of our libraries.

Three defects are met outside of the emulator's process, and have their probes there too: an OpenAPI
body makes no routes (`local/translate.py` writes them as resources), a layer is unpacked for every
process (`layers.pointer` names the built folder), and S3 takes requests that nobody signed
(`local/server.py` refuses them).
"""

PATCHES = (
    "function_workers.limit_processes",
    "function_workers.print_logs",
    "function_workers.shorten_log_wait",
    "stream_persistence.keep_streams",
    "stream_persistence.show_messages_again",
    "state_persistence.save_while_running",
    "state_persistence.save_services_in_use",
    "nested_stacks.resolve_secrets",
    "nested_stacks.keep_attributes",
)
"""Every patch, in the order in which they are applied."""

# What template.yaml has something in.
KEPT = {
    "apigateway", "cloudformation", "cloudwatch", "cloudwatch_logs", "cognito", "dynamodb",
    "eventbridge", "iam", "lambda", "s3", "scheduler", "secretsmanager", "ses", "ses_v2", "sqs",
    "ssm", "sts",
}  # fmt: skip
