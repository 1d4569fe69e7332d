package schema

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

// alertLists are where messages of bucket-level monitors find alerts, by what has
// become of them.
var alertLists = map[string]string{
	monitors.NewAlerts: "newAlerts", monitors.DedupedAlerts: "dedupedAlerts", monitors.CompletedAlerts: "completedAlerts",
}

// goingOn says what the alerts of a list are.
var goingOn = map[string]string{
	monitors.NewAlerts: "that a run opens", monitors.DedupedAlerts: "that go on", monitors.CompletedAlerts: "that end",
}

// bucketAlertNames are what an alert holds there (observed on 2.19.4).
var bucketAlertNames = strings.Fields(`acknowledged_time id version end_time error_message execution_id workflow_id workflow_name
	associated_alert_ids last_notification_time severity start_time state bucket_keys parent_bucket_path finding_ids
	related_doc_ids clusters sample_documents`)

// ofAlerts is a tag that reads one of the lists.
var ofAlerts = pattern.New(`^ctx\.(newAlerts|dedupedAlerts|completedAlerts)(?:\.(\d+))?(?:\.|$)`)

// checkBucketMessage holds a message against what it can read of alerts.
func (b *monitorBlock) checkBucketMessage(s source, policy *monitors.ExecutionPolicy) {
	template, err := mustache.Parse(s.text)
	if err != nil || template == nil {
		return // told by checkTemplate
	}
	var open []string
	read := map[string]bool{}
	for _, tag := range template.Tags() {
		m := ofAlerts.FindStringSubmatch(tag.Name)
		switch {
		case tag.Kind == mustache.Close:
			open = open[:max(len(open)-1, 0)]
			continue
		case m != nil:
			read[m[1]] = true
			b.checkAlertIndex(s, tag, m, policy)
		case tag.Kind == mustache.Variable || tag.Kind == mustache.RawVariable:
			b.checkAlertValue(s, tag, open)
		}
		if tag.Kind == mustache.Section || tag.Kind == mustache.InvertedSection || tag.Kind == mustache.Function {
			open = append(open, tag.Name)
		}
	}
	b.checkAlertLists(s, read, policy)
}

// checkAlertIndex: an index into a list that may be empty is an error there.
func (b *monitorBlock) checkAlertIndex(s source, tag mustache.Tag, m []string, policy *monitors.ExecutionPolicy) {
	if m[2] == "" || policy == nil || !policy.PerExecution && len(policy.Actionable) == 1 && m[2] == "0" {
		return
	}
	b.report("unheard-alerts", b.inText(s, tag.Line, tag.Column), "Where ctx.%s has no such alert, {{%s}} is an error, and the message is not sent. Write a section: {{#ctx.%s}}{{bucket_keys}} {{/ctx.%s}}.", m[1], tag.Name, m[1], m[1])
}

// checkAlertValue looks for names that alerts of buckets have not, within a section
// over them.
func (b *monitorBlock) checkAlertValue(s source, tag mustache.Tag, open []string) {
	if len(open) == 0 || !ofAlerts.MatchString(open[len(open)-1]+".") {
		return
	}
	name, _, _ := strings.Cut(tag.Name, ".")
	if name == "" || name == "ctx" || slices.Contains(bucketAlertNames, name) {
		return
	}
	b.report("unknown-message-value", b.inText(s, tag.Line, tag.Column), "Alerts of buckets have no %q, so this renders empty: they tell bucket_keys, and no figure.", name)
}

// checkAlertLists: a message for one alert has it in one list, and the others are
// empty.
func (b *monitorBlock) checkAlertLists(s source, read map[string]bool, policy *monitors.ExecutionPolicy) {
	if len(read) == 0 || policy == nil || policy.PerExecution {
		return
	}
	for _, kind := range policy.Actionable {
		if list := alertLists[kind]; !read[list] {
			b.report("unheard-alerts", s.at, "The action is taken for alerts %s, too (%s), and their messages have them in ctx.%s, which this one does not read. Add {{#ctx.%s}}{{bucket_keys}} {{/ctx.%s}}, or name the others alone in actionable_alerts.", goingOn[kind], kind, list, list, list)
		}
	}
}
