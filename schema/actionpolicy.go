package schema

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

var policyChecks = []Check{
	{"execution-policy", "Invalid execution policy", hcl.DiagError, "The server refuses an action_execution_policy of another form, or one per execution with a throttle; an empty list never sends, and one of a query-level monitor does nothing."},
}

// actionableAlerts are what becomes of an alert in a run.
var actionableAlerts = []string{monitors.NewAlerts, monitors.DedupedAlerts, monitors.CompletedAlerts}

// hasAlertsOfItsOwn tells the types of monitor whose runs open one alert for each
// thing that is found: their actions have a policy.
func hasAlertsOfItsOwn(t monitors.Type) bool {
	return t == monitors.BucketLevel || t == monitors.DocumentLevel
}

// policy reads how often an action is taken. Where nothing is written the server's
// default is said, since the editor of the Dashboards loses actions without one.
func (b *monitorBlock) policy() *monitors.ExecutionPolicy {
	block := b.atMostOne("action_execution_policy")
	switch {
	case !hasAlertsOfItsOwn(b.kind):
		if block != nil && b.kind != "" {
			b.report("execution-policy", place{block.DefRange, b.block}, "An action_execution_policy is for bucket- and document-level monitors, whose runs can open several alerts. The actions of this monitor are taken once a run. Take it out.")
		}
		return nil
	case block == nil:
		return monitors.DefaultPolicy()
	}
	inner := b.inBlock(block, grammar.ExecutionPolicy.Schema())
	scope, given := inner.plainText("scope")
	switch {
	case given && scope == "per_execution":
		if inner.has("actionable_alerts") {
			inner.report("execution-policy", inner.at("actionable_alerts"), "With per_execution one message goes out for all alerts of a run: there are none to choose. Take actionable_alerts out, or scope.")
		}
		if b.has("throttle") {
			b.report("execution-policy", b.at("throttle"), "The server refuses a throttle beside per_execution. Take it out, or send per_alert.")
		}
		return &monitors.ExecutionPolicy{PerExecution: true}
	case given && scope != "per_alert":
		inner.report("execution-policy", inner.at("scope"), "%q is no scope: it can be \"per_alert\" or \"per_execution\".%s", scope, didYouMean(scope, []string{"per_alert", "per_execution"}))
	}
	return inner.actionable()
}

// actionable reads the alerts that have a message.
func (b *monitorBlock) actionable() *monitors.ExecutionPolicy {
	policy := monitors.DefaultPolicy()
	list, ok := b.knownTexts("actionable_alerts")
	if !ok {
		return policy
	}
	if len(list) == 0 {
		b.report("execution-policy", b.at("actionable_alerts"), "Nothing would ever be sent. Name some of NEW, DEDUPED and COMPLETED, or disable the destination.")
	}
	policy.Actionable = nil
	for _, kind := range list {
		if !slices.Contains(actionableAlerts, kind.text) {
			b.report("execution-policy", kind.at, "%q is nothing that becomes of an alert: it can be %s.%s", kind.text, oneOf(actionableAlerts), didYouMean(kind.text, actionableAlerts))
			continue
		}
		policy.Actionable = append(policy.Actionable, kind.text)
	}
	return policy
}

// checkRawPolicy looks at a policy of a raw body. That of a query-level monitor is
// stored, and does nothing (observed on 2.19.4: monitor_errors/action_policies).
func (b *monitorBlock) checkRawPolicy(a monitors.Action, at place) {
	switch p := a.Policy; {
	case p == nil || !hasAlertsOfItsOwn(b.kind):
	case p.PerExecution && a.Throttle != nil:
		b.report("execution-policy", at, "The server refuses a throttle beside per_execution. Take it out, or send per_alert.")
	case !p.PerExecution && len(p.Actionable) == 0:
		b.report("execution-policy", at, "The policy of an action names no actionable_alerts: nothing would ever be sent. Name some of NEW, DEDUPED and COMPLETED.")
	}
}
