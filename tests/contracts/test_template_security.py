"""Security rules of the expanded template that linters do not check."""

import re
from typing import Any

import pytest

from contracts.expanded_template import listed, of, resources, statements, target

PUBLIC = {"GET /api/health", "GET /api/openapi.json", "GET /api/invitation-links/{token}"}
OPERATOR_FUNCTIONS = {"Reindex"}
"""Functions that only an operator invokes, synchronously."""
SECRET = re.compile(r"secret|password|token|api_?key|private|credential", re.IGNORECASE)


def allowed() -> list[tuple[str, dict[str, Any]]]:
    """Returns all Allow statements."""
    found = [(name, it) for name, resource in resources().items() for it in statements(resource)]
    return [(name, it) for name, it in found if it["Effect"] == "Allow"]


def test_public_routes_are_few() -> None:
    routes = dict(of("AWS::ApiGatewayV2::Route")).values()
    assert len(routes) > 30
    opened = {it["RouteKey"] for it in routes if it.get("AuthorizationType") != "JWT"}
    assert opened == PUBLIC


def test_authorizer_accepts_our_pool_and_client_only() -> None:
    [(name, authorizer)] = of("AWS::ApiGatewayV2::Authorizer")
    used = {target(it["AuthorizerId"]) for _, it in of("AWS::ApiGatewayV2::Route")
            if "AuthorizerId" in it}  # fmt: skip
    assert used == {name}
    assert authorizer["JwtConfiguration"]["Audience"] == [{"Ref": "Client"}]
    assert "${Pool}" in str(authorizer["JwtConfiguration"]["Issuer"])
    assert authorizer["IdentitySource"] == ["$request.header.Authorization"]


def test_gateway_throttles_and_logs_requests() -> None:
    [(_, stage)] = of("AWS::ApiGatewayV2::Stage")
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] <= 1000
    assert stage["DefaultRouteSettings"]["ThrottlingBurstLimit"] <= 1000
    assert target(stage["AccessLogSettings"]["DestinationArn"]) == "AccessLog"
    assert "$context.identity" not in stage["AccessLogSettings"]["Format"], "no addresses in logs"


def test_policies_allow_no_wildcards() -> None:
    assert len(allowed()) > 15
    for name, statement in allowed():
        assert "*" not in str(statement.get("Principal", "")), name
        assert not {"NotAction", "NotPrincipal", "NotResource"} & statement.keys(), name
        assert "*" not in listed(statement.get("Resource", "none")), name
        for action in listed(statement["Action"]):
            assert "*" not in action, f"{name} may {action}"


def test_service_principals_are_limited_to_this_account() -> None:
    seen = 0
    for name, statement in allowed():
        if "Principal" in statement and "sts:AssumeRole" not in listed(statement["Action"]):
            assert re.search(
                r"aws:Source(Arn|Account)", str(statement["Condition"]), re.IGNORECASE
            ), name
            seen += 1
    assert seen >= 2
    for name, it in of("AWS::Lambda::Permission"):
        assert it.keys() & {"SourceArn", "SourceAccount"}, name


def test_functions_may_not_scan_the_table() -> None:
    for name, statement in allowed():
        assert "dynamodb:Scan" not in listed(statement["Action"]), name


def test_mail_policy_allows_own_sender_only() -> None:
    [statement] = [it for _, it in allowed() if "ses:SendEmail" in listed(it["Action"])]
    assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}}


def test_queues_have_dead_letter_queues_of_two_weeks() -> None:
    queues = dict(of("AWS::SQS::Queue"))
    for name, queue in queues.items():
        if redrive := queue.get("RedrivePolicy"):
            dead = queues[target(redrive["deadLetterTargetArn"])]
            assert "RedrivePolicy" not in dead, name
            assert queue.get("FifoQueue") == dead.get("FifoQueue"), name
            assert 3 <= redrive["maxReceiveCount"] <= 10, name
        else:
            assert queue["MessageRetentionPeriod"] == 14 * 24 * 3600, f"{name} forgets too soon"


def test_queue_visibility_is_six_function_timeouts() -> None:
    queues, functions = dict(of("AWS::SQS::Queue")), dict(of("AWS::Lambda::Function"))
    seen = set()
    for _, mapping in of("AWS::Lambda::EventSourceMapping"):
        source = target(mapping["EventSourceArn"])
        if source in queues:
            timeout = functions[target(mapping["FunctionName"])]["Timeout"]
            assert queues[source]["VisibilityTimeout"] >= 6 * timeout, source
            assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
            assert "RedrivePolicy" in queues[source], source
            seen.add(source)
    assert seen == {name for name, it in queues.items() if "RedrivePolicy" in it}


def test_stream_failures_go_to_dead_letter_queue() -> None:
    [mapping] = [it for _, it in of("AWS::Lambda::EventSourceMapping")
                 if target(it["EventSourceArn"]) == "Table"]  # fmt: skip
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert 3 <= mapping["MaximumRetryAttempts"] <= 1000, "by default a poisoned batch blocks a day"
    assert mapping["StartingPosition"] == "TRIM_HORIZON"


def test_rule_failures_go_to_dead_letter_queue() -> None:
    seen = 0
    for name, rule in of("AWS::Events::Rule"):
        for to in rule["Targets"]:
            assert target(to["DeadLetterConfig"]["Arn"]) in dict(of("AWS::SQS::Queue")), name
            seen += 1
    assert seen >= 3


def test_function_failures_go_to_dead_letter_queue() -> None:
    fed = {target(it["FunctionName"]) for _, it in of("AWS::Lambda::EventSourceMapping")}
    kept = {target(it["FunctionName"]): it for _, it in of("AWS::Lambda::EventInvokeConfig")}
    routed = {target(it["IntegrationUri"]) for _, it in of("AWS::ApiGatewayV2::Integration")}
    alone = dict(of("AWS::Lambda::Function")).keys() - fed - routed - OPERATOR_FUNCTIONS
    assert alone == kept.keys()
    for name, config in kept.items():
        assert config["DestinationConfig"]["OnFailure"]["Destination"], name
        assert config["MaximumRetryAttempts"] >= 1, name


@pytest.mark.parametrize("name", ["App", "Content"])
def test_bucket_is_private_encrypted_and_versioned(name: str) -> None:
    buckets = dict(of("AWS::S3::Bucket"))
    assert len(buckets) == 2
    bucket = buckets[name]
    assert list(bucket["PublicAccessBlockConfiguration"].values()) == [True] * 4
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert bucket["VersioningConfiguration"]["Status"] == "Enabled"
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert resources()[name]["DeletionPolicy"] == "Retain"
    assert resources()[name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("name", ["App", "Content"])
def test_bucket_requires_tls(name: str) -> None:
    [policy] = [it for _, it in of("AWS::S3::BucketPolicy") if target(it["Bucket"]) == name]
    [denied] = [it for it in statements(policy) if it["Effect"] == "Deny"]
    assert denied["Principal"] == {"AWS": "*"}
    assert denied["Action"] == "s3:*"
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert {target(it) if isinstance(it, dict) and "Fn::GetAtt" in it else str(it) for it in
            denied["Resource"]} & {name, f"{name}.Arn"}, "the bucket itself"  # fmt: skip
    assert any(f"${{{name}.Arn}}/*" in str(it) for it in denied["Resource"]), "what is in it"


def test_cors_allows_own_origin_only() -> None:
    seen = 0
    for name, resource in resources().items():
        for origins in _origins(resource):
            assert "*" not in str(origins), name
            seen += 1
    assert seen == 2
    [(_, api)] = of("AWS::ApiGatewayV2::Api")
    assert "CorsConfiguration" not in api, "app and API are of one origin"


def _origins(node: Any) -> list[Any]:
    if isinstance(node, list):
        return [it for child in node for it in _origins(child)]
    if not isinstance(node, dict):
        return []
    here = [node[it] for it in ("AllowedOrigins", "AccessControlAllowOrigins") if it in node]
    return here + [it for child in node.values() for it in _origins(child)]


def test_bucket_expires_abandoned_multipart_uploads() -> None:
    rules = dict(of("AWS::S3::Bucket"))["Content"]["LifecycleConfiguration"]["Rules"]
    days = [it["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] for it in rules
            if "AbortIncompleteMultipartUpload" in it]  # fmt: skip
    assert days == [2]


def test_table_is_retained_and_recoverable() -> None:
    [(name, table)] = of("AWS::DynamoDB::Table")
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["SSESpecification"]["SSEEnabled"] is True
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["InCloud", True, False]}
    assert resources()[name]["DeletionPolicy"] == "Retain"


def test_user_pool_is_retained_and_protected() -> None:
    [(name, pool)] = of("AWS::Cognito::UserPool")
    assert pool["DeletionProtection"] == {"Fn::If": ["InCloud", "ACTIVE", "INACTIVE"]}
    assert resources()[name]["DeletionPolicy"] == "Retain"


def test_queues_are_encrypted() -> None:
    for name, queue in of("AWS::SQS::Queue"):
        assert queue["SqsManagedSseEnabled"] is True, name


def test_logs_expire_after_a_while() -> None:
    groups = dict(of("AWS::Logs::LogGroup"))
    assert set(groups) == {"AccessLog", "FunctionLog"}
    assert all(it["RetentionInDays"] == 30 for it in groups.values())
    for name, function in of("AWS::Lambda::Function"):
        assert target(function["LoggingConfig"]["LogGroup"]) == "FunctionLog", name


def test_secret_comes_from_secrets_manager() -> None:
    found: dict[str, Any] = {}
    for _, function in of("AWS::Lambda::Function"):
        variables: dict[str, Any] = function["Environment"]["Variables"]
        found |= {name: value for name, value in variables.items() if SECRET.search(name)}
        assert not [it for it in variables.values() if re.search(r"AKIA|-----BEGIN", str(it))]
    assert list(found) == ["SIGNING_SECRET"]
    assert "{{resolve:secretsmanager:${SigningSecret}}}" in str(found["SIGNING_SECRET"])
    [(_, secret)] = of("AWS::SecretsManager::Secret")
    assert "SecretString" not in secret
    assert secret["GenerateSecretString"]["PasswordLength"] >= 32


def test_user_pool_client_allows_code_with_pkce_only() -> None:
    [(_, client)] = of("AWS::Cognito::UserPoolClient")
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["GenerateSecret"] is False
    assert client["RefreshTokenRotation"]["Feature"] == "ENABLED"
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["ExplicitAuthFlows"]
    assert not [it for it in client["ExplicitAuthFlows"] if "PASSWORD" in it]
    assert [it for it in client["CallbackURLs"] if "${AppUrl}/" not in str(it)] == []


def test_distribution_requires_tls() -> None:
    seen = 0
    for name, it in of("AWS::CloudFront::Distribution"):
        config = it["DistributionConfig"]
        behaviours = [config["DefaultCacheBehavior"], *config.get("CacheBehaviors", [])]
        for behaviour in behaviours:
            assert behaviour["ViewerProtocolPolicy"] in ("https-only", "redirect-to-https"), name
            assert behaviour["ResponseHeadersPolicyId"], name
            seen += 1
        assert "TLSv1.2_2021" in str(config["ViewerCertificate"]), name
    assert seen == 3
