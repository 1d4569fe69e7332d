// Package cloudwatch converts metric filters of CloudWatch Logs with their alarms to
// monitors: a pattern alone, or the resources of CloudFormation templates and Terraform
// files, joined by the metric's namespace and name; topics of SNS become destinations,
// and schedules of EventBridge that switch an alarm's actions off and on become quiet
// hours.
//
// A metric filter publishes a metric once a minute; an alarm compares its sum over a
// period. A monitor runs once a period and compares how many events it finds. Where that
// isn't the same, the alarm is refused with the reason ("Using Amazon CloudWatch
// alarms" and "Configuring metric values for a metric filter" in AWS's user guides).
package cloudwatch
