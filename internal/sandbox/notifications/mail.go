package notifications

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// mail plays the sending of an e-mail: one outcome for each recipient, the same
// for all of them and together. Nothing goes out. The error is a channel whose
// account or recipients are missing.
func (a *API) mail(ctx context.Context, e emailData, ev event) ([]recipientOutcome, outcome, *SendError) {
	account, ok := a.lookup(e.account)
	if !ok {
		return nil, outcome{}, &SendError{400, "Failed requirement."}
	}
	if !a.mayUse(rest.UserIn(ctx), account) {
		return nil, outcome{"403", "Access denied for sender " + account.id}, nil
	}
	addresses, missing := a.addressesOf(e)
	result := a.mailOutcome(ctx, account.config.data)
	recipients := []recipientOutcome{}
	for _, address := range addresses {
		recipients = append(recipients, recipientOutcome{address, result})
	}
	for _, group := range missing {
		recipients = append(recipients, recipientOutcome{
			"unknown-recipient@example.com", outcome{"404", "Recipient " + group + " not found"},
		})
	}
	if len(recipients) == 0 {
		return nil, outcome{}, &SendError{500, "List is empty."}
	}
	overall := recipients[0].outcome
	if slices.ContainsFunc(recipients, func(r recipientOutcome) bool { return r.code != overall.code }) {
		overall = outcome{"207", "Errors"}
	}
	return recipients, overall, nil
}

// addressesOf are the channel's recipients and those of its groups, each once,
// and the groups that are gone.
func (a *API) addressesOf(e emailData) (addresses, missing []string) {
	addresses = slices.Clone(e.recipients)
	for _, id := range distinct(e.groups, func(string) bool { return true }) {
		group, ok := a.lookup(id)
		if !ok {
			missing = append(missing, id)
			continue
		}
		if data, ok := group.config.data.(groupData); ok {
			addresses = append(addresses, data.recipients...)
		}
	}
	return distinct(addresses, func(string) bool { return true }), missing
}

// mailOutcome is how sending through an account ends. A mail server on this
// machine is asked whether it is there, so that a closed port is told as the
// real server tells it (sending/test_message_email); others are taken for good.
func (a *API) mailOutcome(ctx context.Context, account data) outcome {
	server, ok := account.(smtpData)
	if !ok {
		return outcome{"200", "Success:" + newMessageID()}
	}
	if err := a.Reach(ctx, server.host, strconv.Itoa(server.port)); err != nil {
		return outcome{"503", fmt.Sprintf("sendEmail Error, status:Couldn't connect to host, port: %s, %d; timeout -1", server.host, server.port)}
	}
	return outcome{"200", "Success"}
}

// Reach tells whether a mail server on this machine is there; others are taken for
// good.
func (a *API) Reach(ctx context.Context, host, port string) error {
	ip := net.ParseIP(host)
	if host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil
	}
	dialer := net.Dialer{Timeout: a.http.connectTimeout}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return err
	}
	return conn.Close()
}
