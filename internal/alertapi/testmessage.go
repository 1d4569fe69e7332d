package alertapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// SendTest sends a test message through a channel or legacy destination, and returns what
// the cluster says of its delivery. It is sent once, whatever comes of it: IsAmbiguous
// tells of an error that it may have gone out all the same. Other errors are refusals, by
// which nothing went out; Reason has the server's words.
//
// The words of the message are the server's, and end with the id. Clusters before 2.0 have
// no route for it: they run a monitor that is not stored, without inputs, whose one action
// sends the same words, as their Dashboards do.
func (c *Client) SendTest(ctx context.Context, id string) (wire.Delivery, error) {
	if c.known().LegacyDestinations {
		return c.sendLegacyTest(ctx, id)
	}
	request := call{method: http.MethodPost, path: notificationsAPI + "/feature/test/" + url.PathEscape(id)}
	res, err := c.send(ctx, request)
	if err != nil {
		return wire.Delivery{}, err
	}
	// A failed delivery has its own status, which may be a success's: 207.
	if answer, err := parseObject(res.body); err == nil {
		if d, told := wire.DecodeDelivery(answer); told {
			return printable(d), nil
		}
	}
	if res.status < http.StatusMultipleChoices {
		return wire.Delivery{}, &Error{Method: request.method, Path: request.path, Status: res.status, Reason: "the answer tells of no delivery", ambiguous: true}
	}
	e := c.refusalIn(request, res)
	if res.status == http.StatusMethodNotAllowed { // alerting-api.md 6.2, from source
		e.Reason = "a cluster before 2.3 sends test messages by GET only, which may be repeated on the way: send it from its Dashboards"
	}
	e.Reason = maskedText(e.Reason)
	e.ambiguous = e.ambiguous && !isNothingSent(e.Reason)
	return wire.Delivery{}, e
}

// NobodyToSendTo is the reason where an e-mail has no recipients (sending/test_message_email).
const NobodyToSendTo = "List is empty."

// isNothingSent tells that a refusal with the status of a failure was given before
// anything was sent.
func isNothingSent(reason string) bool { return reason == NobodyToSendTo }

// printable is a delivery whose texts are one line each, without what is known for a
// secret by its form: they may be a receiver's.
func printable(d wire.Delivery) wire.Delivery {
	d.Text = maskedText(oneLine(d.Text))
	for i := range d.Recipients {
		r := &d.Recipients[i]
		r.Recipient, r.Text = oneLine(r.Recipient), maskedText(oneLine(r.Text))
	}
	return d
}

// The words of the server's test message.
const (
	testTitle = "Test Message Title-"
	testText  = "Test message content body for config id "
)

func (c *Client) sendLegacyTest(ctx context.Context, id string) (wire.Delivery, error) {
	script := func(text string) monitors.Script { return monitors.Script{Source: text, Lang: "mustache"} }
	title := script(testTitle + id)
	run, err := c.ExecuteInline(ctx, monitors.Monitor{
		Name: "Test message", Type: monitors.QueryLevel,
		Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 1, Unit: monitors.Hours}},
		Triggers: []monitors.Trigger{{
			ID: "test", Name: "Test message", Severity: "5",
			Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: "return true", Lang: "painless"}},
			Actions: []monitors.Action{{
				ID: "send", Name: "Test message", Destination: monitors.DestinationRef{ID: id}, Subject: &title, Message: script(testText + id),
			}},
		}},
	}, Execution{})
	if err != nil {
		return wire.Delivery{}, err
	}
	failed, sent := failureOf(run)
	switch {
	case failed != "":
		return printable(wire.Delivery{Code: "500", Text: javaClass.ReplaceAllString(failed, "")}), nil
	case !sent:
		return wire.Delivery{}, unreadable(call{method: http.MethodPost, path: c.alertingPath() + "/monitors/_execute"}, errors.New("it tells of no message"))
	}
	return wire.Delivery{Code: "200"}, nil
}

// failureOf is why the action of a run failed; "" where it did not. sent is false where
// the run tells of no action.
func failureOf(run wire.Run) (failed string, sent bool) {
	failed = run.Error
	for _, t := range run.Triggers {
		for _, a := range t.Actions {
			sent = true
			if failed == "" {
				failed = a.Error
			}
		}
		if failed == "" {
			failed = t.Error
		}
	}
	return failed, sent
}
