package outbox

import (
	"net/http"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Path is the route, GET, that lists messages. It is the sandbox's own: no real
// server has it.
const Path = "/_sandbox/messages"

// The sizes of pages.
const (
	usualSize = 100
	mostSize  = 1000
)

// Register adds the route.
func (l *Log) Register(router *rest.Router) { router.Handle("GET", Path, l.list) }

// list answers GET /_sandbox/messages?after=NUMBER&size=N. Whoever asks again with
// after set to next sees each message once.
func (l *Log) list(r *rest.Request) (rest.Response, error) {
	after, err := r.Int64("after", 0)
	if err != nil {
		return rest.Response{}, err
	}
	size, err := r.Int64("size", usualSize)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if size < 1 || size > mostSize {
		return rest.Response{}, rest.IllegalArgument("[size] must be from 1 to %d", mostSize)
	}
	page := l.After(after, int(size))
	list := []any{}
	for _, m := range page.Messages {
		list = append(list, m.object())
	}
	return rest.JSON(http.StatusOK, rest.O("messages", list, "next", page.Next, "lost", page.Lost)), nil
}

// object prints a message with the keys of its JSON.
func (m Message) object() *orderedjson.Object {
	receivers := []any{}
	for _, x := range m.Receivers {
		receivers = append(receivers, x)
	}
	return rest.O(
		"number", m.Number, "time", m.Time.UTC().Format(time.RFC3339Nano),
		"monitor", m.Monitor, "workflow", m.Workflow, "trigger", m.Trigger, "severity", m.Severity, "action", m.Action,
		"monitor_id", m.MonitorID, "channel_id", m.ChannelID, "channel", m.Channel, "kind", m.Kind, "receivers", receivers,
		"status", m.Status, "reason", m.Reason, "subject", m.Subject, "message", m.Text, "outcome", string(m.Outcome),
	)
}
