package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/delivery"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// destinationTest is what the test of destinations needs. Which channel is whose, and in
// what it differs from the files, is a reading of a plan.
type destinationTest struct {
	app     *app
	client  *alertapi.Client
	desired plan.Desired // destinations only
	targets []address.Address

	live plan.Live
	plan *plan.Plan
	ids  map[address.Address]string
}

// openDestinationTest reads the configuration and finds what is meant; nothing is sent yet.
func (a *app) openDestinationTest(o *destinationTestOptions) (*destinationTest, error) {
	cfg, err := a.mustLoadToLook(o.configuration)
	if err != nil {
		return nil, err
	}
	t := &destinationTest{app: a, desired: desiredOf(cfg)}
	t.desired.Monitors, t.desired.Imports = nil, nil
	for _, at := range o.addresses {
		named, err := sendersNamed(cfg, at)
		if err != nil {
			return nil, err
		}
		for _, one := range named {
			if !slices.Contains(t.targets, one) {
				t.targets = append(t.targets, one)
			}
		}
	}
	t.client, err = a.connect(o.connection, cfg)
	return t, err
}

// sendersNamed are the destinations that a target names and that messages can be sent to.
func sendersNamed(cfg *schema.Config, target address.Address) (named []address.Address, err error) {
	others := false
	for _, at := range addresses(cfg) {
		switch {
		case !target.Names(at):
		case sends(at):
			named = append(named, at)
		default:
			others = true
		}
	}
	switch {
	case len(named) > 0:
		return named, nil
	case others && target.Kind() == address.Destination, others && target.Kind() == address.Existing:
		return nil, fmt.Errorf("%s is part of e-mails, and sends nothing by itself: test an e-mail that uses it", target)
	case others:
		return nil, fmt.Errorf("%s is no destination. Say one such as destination.slack.soc; `alertplan list` prints those that there are", target)
	}
	return nil, notDeclared(cfg, target)
}

// run reads the channels, and sends. What was sent before an error is told beside it.
func (t *destinationTest) run(ctx context.Context) (view.TestMessages, error) {
	sent := view.TestMessages{Workspace: t.desired.Workspace}
	if err := t.read(ctx); err != nil {
		return sent, err
	}
	sent.Unread = t.live.Sight.NoChannels
	for _, at := range t.targets {
		m, err := t.test(ctx, at)
		if err != nil {
			return sent, err
		}
		sent.Messages = append(sent.Messages, m)
	}
	return sent, nil
}

// read reads the channels. Who may not read them can test those whose ids are derived.
func (t *destinationTest) read(ctx context.Context) error {
	features, err := t.client.Detect(ctx)
	if err != nil {
		return err
	}
	t.live = plan.Live{Generation: features.Generation}
	t.live.Channels, err = t.client.Channels(ctx)
	switch {
	case err != nil && alertapi.LacksPermission(err) && !features.LegacyDestinations:
		t.live.Sight.NoChannels = alertapi.LackingIn(err).Permissions
	case err != nil:
		return fmt.Errorf("reading the notification channels: %w", err)
	}
	for _, c := range t.live.Channels {
		t.app.hide(c.Destination.Secrets()...)
	}
	t.plan = plan.Make(t.desired, t.live, plan.Options{})
	t.ids = plan.ChannelIDs(t.desired, t.live)
	return nil
}

// test sends one message. The error is one that all others would end with, too.
func (t *destinationTest) test(ctx context.Context, at address.Address) (view.TestMessage, error) {
	m := view.TestMessage{Address: at, Kind: destinations.Kind(at.Type())}
	if problem := t.problemOf(at); problem != nil {
		m.Outcome, m.Problem = view.NotSent, problem
		return m, nil
	}
	if t.isUnknown(at) {
		m.Outcome, m.Err = view.NotSent, fmt.Errorf("its id is not known, as this user may not read channels (%s). Say id in place of name in its block", strings.Join(t.live.Sight.NoChannels, ", "))
		return m, nil
	}
	there, err := t.isThere(ctx, at)
	switch {
	case err != nil:
		return m, err
	case !there:
		m.Outcome = view.NotApplied
		return m, nil
	}
	m.ID, m.Differs = t.ids[at], t.differs(at)
	if len(t.live.Sight.NoChannels) > 0 {
		ctx = alertapi.Discreetly(ctx)
	}
	d, err := t.client.SendTest(ctx, m.ID)
	var e *alertapi.Error
	switch {
	case err == nil:
		m.Result = delivery.Of(d)
	case alertapi.IsAmbiguous(err):
		m.Outcome, m.Err = view.Uncertain, err
	case alertapi.LacksPermission(err), alertapi.IsUnauthorized(err), ctx.Err() != nil:
		return m, err
	case errors.As(err, &e) && (e.Status == http.StatusBadRequest || e.Status == http.StatusInternalServerError):
		m.Result = delivery.OfRefusal(e.Reason)
	default:
		m.Outcome, m.Err = view.NotSent, err
	}
	if len(t.live.Sight.NoChannels) > 0 {
		m.Result, m.Err = m.Result.Discreet(), discreetly(m.Err)
	}
	return m, nil
}

// discreetly is an error without the words of who has answered: who may not read a channel
// may not learn its secrets from them, and nobody could mask these.
func discreetly(err error) error {
	var e *alertapi.Error
	if !errors.As(err, &e) || e.Status == 0 {
		return err
	}
	return fmt.Errorf("%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
}

// problemOf is what keeps a destination from being tested; nil where nothing does.
func (t *destinationTest) problemOf(at address.Address) *plan.Problem {
	for _, p := range t.plan.Problems {
		if p.Address == at && (p.Kind == plan.ChannelCopies || at.Kind() == address.Existing) {
			return &p
		}
	}
	return nil
}

// isUnknown tells that an existing block names its channel by a name, and names can't be
// looked up.
func (t *destinationTest) isUnknown(at address.Address) bool {
	return len(t.live.Sight.NoChannels) > 0 && slices.ContainsFunc(t.desired.Existing, func(e plan.ExistingDestination) bool { return e.Address == at && e.ID == "" })
}

// isThere tells whether a destination is on the cluster. Lists lag behind on some
// versions, and leave out what backend roles hide: what they don't show is read by its id.
func (t *destinationTest) isThere(ctx context.Context, at address.Address) (bool, error) {
	id := t.ids[at]
	if len(t.live.Sight.NoChannels) > 0 {
		return true, nil
	}
	if slices.ContainsFunc(t.live.Channels, func(c destinations.Live) bool { return c.ID == id }) {
		return true, nil
	}
	if id == "" || t.live.Generation.LegacyDestinations {
		return false, nil
	}
	switch c, err := t.client.Channel(ctx, id); {
	case alertapi.IsNotFound(err):
		return false, nil
	case err != nil:
		return false, err
	default:
		t.app.hide(c.Destination.Secrets()...)
		return true, nil
	}
}

// differs are the fields in which what is tested differs from the files: those of an
// e-mail's account and groups, too.
func (t *destinationTest) differs(at address.Address) (names []string) {
	parts := map[address.Address]bool{}
	for _, d := range t.desired.Destinations {
		if d.Address == at {
			for _, r := range d.Destination.Refs() {
				parts[r.Address] = true
			}
		}
	}
	for _, c := range t.plan.Changes {
		for _, f := range c.Fields {
			switch {
			case f.Path == "description": // is in no way of a message
			case c.Address == at:
				names = append(names, f.Path)
			case parts[c.Address] && c.Action != plan.Create:
				names = append(names, c.Address.String()+": "+f.Path)
			}
		}
	}
	return names
}
