package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// canaryPrefix begins the names of all that a canary makes; then comes its run.
const canaryPrefix = doctor.CanaryWorkspace + "-"

// canaryRun tells canaries apart: when it began, and something random. It can stand in
// the name of an index and in the id of a channel.
const canaryRun = "20060102t150405z"

// canary is what one canary makes on a cluster.
type canary struct {
	client   *alertapi.Client
	run      string
	listener *canaryListener // nil: nobody listens
	channel  string          // id of somebody's channel that it sends to; "": one of its own

	// What was made, or begun to be made.
	index   string
	own     *destinations.Live
	monitor string // id
}

var _ doctor.Aviary = (*canary)(nil)

func newCanary(client *alertapi.Client, now time.Time) *canary {
	return &canary{client: client, run: now.UTC().Format(canaryRun) + "-" + strings.ToLower(rand.Text()[:8])}
}

func (k *canary) Heard() <-chan struct{} {
	if k.listener == nil {
		return nil
	}
	return k.listener.heard
}

func (k *canary) Make(ctx context.Context) error {
	// What has begun is finished, so that it is known what there is to take away.
	ctx = alertapi.StopTrying(context.WithoutCancel(ctx), ctx)
	if _, err := k.client.Detect(ctx); err != nil {
		return asRefusal(err)
	}
	if err := k.makeEvent(ctx); err != nil {
		return asRefusal(err)
	}
	to, err := k.makeChannel(ctx)
	if err != nil {
		return asRefusal(err)
	}
	m, mark, err := k.asMonitor(to)
	if err != nil {
		return err
	}
	live, err := k.client.CreateMonitor(ctx, m, wire.MergeUIMetadata(nil, m, mark))
	k.monitor = live.ID
	return asRefusal(err)
}

// makeChannel makes a channel to the listener, where no other is meant; its id.
func (k *canary) makeChannel(ctx context.Context) (string, error) {
	if k.channel != "" {
		return k.channel, nil
	}
	at, err := address.Parse("destination.webhook.canary")
	if err != nil {
		return "", err
	}
	id := "ap_" + canaryPrefix + k.run
	d := destinations.Destination{Kind: destinations.Webhook, Name: canaryPrefix + k.run, Enabled: true, Settings: &destinations.WebhookSettings{URL: destinations.NewSecret(k.listener.url), Method: "POST"}}
	if k.client.HasLegacyDestinations() {
		d.Name = id
	}
	k.own = &destinations.Live{ID: id, Destination: d, Address: at}
	k.own.ID, err = k.client.CreateChannel(ctx, id, d, at)
	return k.own.ID, err
}

// makeEvent makes the index and the one event in it.
func (k *canary) makeEvent(ctx context.Context) error {
	name := canaryPrefix + k.run
	k.index = name // first: a request that failed may have been done
	if err := k.client.CreateIndex(ctx, name, nil); err != nil {
		return err
	}
	event := orderedjson.NewObject(
		orderedjson.Member{Key: "@timestamp", Value: time.Now().UTC().Format(time.RFC3339)}, orderedjson.Member{Key: "canary", Value: k.run})
	rejected, err := k.client.Index(ctx, []alertapi.Document{{Index: name, ID: "event", Source: event}})
	if err == nil && len(rejected) > 0 {
		err = &alertapi.Error{Method: "POST", Path: "/_bulk", Status: 403, Reason: rejected[0].Reason}
	}
	return err
}

// asMonitor is the monitor: each minute it looks for the event, in a pattern, so that it
// can run once more when the index is gone, and its alert ends.
func (k *canary) asMonitor(channel string) (m monitors.Monitor, mark monitors.Mark, err error) {
	at, err := address.Parse("monitor.canary")
	if err != nil {
		return m, mark, err
	}
	body := orderedjson.NewObject(orderedjson.Member{Key: "size", Value: json.Number("1")})
	script := func(source, lang string) monitors.Script { return monitors.Script{Source: source, Lang: lang} }
	m = monitors.Monitor{
		Name: canaryPrefix + k.run, Type: monitors.QueryLevel, Enabled: true,
		Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 1, Unit: monitors.Minutes}},
		Input:    &monitors.Search{Indices: []string{k.index + "*"}, Body: body},
		Triggers: []monitors.Trigger{{
			Label: "found", ID: "canary-found", Name: "found", Severity: "5",
			Condition: &monitors.ScriptCondition{Script: script("ctx.results[0].hits.hits.size() > 0", "painless")},
			Actions: []monitors.Action{{
				Label: "tell", ID: "canary-tell", Name: "tell", Destination: monitors.DestinationRef{ID: channel},
				Message: script("This is a test of alerting by alertplan doctor --canary. It means that messages arrive; there is nothing to do. ("+k.run+")", "mustache"),
			}},
		}},
	}
	return m, monitors.MarkFor(doctor.CanaryWorkspace, at, m), nil
}

func (k *canary) Sent(ctx context.Context) (sent bool, failure string, err error) {
	alerts, err := k.client.AlertsOf(ctx, k.monitor)
	if err != nil {
		return false, "", asRefusal(err)
	}
	for _, a := range alerts {
		if a.State == wire.AlertError {
			return false, cmp.Or(a.ErrorMessage, "the alert is in the state ERROR"), nil
		}
		sent = sent || a.State == wire.AlertActive && !a.LastNotification.IsZero()
	}
	return sent, "", nil
}

func (k *canary) Run(ctx context.Context) (failure string, err error) {
	run, err := k.client.Execute(ctx, k.monitor, alertapi.Execution{})
	if err != nil {
		return "", asRefusal(err)
	}
	for _, t := range run.Triggers {
		for _, a := range t.Actions {
			if a.Error != "" {
				return a.Error, nil
			}
		}
		if !t.Triggered || t.Error != "" {
			return cmp.Or(t.Error, run.InputError, "the monitor ran, and did not find the event"), nil
		}
	}
	return cmp.Or(run.Error, run.InputError), nil
}

// Remove takes the event away first and runs the monitor once more, so that its alert
// is completed: one whose monitor is deleted may stay open for good (observed on 2.19
// and 3.5).
func (k *canary) Remove(ctx context.Context) error {
	var left []error
	lose := func(what, name string, err error) {
		if err != nil && !alertapi.IsNotFound(err) {
			left = append(left, fmt.Errorf("%s %s: %w", what, name, err))
		}
	}
	if k.index != "" {
		lose("the index", k.index, k.client.DeleteIndices(ctx, k.index))
	}
	if k.monitor != "" {
		_, _ = k.client.Execute(ctx, k.monitor, alertapi.Execution{}) // what fails here only leaves the alert
		lose("the monitor", k.monitor, k.client.DeleteMonitor(ctx, k.monitor))
	}
	if k.own != nil && k.own.ID != "" {
		lose("the channel", k.own.ID, k.client.DeleteChannel(ctx, *k.own))
	}
	return errors.Join(left...)
}
