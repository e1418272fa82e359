"""`make deploy`: builds and deploys with sam to the current AWS account, then uploads the app.

Environment variables set the parameters: STAGE and MAIL_FROM are required; APP_URL, CONTENT_URL and
CERTIFICATE are for a company's own domain; ALARM_MAIL and OPEN_SIGN_UP are optional. Without a
domain the URLs are CloudFront's, known only after the first deployment: then it deploys twice.
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
PARAMETERS = {
    "Stage": "STAGE",
    "MailFrom": "MAIL_FROM",
    "AppUrl": "APP_URL",
    "ContentUrl": "CONTENT_URL",
    "Certificate": "CERTIFICATE",
    "AlarmMail": "ALARM_MAIL",
    "OpenSignUp": "OPEN_SIGN_UP",
}
REQUIRED = ("Stage", "MailFrom")


def main() -> None:
    """Deploys the stack and the app."""
    given = {name: os.environ[it] for name, it in PARAMETERS.items() if os.environ.get(it)}
    if missing := [PARAMETERS[name] for name in REQUIRED if name not in given]:
        sys.exit(f"Set {' and '.join(missing)}: make deploy STAGE=prod MAIL_FROM=learn@example.com")
    stack = f"sharewell-{given['Stage']}"
    _sam("build")
    previous = _parameters(stack)
    outputs = _deploy(stack, previous | given)
    urls = {"AppUrl": f"https://{outputs['AppHost']}"}
    urls["ContentUrl"] = f"https://{outputs['ContentHost']}"
    if "AppUrl" not in given and urls.items() - previous.items():
        outputs = _deploy(stack, urls | given)
    _publish(outputs)
    print(f"Sharewell is at {given.get('AppUrl', urls['AppUrl'])}")


def _deploy(stack: str, parameters: dict[str, str]) -> dict[str, str]:
    overrides = [f"{name}={value}" for name, value in parameters.items() if value]
    _sam("deploy", "--stack-name", stack, "--parameter-overrides", *overrides)
    described = _stack(stack) or {}
    return {it["OutputKey"]: it["OutputValue"] for it in described["Outputs"]}


def _parameters(stack: str) -> dict[str, str]:
    """Returns the parameters of the last deployment."""
    described = _stack(stack) or {}
    parameters = described.get("Parameters", [])
    return {it["ParameterKey"]: it["ParameterValue"] for it in parameters}


def _stack(name: str) -> dict[str, Any] | None:
    client = boto3.client("cloudformation")
    try:
        return dict(client.describe_stacks(StackName=name)["Stacks"][0])
    except client.exceptions.ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def _publish(outputs: dict[str, str]) -> None:
    """Uploads the app: first the assets, last the page that refers to them."""
    bucket, s3 = outputs["AppBucket"], boto3.client("s3")
    for path in sorted(_files(), key=lambda it: it.name == "index.html"):
        hashed = path.parent.name == "assets"
        caching = "public, max-age=31536000, immutable" if hashed else "no-cache"
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        key = path.relative_to(DIST).as_posix()
        s3.upload_file(
            str(path), bucket, key, ExtraArgs={"CacheControl": caching, "ContentType": kind}
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
    # Build tools' own files begin with a dot.
    for path in DIST.rglob("*"):
        if path.is_file() and not path.relative_to(DIST).parts[0].startswith("."):
            yield path


def _sam(*words: str) -> None:
    # sam calls the layers' Makefiles, which run python -m local_stack.layers without an account.
    environment = os.environ | {"SAM_CLI_TELEMETRY": "0"}
    if subprocess.run([SAM, *words], cwd=ROOT, env=environment, check=False).returncode:
        sys.exit(f"sam {words[0]} failed.")


if __name__ == "__main__":
    main()
