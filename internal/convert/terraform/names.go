package terraform

import "strings"

// kinds are the resources that are read, with CloudFormation's names for them.
var kinds = map[string]string{
	"aws_cloudwatch_log_metric_filter": "AWS::Logs::MetricFilter",
	"aws_cloudwatch_metric_alarm":      "AWS::CloudWatch::Alarm",
	"aws_cloudwatch_composite_alarm":   "AWS::CloudWatch::CompositeAlarm",
	"aws_scheduler_schedule":           "AWS::Scheduler::Schedule",
	"aws_sns_topic":                    "AWS::SNS::Topic",
}

// names are CloudFormation's of arguments and blocks where they aren't the same words:
// by the path of blocks down from the resource.
var names = map[string]string{
	"aws_cloudwatch_log_metric_filter.name":                            "FilterName",
	"aws_cloudwatch_log_metric_filter.pattern":                         "FilterPattern",
	"aws_cloudwatch_log_metric_filter.metric_transformation":           "MetricTransformations",
	"aws_cloudwatch_log_metric_filter.metric_transformation.name":      "MetricName",
	"aws_cloudwatch_log_metric_filter.metric_transformation.namespace": "MetricNamespace",
	"aws_cloudwatch_log_metric_filter.metric_transformation.value":     "MetricValue",
	"aws_cloudwatch_metric_alarm.ok_actions":                           "OKActions",
	"aws_cloudwatch_metric_alarm.metric_query":                         "Metrics",
	"aws_cloudwatch_metric_alarm.metric_query.metric":                  "MetricStat",
	"aws_sns_topic.name":                                               "TopicName",
}

// lists are blocks of which there may be several.
var lists = map[string]bool{"MetricTransformations": true, "Metrics": true}

// nameOf is CloudFormation's name of an argument or a block.
func nameOf(path, name string) string {
	if known, ok := names[path+"."+name]; ok {
		return known
	}
	var b strings.Builder
	for _, word := range strings.Split(name, "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}
