package notifications

import (
	"context"
	"fmt"
	"strconv"

	"github.com/alertplan/alertplan/internal/sandbox/alerting"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// defaultTitle is the title of a message whose action has no subject.
const defaultTitle = "Alerting-Notification Action"

// SendError is a message that did not arrive: the OpenSearchStatusException that
// the plugin throws. An action's result quotes Reason.
type SendError struct {
	// Status is the HTTP status that the test route answers.
	Status int
	// Reason is the text, often JSON.
	Reason string
}

func (e *SendError) Error() string { return e.Reason }

// event is what is sent, whatever the channel.
type event struct {
	title, reference, text string
}

// Send sends a message of an action to a channel. MessageID is the event with the
// delivery's status, as JSON. Without a subject the title is a default one. Errors
// are alerting.ErrNoChannel and *SendError (observed on 2.19.4: sending/*).
func (a *API) Send(ctx context.Context, channelID, subject, message string) (alerting.Delivery, error) {
	found, ok := a.reachable(ctx, channelID)
	if !ok || a.checkUser(rest.UserIn(ctx)) != nil { // the plugin takes any refusal for an absence (from source)
		return alerting.Delivery{}, alerting.ErrNoChannel
	}
	if subject == "" {
		subject = defaultTitle
	}
	e := event{title: subject, reference: channelID, text: message}
	status, failed := a.publish(ctx, channelID, e)
	done := alerting.Delivery{Receipt: receiptOf(found.config, status, failed), Unsent: status.kind.unsent()}
	if failed != nil {
		return done, failed
	}
	done.MessageID = e.json(status)
	return done, nil
}

// test answers /feature/test/{id}: it sends a fixed message.
func (a *API) test(r *rest.Request) (rest.Response, error) {
	id := r.Param("config_id")
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if err := a.permit(r); err != nil {
		return rest.Response{}, err
	}
	ctx := rest.WithUser(r.Context(), r.User())
	e := event{
		title: "Test Message Title-" + id, reference: id,
		text: "Test message content body for config id " + id,
	}
	found, ok := a.lookup(id)
	status, failed := a.publish(ctx, id, e)
	if ok {
		a.noteTest(e, status, receiptOf(found.config, status, failed))
	}
	if failed != nil {
		return rest.Response{}, refused(failed.Status, "%s", failed.Reason)
	}
	return rest.JSON(200, rest.O("event_source", e.object(), "status_list", []any{status.object()})), nil
}

// publish delivers an event to a channel. Everything but a delivery whose code
// is 200 is an error.
func (a *API) publish(ctx context.Context, id string, e event) (delivery, *SendError) {
	ctx, cancel := within(ctx)
	defer cancel()
	d, failed := a.deliver(ctx, id, e)
	if failed != nil {
		return d, failed
	}
	if d.code == "200" {
		return d, nil
	}
	status, err := strconv.Atoi(d.code)
	if err != nil {
		// The plugin puts a status's name where it reads a number later on.
		return d, &SendError{400, fmt.Sprintf("For input string: %q", d.code)}
	}
	return d, &SendError{status, fmt.Sprintf(`{"event_status_list": [%s]}`, d.json())}
}

// deliver finds the channel and sends. Its error is one that leaves no delivery
// to speak of.
func (a *API) deliver(ctx context.Context, id string, e event) (delivery, *SendError) {
	found, ok := a.lookup(id)
	if !ok {
		return delivery{id: id, kind: None, name: "invalid-config", outcome: outcome{"404", "Channel " + id + " not found"}}, nil
	}
	if !a.mayUse(rest.UserIn(ctx), found) {
		return delivery{id: id, kind: None, name: "invalid-access", outcome: outcome{"403", "Access denied for channel " + id}}, nil
	}
	c := found.config
	d := delivery{id: id, kind: c.kind, name: c.name}
	if !c.enabled {
		d.code, d.text = "LOCKED", "The channel is muted"
		return d, nil
	}
	var failed *SendError
	switch data := c.data.(type) {
	case urlData:
		d.outcome, failed = a.post(ctx, slackLike(data.of, data.url, e))
	case webhookData:
		d.outcome, failed = a.post(ctx, webhookRequest(data, e))
	case snsData:
		d.outcome = outcome{"200", "Success, message id: " + newMessageID()}
	case emailData:
		d.recipients, d.outcome, failed = a.mail(ctx, data, e)
	default:
		d.code, d.text = "NOT_FOUND", "Channel not found"
		return d, nil
	}
	return d, failed
}
