package main

import (
	"fmt"
	"net"
	"time"

	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/view"
)

// driftLog prints what a job finds when it is another thing than before: what was
// looked at to out, all else to err.
type driftLog struct {
	app   *app
	every time.Duration

	last    string // what was said of looks
	seen    string // what was said of the last that went well
	warned  string // what was said beside a look that went well
	untold  string // why a message could not be posted
	notKept string // why what was told could not be kept
	failing time.Time
}

func (l *driftLog) say(at time.Time, format string, args ...any) {
	l.app.messages.Timed(at, format, args...)
	l.app.err.Flush()
}

func (l *driftLog) begin(o driftJobOptions, listener net.Listener) {
	where := ""
	if listener != nil {
		where = fmt.Sprintf("; http://%s/metrics tells Prometheus", listener.Addr())
	}
	jitter := ""
	if o.jitter > 0 {
		jitter = fmt.Sprintf(", by up to %s earlier or later", view.Span(o.jitter))
	}
	l.say(l.app.clock.Now(), "Looking for drift every %s%s%s.", view.Span(o.every), jitter, where)
}

func (l *driftLog) end(err error) {
	if err == nil {
		l.say(l.app.clock.Now(), "Stopped.")
	}
}

// looked tells of a look, unless the last one came to the same.
func (l *driftLog) looked(run driftjob.Run, look *driftLook) {
	at, beside := run.Begun.Add(run.Took), look.messages()
	key := look.key(run.Look)
	if !run.Outcome.Looked() {
		if l.failing.IsZero() {
			l.failing = run.Begun
		}
		if key != l.last {
			l.say(at, "%s", view.LookWords(run.Look))
			l.print(beside)
			l.say(at, "It is tried again every %s; that it still fails is not said again.", view.Span(l.every))
		}
		l.last = key
		return
	}
	if !l.failing.IsZero() {
		l.say(at, "%s", view.SightWords(run.Begun.Sub(l.failing)))
		l.failing = time.Time{}
	}
	if beside != l.warned {
		l.print(beside)
	}
	if key != l.last {
		l.say(at, "%s", view.LookWords(run.Look))
	}
	if key != l.seen && run.Outcome == driftjob.Drift {
		fmt.Fprint(l.app.out, look.out.String())
		l.app.out.Flush()
	}
	l.last, l.seen, l.warned = key, key, beside
}

func (l *driftLog) print(text string) {
	fmt.Fprint(l.app.err, text)
	l.app.err.Flush()
}

// told says what became of a message.
func (l *driftLog) told(news *driftjob.News, err error) {
	if err != nil && err.Error() != l.untold {
		l.say(l.app.clock.Now(), "The message could not be posted: %s. It is tried again with the next look.", err)
	}
	if l.untold = ""; err != nil {
		l.untold = err.Error()
	}
	if err == nil && news != nil {
		l.say(news.At, "Posted: %s.", view.EventWords(news.Event))
	}
}

// kept says that what was told could not be kept, unless it was said of the look before.
func (l *driftLog) kept(err error) {
	words := ""
	if err != nil {
		words = err.Error()
	}
	if words != "" && words != l.notKept {
		l.say(l.app.clock.Now(), "%s.", words)
	}
	l.notKept = words
}
