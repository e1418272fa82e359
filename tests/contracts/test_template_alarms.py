"""Each alarm watches the right metric and notifies the alarm topic."""

import pytest

from contracts.expanded_template import Resource, of, resources, target

QUEUE, AGE = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
ALARMS = dict(of("AWS::CloudWatch::Alarm"))


def watched_metric(alarm: Resource) -> tuple[str, str, str]:
    """Returns the namespace, the metric and the resource of an alarm."""
    dimensions = [target(it["Value"]) for it in alarm.get("Dimensions", [])]
    return alarm["Namespace"], alarm["MetricName"], " ".join(dimensions)


WATCHED = {watched_metric(it): it for it in ALARMS.values()}


@pytest.mark.parametrize(
    ("seen", "at_most"),
    [
        (("AWS/ApiGateway", "5xx", "Http"), 10),
        (("AWS/Lambda", "IteratorAge", "Relay"), 5 * 60_000),
        (("AWS/Lambda", "Throttles", ""), 10),
        (("AWS/DynamoDB", "WriteThrottleEvents", "Table"), 10),
        (("AWS/DynamoDB", "ReadThrottleEvents", "Table"), 10),
        (("AWS/SQS", AGE, "IndexQueue"), 900),
        (("Sharewell", "CrossTenantAccess", "sharewell"), 1),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, tuple) else "",
)
def test_alarm_watches_metric_with_low_threshold(seen: tuple[str, str, str], at_most: int) -> None:
    assert WATCHED[seen]["Threshold"] <= at_most


def test_dead_letter_queues_alarm_at_first_message() -> None:
    given_up = {name for name, it in of("AWS::SQS::Queue") if "RedrivePolicy" not in it}
    watched = {of_it: it for (_, metric, of_it), it in WATCHED.items() if metric == QUEUE}
    assert given_up == watched.keys(), "a dead-letter queue that nobody would look into"
    assert {it["Threshold"] for it in watched.values()} == {1}


def test_alarm_fires_when_purge_does_not_run() -> None:
    alarm = WATCHED["AWS/Lambda", "Invocations", "Purge"]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1)
    assert alarm["TreatMissingData"] == "breaching"
    assert [target(it) for it in alarm["AlarmActions"]] == ["Alarms"]


@pytest.mark.parametrize("name", sorted(ALARMS.keys() - {"PurgeRests"}))
def test_alarm_notifies_topic_and_ignores_missing_data(name: str) -> None:
    alarm = ALARMS[name]
    assert [target(it) for it in alarm["AlarmActions"]] == ["Alarms"]
    assert alarm["TreatMissingData"] == "notBreaching"
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 300
    counted = {QUEUE: "Maximum", AGE: "Maximum", "IteratorAge": "Maximum"}
    assert alarm["Statistic"] == counted.get(alarm["MetricName"], "Sum")


def test_alarm_topic_accepts_alarms_and_sends_mail() -> None:
    [(_, topic)] = of("AWS::SNS::Topic")
    # AWS's own key for SNS has a fixed policy that does not allow CloudWatch.
    assert topic.get("KmsMasterKeyId") != "alias/aws/sns"
    [(_, mail)] = of("AWS::SNS::Subscription")
    assert (target(mail["TopicArn"]), target(mail["Endpoint"])) == ("Alarms", "AlarmMail")


def test_alarm_dimensions_name_existing_resources() -> None:
    dimensions = {
        target(it["Value"]) for alarm in ALARMS.values() for it in alarm.get("Dimensions", [])
    }
    assert dimensions - {"sharewell"} <= resources().keys()
