package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/notify"
	"github.com/alertplan/alertplan/internal/view"
)

// Where the URL of a webhook comes from that nobody should read in a list of processes.
const (
	envNotifyURL     = "ALERTPLAN_NOTIFY_URL"
	envNotifyURLFile = "ALERTPLAN_NOTIFY_URL_FILE"
)

// The formats of messages.
const (
	notifySlack = "slack"
	notifyJSON  = "json"
)

// usualFailures is how many looks in a row must fail before that is told.
const usualFailures = 3

// notifyOptions say to whom news of drift are told.
type notifyOptions struct {
	url, urlFile string
	format       string // "": by the host
	stateFile    string // "": what was told is forgotten at the end
	looks        int
	failures     int
	failuresSet  bool
}

func (o *notifyOptions) addFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.url, "notify", "", "post news to the webhook at `URL`; others may read it in a list of processes ($"+envNotifyURL+")")
	f.StringVar(&o.urlFile, "notify-url-file", "", "post news to the webhook whose URL is in `FILE` ($"+envNotifyURLFile+")")
	f.StringVar(&o.format, "notify-format", "", "what is posted: `FORMAT` is slack or json (default slack to Slack's hosts, else json)")
	f.IntVar(&o.looks, "notify-after", 1, "tell of drift when `N` looks in a row have seen it")
	f.IntVar(&o.failures, "notify-failures", usualFailures, "tell it, too, when `N` looks in a row have failed; 0: never")
	f.StringVar(&o.stateFile, "notify-state", "", "keep in `FILE` what was told, from one run to the next")
	c.RegisterFlagCompletionFunc("notify", cobra.NoFileCompletions)
	c.RegisterFlagCompletionFunc("notify-after", cobra.NoFileCompletions)
	c.RegisterFlagCompletionFunc("notify-failures", cobra.NoFileCompletions)
	c.RegisterFlagCompletionFunc("notify-format", cobra.FixedCompletions([]string{notifySlack, notifyJSON}, cobra.ShellCompDirectiveNoFileComp))
	c.MarkFlagFilename("notify-url-file")
	c.MarkFlagFilename("notify-state")
}

// check tells what is wrong with the flags, and takes the environment for those that
// are not given.
func (o *notifyOptions) check(c *cobra.Command, a *app) error {
	set := c.Flags().Changed
	for _, name := range []string{"notify", "notify-url-file", "notify-state", "notify-format"} {
		if set(name) && c.Flags().Lookup(name).Value.String() == "" {
			return fmt.Errorf("--%s is without a value", name)
		}
	}
	o.failuresSet = set("notify-failures")
	switch {
	case set("notify") && set("notify-url-file"):
		return errors.New("--notify and --notify-url-file are of one webhook: say one of the two")
	case !set("notify") && !set("notify-url-file"):
		if o.url = a.env(envNotifyURL); o.url == "" {
			o.urlFile = a.env(envNotifyURLFile)
		}
	}
	switch {
	case !o.wanted() && (set("notify-state") || set("notify-format") || set("notify-after") || set("notify-failures")):
		return errors.New("--notify-state, -format, -after and -failures say how news are told, and nothing says to whom: set " + envNotifyURL + ", or say --notify-url-file FILE")
	case o.format != "" && o.format != notifySlack && o.format != notifyJSON:
		return fmt.Errorf("--notify-format takes slack or json, not %q", o.format)
	case o.looks < 1:
		return errors.New("--notify-after takes a number of looks, 1 or more")
	case o.looks > 1 && !set("every") && o.stateFile == "":
		return errors.New("--notify-after counts looks: it needs --every, or --notify-state FILE")
	case o.failures < 0:
		return errors.New("--notify-failures takes a number of looks, or 0")
	case o.url == "":
		return nil // a file may come, and change
	}
	if _, err := notify.Check(destinations.NewSecret(o.url)); err != nil {
		return fmt.Errorf("the URL of --notify or %s is wrong: %w", envNotifyURL, err)
	}
	return nil
}

func (o *notifyOptions) wanted() bool { return o.url != "" || o.urlFile != "" }

// target is where messages go, and in which format. A file is read each time: secrets
// that are mounted change.
func (o *notifyOptions) target() (destinations.Secret, string, error) {
	text := o.url
	if text == "" {
		content, err := os.ReadFile(o.urlFile)
		if err != nil {
			return destinations.Secret{}, "", fmt.Errorf("the file with the webhook's URL can't be read: %w", err)
		}
		text = strings.TrimSpace(string(content))
	}
	secret := destinations.NewSecret(text)
	u, err := notify.Check(secret)
	switch {
	case err != nil:
		return secret, "", fmt.Errorf("the webhook's URL is wrong: %w", err)
	case o.format != "":
		return secret, o.format, nil
	case notify.IsSlack(u):
		return secret, notifySlack, nil
	default:
		return secret, notifyJSON, nil
	}
}

// teller tells news, and knows what was told.
type teller struct {
	options *notifyOptions
	poster  notify.Poster
	memory  driftjob.Memory
	kept    string // what is in the file
	notKept error  // why it is not what it should be
}

// newTeller is nil where nobody is to be told.
func (a *app) newTeller(o *notifyOptions) (*teller, error) {
	if !o.wanted() {
		return nil, nil
	}
	a.hide(o.url)
	t := &teller{options: o, poster: notify.Poster{UserAgent: "alertplan/" + versionText(), Clock: a.clock}}
	return t, t.remember()
}

// take takes a look in and tells what is new of it; nil: nothing is. What could not be
// told, as the error says, is told with the next look.
func (t *teller) take(ctx context.Context, run driftjob.Run, look *driftLook) (*driftjob.News, error) {
	news := t.memory.Note(run, driftjob.Patience{Drift: t.options.looks, Failures: t.options.failures})
	if news == nil {
		t.notKept = t.keep()
		return nil, nil
	}
	err := t.post(ctx, news, look)
	switch {
	case err == nil:
		t.memory.Tell(news)
	case ctx.Err() != nil:
		return news, err
	default:
		t.memory.Keep(news)
	}
	t.notKept = t.keep()
	return news, err
}

// post posts news; the look's masks are the last that see them.
func (t *teller) post(ctx context.Context, news *driftjob.News, look *driftLook) error {
	target, format, err := t.options.target()
	if err != nil {
		return err
	}
	look.app.hide(target.Reveal())
	var body []byte
	if format == notifySlack {
		body, err = view.DriftNewsSlack(news)
	} else {
		body, err = json.Marshal(view.NewDriftNewsJSON(news))
	}
	if err != nil {
		return err
	}
	return t.poster.Post(ctx, target, []byte(look.app.out.Masked(string(body))))
}
