"""What goes wrong is said: each alarm looks at the right thing, and somebody hears it."""

import pytest

from contracts.expanded import Resource, of, resources, target

QUEUE, AGE = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
ALARMS = dict(of("AWS::CloudWatch::Alarm"))


def looks_at(alarm: Resource) -> tuple[str, str, str]:
    """Namespace, metric, and the resource whose metric it is."""
    dimensions = [target(it["Value"]) for it in alarm.get("Dimensions", [])]
    return alarm["Namespace"], alarm["MetricName"], " ".join(dimensions)


WATCHED = {looks_at(it): it for it in ALARMS.values()}


@pytest.mark.parametrize(
    ("seen", "at_most"),
    [
        (("AWS/ApiGateway", "5xx", "Http"), 10),
        (("AWS/Lambda", "IteratorAge", "Relay"), 5 * 60_000),
        (("AWS/Lambda", "Throttles", ""), 10),
        (("AWS/DynamoDB", "WriteThrottleEvents", "Table"), 10),
        (("AWS/DynamoDB", "ReadThrottleEvents", "Table"), 10),
        (("AWS/SQS", AGE, "IndexQueue"), 900),
        (("Sharewell", "Tripped", "sharewell"), 1),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, tuple) else "",
)
def test_it_is_said_when_something_goes_wrong(seen: tuple[str, str, str], at_most: int) -> None:
    assert WATCHED[seen]["Threshold"] <= at_most


def test_the_first_message_that_was_given_up_is_said_of_every_queue() -> None:
    given_up = {name for name, it in of("AWS::SQS::Queue") if "RedrivePolicy" not in it}
    watched = {of_it: it for (_, metric, of_it), it in WATCHED.items() if metric == QUEUE}
    assert given_up == watched.keys(), "a dead-letter queue that nobody would look into"
    assert {it["Threshold"] for it in watched.values()} == {1}


def test_it_is_said_when_nothing_is_purged_any_more() -> None:
    alarm = WATCHED["AWS/Lambda", "Invocations", "Purge"]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1)
    assert alarm["TreatMissingData"] == "breaching"
    assert [target(it) for it in alarm["AlarmActions"]] == ["Alarms"]


@pytest.mark.parametrize("name", sorted(ALARMS.keys() - {"PurgeRests"}))
def test_an_alarm_is_heard_and_silence_is_none(name: str) -> None:
    alarm = ALARMS[name]
    assert [target(it) for it in alarm["AlarmActions"]] == ["Alarms"]
    assert alarm["TreatMissingData"] == "notBreaching"
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 300
    counted = {QUEUE: "Maximum", AGE: "Maximum", "IteratorAge": "Maximum"}
    assert alarm["Statistic"] == counted.get(alarm["MetricName"], "Sum")


def test_alarms_may_speak_to_where_they_are_heard() -> None:
    [(_, topic)] = of("AWS::SNS::Topic")
    # The policy of AWS's own key for SNS cannot be changed, and does not let CloudWatch in.
    assert topic.get("KmsMasterKeyId") != "alias/aws/sns"
    [(_, mail)] = of("AWS::SNS::Subscription")
    assert (target(mail["TopicArn"]), target(mail["Endpoint"])) == ("Alarms", "AlarmMail")


def test_what_the_alarms_are_told_is_what_they_ask_for() -> None:
    asked = {target(it["Value"]) for alarm in ALARMS.values() for it in alarm.get("Dimensions", [])}
    assert asked - {"sharewell"} <= resources().keys()
