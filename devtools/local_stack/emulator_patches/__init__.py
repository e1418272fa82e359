"""Runs the emulator in its own process and environment, with patches for its defects.

Each patch is a function whose docstring names the defect. tests/tools/test_emulator_patches.py has
a probe for each, which fails as soon as ministack no longer has the defect: then delete the patch.
Imports neither Sharewell's packages nor its libraries.

Three defects are worked around outside the emulator's process: an OpenAPI body creates no routes
(`local_stack/sam_to_cfn.py` writes them as resources), a layer is unpacked for every process
(`layers.pointer` names the built folder), and S3 accepts unsigned requests (`local_stack/server.py`
rejects them).
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
"""All patches, in the order in which they are applied."""

# The services that the templates use.
KEPT = {
    "apigateway", "cloudformation", "cloudwatch", "cloudwatch_logs", "cognito", "dynamodb",
    "eventbridge", "iam", "lambda", "s3", "scheduler", "secretsmanager", "ses", "ses_v2", "sqs",
    "ssm", "sts",
}  # fmt: skip
