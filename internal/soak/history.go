package soak

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// Era is a cluster at a time, and what was wanted of it then: one configuration, or
// several that were applied at once.
type Era struct {
	Content Content
	Wants   []map[string]Want
}

// Since lists what has got lost between two times: an object that only had to be
// changed has another id; one that nobody changed was written; others' objects or
// their alerts are not as they were; an alert is gone, or no longer acknowledged,
// though its trigger is still declared.
func Since(before, after Era, others Others) (wrong []string) {
	was, is := byTag(before.Content, others), byTag(after.Content, others)
	for _, tag := range slices.Sorted(maps.Keys(was)) {
		then, now := was[tag], is[tag]
		if now.ID == "" || !stays(tag, before, after) {
			continue
		}
		if now.ID != then.ID {
			wrong = append(wrong, fmt.Sprintf("%s was made anew: its id was %s and is %s", tag, then.ID, now.ID))
		}
		if untouched(tag, before, after) && (now.Version != then.Version || now.Text != then.Text) {
			wrong = append(wrong, fmt.Sprintf("%s was written, though nothing of it changed, from (%s)\n%s\nto (%s)\n%s", tag, then.Version, then.Text, now.Version, now.Text))
		}
	}
	theirs, now := byID(before.Content), byID(after.Content)
	for _, id := range slices.Sorted(maps.Keys(others)) {
		if !reflect.DeepEqual(theirs[id], now[id]) {
			wrong = append(wrong, fmt.Sprintf("%s, which belongs to others, has changed from\n%+v\nto\n%+v", id, theirs[id], now[id]))
		}
	}
	return append(wrong, lostAlerts(before, after, others)...)
}

func lostAlerts(before, after Era, others Others) (wrong []string) {
	seen := byID(before.Content)
	for _, id := range slices.Sorted(maps.Keys(before.Content.Alerts)) {
		then := before.Content.Alerts[id]
		now, there := after.Content.Alerts[id]
		tag := seen[then.Monitor].Tag
		switch {
		case others[then.Monitor] && now != then:
			wrong = append(wrong, fmt.Sprintf("an alert of others has changed from %+v to %+v", then, now))
		case others[then.Monitor] || tag == "" || !stays(tag, before, after) || !keepsTrigger(tag, then.Trigger, after):
		case !there:
			wrong = append(wrong, fmt.Sprintf("the alert %+v of %s is gone", then, tag))
		case now != then:
			wrong = append(wrong, fmt.Sprintf("the alert of %s has changed from %+v to %+v", tag, then, now))
		}
	}
	return wrong
}

func keepsTrigger(tag, trigger string, after Era) bool {
	return all(after.Wants, func(wants map[string]Want) bool {
		return slices.ContainsFunc(wants[tag].Triggers, func(t Trigger) bool { return t.Name == trigger })
	})
}

// stays tells whether everybody wants an object before and after, and none another type
// of it, which can't be changed in place.
func stays(tag string, before, after Era) bool {
	first, ok := before.Wants[0][tag]
	same := func(wants map[string]Want) bool {
		want, there := wants[tag]
		return there && want.Type == first.Type
	}
	return ok && all(before.Wants, same) && all(after.Wants, same)
}

// untouched tells whether everybody wants an object before and after as it was to the
// letter, and nothing that it refers to by an id that the server chooses is made anew.
func untouched(tag string, before, after Era) bool {
	first := before.Wants[0][tag]
	same := func(wants map[string]Want) bool {
		want := wants[tag]
		return want.Source == first.Source && want.Given == first.Given && want.Address == first.Address
	}
	for _, ref := range first.Refs {
		if !stays(ref, before, after) {
			return false
		}
	}
	return all(before.Wants, same) && all(after.Wants, same)
}

func all(options []map[string]Want, test func(map[string]Want) bool) bool {
	return !slices.ContainsFunc(options, func(wants map[string]Want) bool { return !test(wants) })
}

func byTag(c Content, others Others) map[string]Seen {
	all := map[string]Seen{}
	for _, seen := range c.Objects {
		if !others[seen.ID] {
			all[seen.Tag] = seen
		}
	}
	return all
}

func byID(c Content) map[string]Seen {
	all := map[string]Seen{}
	for _, seen := range c.Objects {
		all[seen.ID] = seen
	}
	return all
}
