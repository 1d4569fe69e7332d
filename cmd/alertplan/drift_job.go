package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/driftjob/metrics"
)

// shortestInterval is the least that --every takes.
const shortestInterval = time.Second

const driftJobHelp = `
With --every it goes on looking until it is interrupted: the files are read anew
each time, a cluster that is away or files that can't be read make a look that
failed, and it prints something when something has changed. --listen serves
/metrics for Prometheus, /healthz and /readyz. --notify posts a short message when
drift appears, changes or ends, and when looks fail, each once; without --every
when there is drift or the look failed, or with --notify-state on changes alone.
Who knows the URL of a webhook may post there, and command lines can be read by
others: $ALERTPLAN_NOTIFY_URL and --notify-url-file are for that.`

// driftJobOptions make a job of drift, which looks again and again.
type driftJobOptions struct {
	every  time.Duration
	jitter time.Duration // less than 0: a tenth of every
	listen string
}

func (o *driftJobOptions) addFlags(c *cobra.Command) {
	f := c.Flags()
	f.DurationVar(&o.every, "every", 0, "look every `DURATION`, such as 10m, until it is interrupted")
	f.DurationVar(&o.jitter, "jitter", -1, "with --every, by up to how much looks come earlier or later: `DURATION` (default a tenth of it)")
	f.StringVar(&o.listen, "listen", "", "with --every, serve metrics and health at `HOST:PORT`")
	f.Lookup("jitter").DefValue = "0"
	c.RegisterFlagCompletionFunc("every", cobra.FixedCompletions([]string{"1m", "10m", "1h"}, cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("jitter", cobra.NoFileCompletions)
	c.RegisterFlagCompletionFunc("listen", cobra.FixedCompletions([]string{"127.0.0.1:9090"}, cobra.ShellCompDirectiveNoFileComp))
}

// jobWanted tells whether drift is to be looked for again and again.
func (o *driftOptions) jobWanted(c *cobra.Command) (bool, error) {
	set := c.Flags().Changed
	switch j := &o.job; {
	case !set("every") && (set("listen") || set("jitter")):
		return false, errors.New("--listen and --jitter are for a job that looks again and again: say how often, by --every 10m")
	case len(o.accept.addresses) > 0 && (set("every") || set("notify") || set("notify-url-file") || set("notify-state")):
		return false, errors.New("--accept writes files once, and tells nobody: leave out --every and --notify")
	case !set("every"):
		return false, nil
	case j.every < shortestInterval:
		return false, fmt.Errorf("--every takes a time of %s or more, such as 10m", shortestInterval)
	case set("jitter") && (j.jitter < 0 || j.jitter > j.every/2):
		return false, fmt.Errorf("--jitter takes a time up to half of --every, here %s, or 0 for none", j.every/2)
	case set("listen") && j.listen == "":
		return false, errors.New("--listen is without a value")
	case set("format") || set("json") || set("report"):
		return false, errors.New("with --every drift prints for people alone, and tells machines by --listen and --notify: leave out --format, --json and --report")
	}
	if !set("jitter") {
		o.job.jitter = o.job.every / 10
	}
	return true, nil
}

// driftJob is one that runs.
type driftJob struct {
	app     *app
	options *driftOptions
	metrics *metrics.Metrics
	teller  *teller // nil: nobody is to be told
	log     *driftLog
	look    *driftLook // the one that is under way, or was the last
}

func runDriftJob(ctx context.Context, a *app, o *driftOptions) error {
	if _, err := o.checkTargets(); err != nil {
		return err
	}
	j := &driftJob{app: a, options: o, metrics: metrics.New(versionText(), o.job.every), log: &driftLog{app: a, every: o.job.every}}
	var err error
	if j.teller, err = a.newTeller(&o.notify); err != nil {
		return err
	}
	var listener net.Listener
	if o.job.listen != "" {
		if listener, err = listenForScrapes(ctx, o.job.listen); err != nil {
			return err
		}
	}
	keepSmall()
	j.log.begin(o.job, listener)
	err = j.run(ctx, listener)
	j.log.end(err)
	return err
}

// run looks until ctx ends; both the look and the listener have ended then. The error is
// that nobody can be served any more.
func (j *driftJob) run(ctx context.Context, listener net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	loop := &driftjob.Job{Every: j.options.job.every, Jitter: j.options.job.jitter, Clock: j.app.clock, Look: j.lookOnce, Done: j.done}
	var group sync.WaitGroup
	var served error
	if listener != nil {
		group.Go(func() {
			defer stop()
			served = metrics.Serve(ctx, listener, j.metrics.Handler(loop))
		})
	}
	loop.Run(ctx)
	stop()
	group.Wait()
	return served
}

// done takes in what a look came to, tells who is to be told, and lets go of it.
func (j *driftJob) done(ctx context.Context, run driftjob.Run) {
	j.metrics.Looked(run)
	j.log.looked(run, j.look)
	if j.teller != nil {
		news, err := j.teller.take(ctx, run, j.look)
		switch {
		case err != nil && ctx.Err() != nil:
			return // the next job tells it
		case news == nil:
			j.metrics.NothingToTell()
		default:
			j.metrics.Notified(err)
		}
		j.log.told(news, err)
		j.log.kept(j.teller.notKept)
	}
	j.look = nil
	debug.FreeOSMemory() // nothing of it is needed for as long as the pause lasts
}

// listenForScrapes opens the address of --listen.
func listenForScrapes(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	var wrong *net.AddrError
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("--listen %s: something listens there already. Choose another port, or 0 for a free one", address)
	case errors.As(err, &wrong):
		return nil, fmt.Errorf("--listen takes HOST:PORT, such as 127.0.0.1:9090 or :9090, not %q", address)
	default:
		return nil, fmt.Errorf("--listen %s: %w", address, errors.Unwrap(err))
	}
}

// keepSmall is for a process that is there for months and does little.
func keepSmall() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(usualPercent)
	}
}
