package soak

import (
	"fmt"
	"slices"
)

// Want is an object that must be on the cluster.
type Want struct {
	Tag     string
	Type    string // the server's word: query_level_monitor, webhook, …
	Address string // what its mark says; "" where that isn't looked at
	Given   bool   // it is given up: the object stays, without the mark

	Enabled  string   // "true" or "false"; "" where that isn't looked at
	Holds    []string // texts that its JSON must have
	Triggers []Trigger
	Refs     []string // tags of accounts, groups, delegates that it names, sorted but for delegates

	// Source is its block as it is written, with the addresses it refers to. While it
	// is the same nothing may write the object.
	Source string
}

// Trigger is one as it must be.
type Trigger struct {
	Name, Severity string
	Actions        []Action

	// Muted is until when it is silent, of one that was seen; "" for none.
	Muted string
}

// Action is one as it must be.
type Action struct{ Name, To, Message string } // To: the destination's tag

// Wants are all objects that must be there, by their tags.
func (w *World) Wants() map[string]Want {
	all := map[string]Want{}
	for _, want := range w.given {
		all[want.Tag] = want
	}
	for _, b := range w.blocks {
		if b.keys == nil {
			all[b.tag] = w.want(b, "")
		}
		for _, key := range b.keys {
			want := w.want(b, key)
			all[want.Tag] = want
		}
	}
	return all
}

func (w *World) want(b block, key string) Want {
	k := kindOf(b.kind)
	want := Want{Tag: b.tag, Type: k.apiType(w.Manners), Holds: k.holds(b), Source: w.block(b)}
	if key != "" {
		want.Tag += "_" + key
	}
	if k.block != "workflow" {
		want.Address = b.address(key)
	}
	if k.block != "destination" || k.role == "message" && !w.Manners.Legacy {
		want.Enabled = fmt.Sprint(!b.plain)
	}
	if b.kind == "email" {
		want.Refs = append(w.ofRole(b.uses, "account"), w.ofRole(b.uses, "group")...)
		slices.Sort(want.Refs)
	}
	if k.block != "destination" {
		want.Refs = w.ofRole(b.uses, "delegate")
		want.Triggers = w.wantTriggers(b)
	}
	return want
}

func (w *World) wantTriggers(b block) []Trigger {
	first := Trigger{Name: "first", Severity: fmt.Sprint(1 + b.size%5)}
	for i, tag := range w.ofRole(b.uses, "message") {
		first.Actions = append(first.Actions, Action{Name: fmt.Sprintf("tell%d", i), To: tag, Message: fmt.Sprintf("v%d", b.size)})
	}
	if b.kind == "query" {
		return []Trigger{first, {Name: "always", Severity: "5"}}
	}
	return []Trigger{first}
}
