package notifications

import (
	"net/url"

	"github.com/alertplan/alertplan/internal/sandbox/outbox"
)

// unsent are the kinds that are recorded and not sent.
func (k Kind) unsent() bool { return k == Email || k == SNS }

// receiptOf is what the outbox shows of a delivery.
func receiptOf(c config, d delivery, failed *SendError) outbox.Receipt {
	r := outbox.Receipt{Channel: d.name, Kind: string(d.kind), Status: d.code, Receivers: receivers(c, d)}
	switch {
	case failed != nil && d.code == "": // nothing was tried
		r.Reason = failed.Reason
	case failed != nil:
		r.Reason = d.text
	}
	switch data := c.data.(type) {
	case urlData:
		r.Reason = outbox.HideSecrets(r.Reason, data.url)
	case webhookData:
		var values []string
		for _, m := range data.headers.Members() {
			value, _ := m.Value.(string)
			values = append(values, value)
		}
		r.Reason = outbox.HideSecrets(r.Reason, data.url, values...)
	}
	return r
}

// Describe is what the outbox shows of a channel that nothing is sent to; empty
// where there is none.
func (a *API) Describe(id string) outbox.Receipt {
	found, ok := a.lookup(id)
	if !ok {
		return outbox.Receipt{}
	}
	d := delivery{id: id, kind: found.config.kind, name: found.config.name}
	return outbox.Receipt{Channel: d.name, Kind: string(d.kind), Receivers: receivers(found.config, d)}
}

// noteTest puts a message of the test route into the outbox.
func (a *API) noteTest(e event, d delivery, receipt outbox.Receipt) {
	m := outbox.Message{
		Time: a.clock.Now(), ChannelID: d.id, Receipt: receipt, Subject: e.title, Text: e.text, Outcome: outbox.Sent,
	}
	switch {
	case d.code != "200":
		m.Outcome = outbox.Failed
	case d.kind.unsent():
		m.Outcome = outbox.Recorded
	}
	a.outbox.Add(m)
}

// receivers are where a message goes: of a URL its scheme and host alone.
func receivers(c config, d delivery) []string {
	switch data := c.data.(type) {
	case urlData:
		return []string{origin(data.url)}
	case webhookData:
		return []string{origin(data.url)}
	case snsData:
		return []string{data.topicARN}
	}
	addresses := []string{}
	for _, r := range d.recipients {
		addresses = append(addresses, r.address)
	}
	return addresses
}

// origin is a URL without user, path and query.
func origin(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
