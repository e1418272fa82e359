"""`make deploy`: builds and deploys with sam to the AWS account at hand, then sends the app there.

A company's answers are the environment: STAGE and MAIL_FROM always; APP_URL, CONTENT_URL and
CERTIFICATE when it has a domain; ALARM_MAIL and OPEN_SIGN_UP when it wants them. Without a domain
the addresses are CloudFront's, known only after the first deployment: then there is a second.
"""

import json
import mimetypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).parents[1]
SAM = ROOT / ".local/aws-venv/bin/sam"
DIST = ROOT / "web/dist"
ANSWERS = {
    "Stage": "STAGE",
    "MailFrom": "MAIL_FROM",
    "AppUrl": "APP_URL",
    "ContentUrl": "CONTENT_URL",
    "Certificate": "CERTIFICATE",
    "AlarmMail": "ALARM_MAIL",
    "OpenSignUp": "OPEN_SIGN_UP",
}
NEEDED = ("Stage", "MailFrom")


def main() -> None:
    """Deploy everything."""
    answers = {name: os.environ[said] for name, said in ANSWERS.items() if os.environ.get(said)}
    if missing := [ANSWERS[name] for name in NEEDED if name not in answers]:
        sys.exit(f"Say {' and '.join(missing)}: make deploy STAGE=prod MAIL_FROM=learn@example.com")
    stack = f"sharewell-{answers['Stage']}"
    _sam("build")
    known = _parameters(stack)
    outputs = _deploy(stack, known | answers)
    found = {"AppUrl": f"https://{outputs['AppHost']}"}
    found["ContentUrl"] = f"https://{outputs['ContentHost']}"
    if "AppUrl" not in answers and found.items() - known.items():
        outputs = _deploy(stack, found | answers)
    _publish(outputs)
    print(f"Sharewell is at {answers.get('AppUrl', found['AppUrl'])}")


def _deploy(stack: str, parameters: dict[str, str]) -> dict[str, str]:
    overrides = [f"{name}={value}" for name, value in parameters.items() if value]
    _sam("deploy", "--stack-name", stack, "--parameter-overrides", *overrides)
    described = _stack(stack) or {}
    return {it["OutputKey"]: it["OutputValue"] for it in described["Outputs"]}


def _parameters(stack: str) -> dict[str, str]:
    """What was answered last time."""
    described = _stack(stack) or {}
    said = described.get("Parameters", [])
    return {it["ParameterKey"]: it["ParameterValue"] for it in said}


def _stack(name: str) -> dict[str, Any] | None:
    client = boto3.client("cloudformation")
    try:
        return dict(client.describe_stacks(StackName=name)["Stacks"][0])
    except client.exceptions.ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def _publish(outputs: dict[str, str]) -> None:
    """Put the app into its bucket: first what nothing refers to yet, last the page that does."""
    bucket, s3 = outputs["AppBucket"], boto3.client("s3")
    for path in sorted(_files(), key=lambda it: it.name == "index.html"):
        hashed = path.parent.name == "assets"
        kept = "public, max-age=31536000, immutable" if hashed else "no-cache"
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        key = path.relative_to(DIST).as_posix()
        s3.upload_file(
            str(path), bucket, key, ExtraArgs={"CacheControl": kept, "ContentType": kind}
        )
    region = boto3.Session().region_name
    config = {
        "authority": f"https://cognito-idp.{region}.amazonaws.com/{outputs['PoolId']}",
        "client_id": outputs["ClientId"],
    }
    s3.put_object(
        Bucket=bucket,
        Key="config.json",
        Body=json.dumps(config).encode(),
        CacheControl="no-cache",
        ContentType="application/json",
    )
    boto3.client("cloudfront").create_invalidation(
        DistributionId=outputs["AppDistribution"],
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": str(time.time_ns()),
        },
    )


def _files() -> Iterator[Path]:
    # What a build tool notes for itself begins with a dot.
    for path in DIST.rglob("*"):
        if path.is_file() and not path.relative_to(DIST).parts[0].startswith("."):
            yield path


def _sam(*words: str) -> None:
    # Its Makefiles call python -m local.layers, which needs no account.
    environment = os.environ | {"SAM_CLI_TELEMETRY": "0"}
    if subprocess.run([SAM, *words], cwd=ROOT, env=environment, check=False).returncode:
        sys.exit(f"sam {words[0]} did not work.")


if __name__ == "__main__":
    main()
