package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/view"
)

// longestWhy limits why a look failed, in characters.
const longestWhy = 300

// driftLook is one look. In a job each has an app of its own, whose masks know the
// secrets of the files as they are now: nothing gathers over a year of looks, and what a
// look prints can be held back.
type driftLook struct {
	app      *app
	out, err bytes.Buffer // of a job's look: what it prints
	clients  []*alertapi.Client
	dir      string // of the configuration
	cluster  string
	asked    atomic.Bool // a request was sent
}

// use lets a look be made by an app, and hears what that sends to whom.
func (l *driftLook) use(a *app) *driftLook {
	sent := a.sent
	a.sent = func(status int) {
		l.asked.Store(true)
		if sent != nil {
			sent(status)
		}
	}
	a.connected = func(t clusterChoice, client *alertapi.Client) {
		l.clients, l.cluster = append(l.clients, client), placeOfCluster(t, client)
	}
	l.app = a
	return l
}

// lookOnce looks for a job. A panic is a look that failed, and is told.
func (j *driftJob) lookOnce(ctx context.Context) (found driftjob.Look) {
	look := j.newLook()
	defer look.close()
	crashed := view.Done
	defer func() {
		if crashed != view.Done {
			found = driftjob.Look{Outcome: driftjob.Failed, Why: "alertplan itself failed"}
		}
	}()
	defer look.app.recovered(&crashed)
	report, err := j.options.check(ctx, look.app)
	look.print(report, err)
	return look.cameTo(report, err)
}

// newLook is a look whose app prints to where it can be held back.
func (j *driftJob) newLook() *driftLook {
	look := &driftLook{dir: j.options.configuration.dir}
	var messages io.Writer = &look.err
	if j.app.debugs(j.options.connection) {
		messages = j.app.streams[1].(io.Writer) // every look's requests are wanted, as they are sent
	}
	own := newApp(j.app.in, &look.out, messages, j.app.lookupEnv)
	own.clock, own.waiting.silent, own.sent = j.app.clock, true, j.metrics.Request
	look.use(own)
	j.look = look
	return look
}

// print prints what drift would.
func (l *driftLook) print(report *view.DriftReport, err error) {
	var invalid *view.InvalidError
	switch {
	case errors.As(err, &invalid):
		l.app.messages.Diagnostics(invalid.Diagnostics, invalid.Files)
	case err != nil:
		l.app.messages.Advise(adviceOn(err)) // why it failed is said otherwise
	case view.DriftStatus(report.Drift) == view.Failed:
		l.app.messages.Drift(report.Drift)
	default:
		l.app.messages.CountWarnings(len(report.Diagnostics), l.dir)
		l.app.human.Drift(report.Drift)
	}
}

// messages are what was printed beside the result.
func (l *driftLook) messages() string { return l.err.String() }

var digits = pattern.New("0x[0-9a-f]+|[0-9]+")

// key is the same for looks of which a person is told once: those that found the same,
// or failed alike.
func (l *driftLook) key(look driftjob.Look) string {
	key := string(look.Outcome)
	switch look.Outcome {
	case driftjob.NoDrift, driftjob.Drift:
		for _, o := range look.Objects {
			key += " " + o.Key + " " + o.Digest
		}
	case driftjob.Unreachable: // it is away, by whatever it shows
	default:
		key += digits.ReplaceAllString(look.Why+l.messages(), "0") // times and counts
	}
	return key
}

func (l *driftLook) close() {
	l.app.out.Flush()
	l.app.err.Flush()
	for _, c := range l.clients {
		c.Close()
	}
}

// placeOfCluster names a cluster for people: its block where the block says where it is,
// else its host.
func placeOfCluster(t clusterChoice, client *alertapi.Client) string {
	if t.block.Name != "" && samePlace(t.url, t.block.URL) {
		return t.block.Name
	}
	if u, err := url.Parse(client.Endpoint()); err == nil {
		return u.Host
	}
	return t.block.Name
}

// cameTo is a look's result without anything secret.
func (l *driftLook) cameTo(report *view.DriftReport, err error) driftjob.Look {
	look := driftjob.Look{Cluster: l.app.out.Masked(l.cluster)}
	if d := report.Drift; d != nil {
		look.Workspace = d.Workspace
	}
	switch {
	case err != nil:
		look.Outcome, look.Why = l.outcomeOf(err), l.why(err)
	case view.DriftStatus(report.Drift) == view.Failed:
		look.Outcome, look.Why = driftjob.Configuration, "--target names what there is not"
	default:
		look.Outcome, look.Counts = driftjob.NoDrift, countsOf(report.Drift)
		if look.Objects = l.objects(report.Drift); len(look.Objects) > 0 {
			look.Outcome = driftjob.Drift
		}
	}
	return look
}

func (l *driftLook) outcomeOf(err error) driftjob.Outcome {
	var invalid *view.InvalidError
	switch {
	case errors.As(err, &invalid):
		return driftjob.Configuration
	case alertapi.IsUnavailable(err):
		return driftjob.Unreachable
	case !l.asked.Load():
		return driftjob.Configuration
	default:
		return driftjob.Failed
	}
}

// why says on one line, without secrets, why a look failed.
func (l *driftLook) why(err error) string {
	return view.CutLine(strings.Join(strings.Fields(l.app.out.Masked(err.Error())), " "), longestWhy)
}
