package alerting

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/destination"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
)

// legacySender sends to destinations, as servers without channels do: by
// themselves (sending/* on 1.3.14).
type legacySender struct{ api *API }

// Send sends a message; the id that it gives is what the receiver answered.
func (s legacySender) Send(ctx context.Context, id, subject, message string) (Delivery, error) {
	doc, err := s.api.configDocument("Destination", id)
	if err != nil {
		return Delivery{}, err
	}
	d, err := s.api.storedDestination(doc)
	if err != nil {
		return Delivery{}, errors.New(toFault(err).Message)
	}
	done := Delivery{Receipt: s.api.receiptOf(d), Unsent: d.Type == destination.Email || d.Type == destination.TestAction}
	if done.MessageID, err = s.api.publish(ctx, d, subject, message); err != nil {
		done.Reason = hideSecrets(err.Error(), d)
	}
	return done, err
}

// hideSecrets hides in what went wrong what nobody is shown of a destination.
func hideSecrets(text string, d *destination.Destination) string {
	hook, err := d.Hook("", "x")
	if err != nil {
		return text
	}
	var values []string
	for _, h := range hook.Headers {
		values = append(values, h[1])
	}
	return outbox.HideSecrets(text, hook.URL, values...)
}

// Describe tells of a destination without sending.
func (s legacySender) Describe(id string) outbox.Receipt {
	doc, err := s.api.read(id)
	if err != nil || doc == nil {
		return outbox.Receipt{}
	}
	d, err := s.api.storedDestination(doc)
	if err != nil {
		return outbox.Receipt{}
	}
	return s.api.receiptOf(d)
}

// receiptOf tells where a destination sends: of a URL the host alone, of an e-mail the
// addresses.
func (a *API) receiptOf(d *destination.Destination) outbox.Receipt {
	receipt := outbox.Receipt{Channel: d.Name, Kind: d.Type}
	if mail, ok := d.Mail(); ok {
		receipt.Receivers = mail.Addresses
		return receipt
	}
	if hook, err := d.Hook("", "x"); err == nil {
		if u, err := url.Parse(hook.URL); err == nil {
			receipt.Receivers = []string{u.Scheme + "://" + u.Host}
		}
	}
	return receipt
}

// publish sends a message to a destination and returns what the receiver answered.
// Its errors are the action's.
func (a *API) publish(ctx context.Context, d *destination.Destination, subject, message string) (string, error) {
	if !slices.Contains(a.deps.Settings.List("plugins.alerting.destination.allow_list"), d.Type) {
		return "", fmt.Errorf("Monitor contains a Destination type that is not allowed: %s", d.Type)
	}
	if d.Type == destination.TestAction {
		return "test action", nil
	}
	if d.Name == "" {
		return "", errors.New("Channel name must be defined")
	}
	if mail, ok := d.Mail(); ok {
		return a.publishMail(ctx, mail)
	}
	hook, err := d.Hook(subject, message)
	if err != nil {
		return "", err
	}
	return a.post(ctx, hook)
}

// configDocument finds what sending needs. Its errors are the action's.
func (a *API) configDocument(kind, id string) (*index.Doc, error) {
	if a.store().Get(configIndex) == nil {
		return nil, fmt.Errorf("no such index [%s]", configIndex)
	}
	doc, err := a.read(id)
	if err != nil || doc == nil {
		return nil, fmt.Errorf("%s document with id %s not found or source is empty", kind, id)
	}
	return doc, nil
}

// takenStatuses are the answers with which a receiver has taken a message.
var takenStatuses = []int{
	http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNonAuthoritativeInfo,
	http.StatusNoContent, http.StatusResetContent, http.StatusPartialContent, http.StatusMultiStatus,
}

// post sends a request once; no redirect is followed.
func (a *API) post(ctx context.Context, hook destination.Hook) (string, error) {
	if _, err := url.Parse(hook.URL); err != nil || strings.ContainsAny(hook.URL, " \t\"<>\\^`{|}") {
		return "", errors.New("Error creating URI")
	}
	if scheme, _, ok := strings.Cut(hook.URL, "://"); ok && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return "", fmt.Errorf("org.apache.http.conn.UnsupportedSchemeException: %s protocol is not supported", scheme)
	}
	answer, err := a.deps.Web.Do(ctx, Outgoing{Method: hook.Method, URL: hook.URL, Headers: hook.Headers, Body: hook.Body})
	switch {
	case err != nil:
		return "", err
	case !slices.Contains(takenStatuses, answer.Status):
		return "", fmt.Errorf("java.io.IOException: Failed: %s", answer.Shown)
	case !answer.HasBody:
		return "{}", nil
	}
	return answer.Body, nil
}

// publishMail plays the sending of an e-mail; nothing goes out.
func (a *API) publishMail(ctx context.Context, mail destination.Mail) (string, error) {
	account, err := a.configDocument("Email account", mail.Account)
	if err != nil {
		return "", err
	}
	server, err := a.storedEmail(accounts, account)
	if err != nil {
		return "", errors.New(toFault(err).Message)
	}
	for _, id := range mail.Groups {
		group, err := a.configDocument("Email group", id)
		if err != nil {
			return "", err
		}
		stored, err := a.storedEmail(groups, group)
		if err != nil {
			return "", errors.New(toFault(err).Message)
		}
		for _, entry := range stored.Array("emails") {
			o, _ := entry.(*orderedjson.Object)
			mail.Addresses = append(mail.Addresses, o.Text("email"))
		}
	}
	switch {
	case server.Text("host") == "":
		return "", errors.New("Host name should be provided")
	case len(mail.Addresses) == 0:
		return "", errors.New("List of recipients should be provided")
	}
	port := strconv.FormatInt(int64At(jsonForm(server), "port"), 10)
	if err := a.deps.Web.Reach(ctx, server.Text("host"), port); err != nil {
		return "", fmt.Errorf("javax.mail.MessagingException: Couldn't connect to host, port: %s, %s; timeout -1", server.Text("host"), port)
	}
	return "Sent", nil
}
