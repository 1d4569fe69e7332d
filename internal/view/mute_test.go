package view_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// muting is one of each end.
func muting() view.Muting {
	logout, root := address.ForMonitor("logout"), address.ForMonitor("root").WithKey("eu")
	change := func(at address.Address, triggers ...string) plan.Change {
		c := plan.Change{Action: plan.Update, Address: at, ID: "liveid", Name: "Login", Monitor: live("Login")}
		for _, t := range triggers {
			c.Fields = append(c.Fields, plan.FieldChange{Path: "trigger." + t + ".mute"})
		}
		return c
	}
	m := view.Muting{Workspace: "soc", Until: moves.Until, Why: moves.Why, Outcomes: []apply.Outcome{
		{Change: change(login, "any", "many"), Status: apply.Done, ID: "liveid"},
		{Change: change(logout, "any"), Status: apply.Done, ID: "liveid", Sent: 2},
		{Change: change(root, "any"), Status: apply.Failed, Err: fmt.Errorf("monitor: %w", apply.ErrConflict)},
	}, Open: map[address.Address]int{login: 2, logout: 0}}
	for i, kind := range []plan.MuteRefusalKind{
		plan.MuteNotThere, plan.MuteForeign, plan.MuteCopies, plan.MuteUnreadable, plan.MuteNoTrigger, plan.MuteDocuments, plan.MuteWorkflow, plan.MuteNoScript,
	} {
		r := plan.MuteRefusal{Kind: kind, Target: plan.MuteTarget{Address: login}, Objects: []plan.Object{{ID: "id1", Name: "Login"}, {ID: "id2", Name: "Login\x1b[31m"}}, Names: []string{"any", "many"}, Word: "infra"}
		switch {
		case i == 0:
			r.Word = " Did you mean monitor.logon?"
		case i%2 == 0:
			r.Target.Trigger = "any"
		default:
			r.Target.Address, r.Address, r.InPack = address.ForPack("cis"), login.InPack("cis"), true
		}
		m.Refusals = append(m.Refusals, r)
	}
	return m
}

// unmuting is one of each end where mutes go.
func unmuting() view.Muting {
	m := muting()
	m.Until, m.Why, m.Refusals, m.Open = time.Time{}, "", m.Refusals[:1], nil
	m.Silent = []address.Address{address.ForMonitor("silent")}
	return m
}

func TestMuted(t *testing.T) {
	for name, m := range map[string]view.Muting{"muted": muting(), "unmuted": unmuting(), "refused": {Workspace: "soc", Until: moves.Until, Refusals: muting().Refusals[:1]}} {
		var out bytes.Buffer
		view.NewPrinter(&out, view.Plain).Muted(m)
		golden(t, "testdata/mute/"+name+".txt", out.Bytes())
		if !m.Failed() {
			t.Errorf("%s: seems to be well", name)
		}
	}
	if m := (view.Muting{Outcomes: muting().Outcomes[:2]}); m.Failed() {
		t.Error("all is muted, and seems to have failed")
	}
	kinds := map[string]bool{}
	for _, r := range muting().Refusals {
		kinds[string(r.Kind)] = true
	}
	for _, kind := range constants(t, "../plan", "MuteRefusalKind") {
		if !kinds[kind] {
			t.Errorf("%s is not among the refusals of this test", kind)
		}
	}
}
