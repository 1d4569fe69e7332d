package notifications

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// outbound is an HTTP request that is sent to a receiver.
type outbound struct {
	method  string
	url     string
	headers [][2]string
	body    string
}

// slackLike makes the request for Slack, Chime, Teams and Mattermost: title and
// message under the vendor's key. It has no headers of its own and so goes out
// as text/plain.
func slackLike(kind Kind, url string, e event) outbound {
	key := "text"
	if kind == Chime {
		key = "Content"
	}
	return outbound{method: "POST", url: url, body: write(rest.O(key, e.title+"\n\n"+e.text))}
}

// webhookRequest makes a webhook's request: the message as it is. Headers of
// one's own take the place of the default content type (sending/own_headers).
func webhookRequest(w webhookData, e event) outbound {
	o := outbound{method: w.method, url: w.url, body: e.text}
	for _, m := range w.headers.Members() {
		value, _ := m.Value.(string)
		o.set(m.Key, value)
	}
	if w.headers.Len() == 0 {
		o.set("Content-type", "application/json")
	}
	return o
}

// set replaces a header whose name differs in capitals only.
func (o *outbound) set(name, value string) {
	i := slices.IndexFunc(o.headers, func(h [2]string) bool { return strings.EqualFold(h[0], name) })
	if i >= 0 {
		o.headers[i] = [2]string{name, value}
		return
	}
	o.headers = append(o.headers, [2]string{name, value})
}

func (o outbound) has(name string) bool {
	return slices.ContainsFunc(o.headers, func(h [2]string) bool { return strings.EqualFold(h[0], name) })
}

// argumentError is a failure before anything is sent; the plugin tells it as a
// bad request. Other failures count as the receiver's.
type argumentError struct{ text string }

func (e *argumentError) Error() string { return e.text }

// goodStatuses are the answers with which a receiver has taken a message.
var goodStatuses = []int{200, 201, 202, 203, 204, 205, 206, 207}

// post sends a request and words how it went. It asks once: no redirect is
// followed and nothing is repeated. The error is a URL that can't be sent to at
// all.
func (a *API) post(ctx context.Context, o outbound) (outcome, *SendError) {
	if !sendableURL(o.url) {
		return outcome{}, &SendError{400, "Invalid URL or unsupported"}
	}
	answer, err := a.http.do(ctx, o, a.denyList(), a.manners)
	var bad *argumentError
	switch {
	case errors.As(err, &bad):
		return outcome{"400", "Webhook message creation failed with status:" + bad.text}, nil
	case err != nil:
		return outcome{"500", "Failed to send webhook message " + err.Error()}, nil
	case !slices.Contains(goodStatuses, answer.status):
		return a.manners.receiverRefused(answer), nil
	case answer.body == "":
		return outcome{"200", "{}"}, nil
	}
	return outcome{"200", answer.body}, nil
}

// receiverRefused quotes a receiver's refusal: its body on 2.19, the words of
// its status line on 3.5.
func (m manners) receiverRefused(r received) outcome {
	switch {
	case m.reasonPhrase:
		return outcome{"500", "Failed to send webhook message Failed: " + r.phrase}
	case !r.hasBody:
		return outcome{"400", "Webhook message creation failed with status:Entity may not be null"}
	}
	return outcome{"500", "Failed to send webhook message Failed: " + r.body}
}
