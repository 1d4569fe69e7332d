package alerting

import (
	"context"
	"errors"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// delivery sends the messages of a run.
type delivery struct {
	api  *API
	ctx  context.Context
	sent map[*evaluate.ActionResult]handedOver
	user *rest.User // as whom messages are sent; nil: nobody
}

// as sends for who saved the monitor or workflow.
func (d delivery) as(owner *orderedjson.Object) delivery {
	d.user = ownedBy(owner)
	d.ctx = rest.WithUser(d.ctx, d.user)
	return d
}

// readingChannel is what a run asks as who saved the monitor. What follows it,
// …/notifications/feature/send, the plugins do with their own rights (2.0 to 3.5, from
// source: NotificationsPluginInterface.sendNotification sends in privileged mode).
const readingChannel = "cluster:admin/opensearch/notifications/configs/get"

// refusal is what the server says where the saver may not send; "" where he may. Legacy
// destinations are read with the server's rights.
func (d delivery) refusal() string {
	if d.api.deps.Dialect.LegacyDestinations {
		return ""
	}
	return d.api.refusal(d.user, readingChannel, nil)
}

// handedOver is a message that went to the sender.
type handedOver struct {
	Delivery
	at time.Time
}

func newDelivery(ctx context.Context, a *API) delivery {
	return delivery{api: a, ctx: ctx, sent: map[*evaluate.ActionResult]handedOver{}}
}

// deliver sends a rendered message. It returns how an alert tells of a failure,
// "" for none.
func (d delivery) deliver(action *evaluate.ActionResult) string {
	if action.Error = d.refusal(); action.Error != "" {
		return "OpenSearchSecurityException[" + action.Error + "]"
	}
	at := d.api.deps.Clock.Now()
	done, err := d.api.sender().Send(d.ctx, action.DestinationID, action.Subject, action.Message)
	d.sent[action] = handedOver{done, at}
	if err == nil {
		return ""
	}
	if errors.Is(err, ErrNoChannel) {
		action.Error = d.api.noSuchChannel(action.DestinationID)
		return action.Error
	}
	action.Error = err.Error()
	if d.api.deps.Dialect.LegacyDestinations {
		return action.Error
	}
	return "OpenSearchStatusException[" + action.Error + "]"
}

// record puts what became of a run's actions into the outbox. about says what
// they are of, but for the trigger.
func (d delivery) record(about outbox.Message, result *evaluate.Result) {
	for _, t := range result.Triggers {
		about.Trigger, about.Severity = t.Name, t.Severity
		for _, action := range t.Actions {
			d.recordOne(about, action)
		}
		if t.Buckets != nil {
			for _, action := range t.Buckets.Actions {
				d.recordOne(about, action.ActionResult)
			}
		}
		if t.Documents != nil {
			for _, action := range t.Documents.Actions {
				d.recordOne(about, action.ActionResult)
			}
		}
	}
}

func (d delivery) recordOne(m outbox.Message, action *evaluate.ActionResult) {
	m.Action, m.ChannelID, m.Time = action.Name, action.DestinationID, d.api.deps.Clock.Now()
	if done, ok := d.sent[action]; ok {
		m.Time, m.Receipt = done.at, done.Receipt
	} else if sender, ok := d.api.sender().(describer); ok {
		m.Receipt = sender.Describe(m.ChannelID)
	}
	switch {
	case action.Throttled:
		m.Outcome = outbox.Throttled
	case action.Error != "":
		m.Outcome = outbox.Failed
		if m.Reason == "" {
			m.Reason = action.Error
		}
		m.Subject, m.Text = action.Subject, action.Message
	default:
		m.Outcome = outbox.Sent
		if d.sent[action].Unsent {
			m.Outcome = outbox.Recorded
		}
		m.Subject, m.Text = action.Subject, action.Message
	}
	d.api.deps.Outbox.Add(m)
}

// print writes the ids of messages into the printed actions.
func (d delivery) print(result *evaluate.Result, triggers *orderedjson.Object) {
	for _, t := range result.Triggers {
		printed := triggers.Object(t.ID).Object("action_results")
		for _, action := range t.Actions {
			d.printOne(action, printed)
		}
		if t.Buckets != nil {
			for _, action := range t.Buckets.Actions {
				for _, alert := range action.Alerts {
					d.printOne(action.ActionResult, printed.Object(alert.Bucket.Hash()))
				}
			}
		}
		if t.Documents != nil {
			for _, action := range t.Documents.Actions {
				for _, alert := range action.Alerts {
					d.printOne(action.ActionResult, printed.Object(alert.ID))
				}
			}
		}
	}
}

func (d delivery) printOne(action *evaluate.ActionResult, printed *orderedjson.Object) {
	if done, ok := d.sent[action]; ok && action.Error == "" {
		printed.Object(action.ID).Object("output").Set("messageId", done.MessageID)
	}
}

// noSuchChannel is the error of an id that no channel has. The server then looks
// for an old destination, and stumbles where it has no index yet.
func (a *API) noSuchChannel(id string) string {
	if a.store().Get(configIndex) == nil {
		return "Configured indices are not found: [" + configIndex + "]"
	}
	return "Unable to find a Notification Channel or Destination config with id [" + id + "]"
}
