package soak

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Others are the ids of objects that belong to others.
type Others map[string]bool

// OthersOf takes all that is on a cluster for others'.
func OthersOf(c Content) Others {
	o := Others{}
	for _, seen := range c.Objects {
		o[seen.ID] = true
	}
	return o
}

// Judge lists what is wrong with a cluster's content: each object is to be there once,
// as one of the configurations wants it, and nothing else but others' objects. What
// one of several configurations has not may be there or not, and may be gone though
// another still refers to it.
func Judge(c Content, others Others, options ...map[string]Want) (wrong []string) {
	return judgeAll(c, others, false, options)
}

// JudgeUnfinished judges what applies have left that said that they did not finish: a
// delegate may stand beside the one that is to replace it. That is made first, and the
// old one goes last, when no workflow names it.
func JudgeUnfinished(c Content, others Others, options ...map[string]Want) (wrong []string) {
	return judgeAll(c, others, true, options)
}

func judgeAll(c Content, others Others, unfinished bool, options []map[string]Want) (wrong []string) {
	byTag, tags := map[string][]Seen{}, map[string]string{}
	for _, seen := range c.Objects {
		if others[seen.ID] {
			continue
		}
		byTag[seen.Tag] = append(byTag[seen.Tag], seen)
		tags[seen.ID] = seen.Tag
	}
	if len(options) > 1 {
		tags[""] = dangling // of whatever has no other
	}
	wanted := map[string]bool{}
	for _, option := range options {
		for tag := range option {
			wanted[tag] = true
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(byTag)) {
		if !wanted[tag] {
			wrong = append(wrong, fmt.Sprintf("%s is there, which nobody wants: %s", name(tag), byTag[tag][0].Text))
		}
		if n := len(byTag[tag]); n > 1 && !(unfinished && isHalfReplaced(byTag[tag], tags, tag, options)) {
			wrong = append(wrong, fmt.Sprintf("%s is there %d times: %s", name(tag), n, ids(byTag[tag])))
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(wanted)) {
		if reason := judge(byTag[tag], tags, wantsOf(tag, options)); reason != "" {
			wrong = append(wrong, tag+" "+reason)
		}
	}
	return wrong
}

// isHalfReplaced tells of two delegates of different types whether each is as one of the
// options wants it.
func isHalfReplaced(both []Seen, tags map[string]string, tag string, options []map[string]Want) bool {
	isDelegate := slices.ContainsFunc(options, func(option map[string]Want) bool {
		for _, want := range option {
			if want.Type == "composite" && slices.Contains(want.Refs, tag) {
				return true
			}
		}
		return false
	})
	wants := wantsOf(tag, options)
	return isDelegate && len(both) == 2 && both[0].Type != both[1].Type &&
		judge(both[:1], tags, wants) == "" && judge(both[1:], tags, wants) == ""
}

func name(tag string) string {
	if tag == "" {
		return "something unknown"
	}
	return tag
}

func ids(all []Seen) string {
	var list []string
	for _, seen := range all {
		list = append(list, seen.ID)
	}
	return strings.Join(list, ", ")
}

// wantsOf are what the options want of a tag; nil: that it is not there.
func wantsOf(tag string, options []map[string]Want) (wants []*Want) {
	for _, option := range options {
		if want, ok := option[tag]; ok {
			wants = append(wants, &want)
		} else {
			wants = append(wants, nil)
		}
	}
	return wants
}

func judge(seen []Seen, tags map[string]string, wants []*Want) string {
	var reasons []string
	for _, want := range wants {
		reason := ""
		switch {
		case want == nil && len(seen) > 0:
			reason = "is there"
		case want != nil && len(seen) == 0:
			reason = "is missing"
		case want != nil:
			reason = want.differs(seen[0], tags)
		}
		if reason == "" {
			return ""
		}
		reasons = append(reasons, reason)
	}
	return strings.Join(reasons, "; and ")
}

// dangling is the tag of what is gone, where that may be.
const dangling = "?"

// differs says how an object is not as it is wanted; "" where it is. tags are those of
// ids.
func (want Want) differs(seen Seen, tags map[string]string) string {
	address := want.Address
	if want.Given {
		address = ""
	}
	switch {
	case seen.Type != want.Type:
		return fmt.Sprintf("is a %s, not a %s", seen.Type, want.Type)
	case want.Enabled != "" && seen.Enabled != want.Enabled:
		return fmt.Sprintf("has enabled = %s, not %s", seen.Enabled, want.Enabled)
	case (seen.Marked != "" || want.Given || seen.Triggers != nil) && want.Address != "" && seen.Marked != address:
		return fmt.Sprintf("is marked as %q, not %q", seen.Marked, address)
	}
	for _, text := range want.Holds {
		if !strings.Contains(seen.Text, text) {
			return fmt.Sprintf("lacks %s: %s", text, seen.Text)
		}
	}
	refs := named(seen.Refs, tags)
	if seen.Type == "email" {
		slices.Sort(refs)
	}
	if !slices.Equal(refs, want.Refs) && !slices.Contains(refs, dangling) {
		return fmt.Sprintf("refers to %q, not %q", refs, want.Refs)
	}
	if got, wanted := triggersText(seen.Triggers, tags), triggersText(want.Triggers, nil); got != wanted && !strings.Contains(got, " to "+dangling+":") {
		return fmt.Sprintf("has the triggers\n%snot\n%s", got, wanted)
	}
	return ""
}

func named(ids []string, tags map[string]string) []string {
	var list []string
	for _, id := range ids {
		list = append(list, nameOf(id, tags))
	}
	return list
}

// nameOf is the tag of an id; without tags it is one.
func nameOf(id string, tags map[string]string) string {
	if tags == nil {
		return id
	}
	if tag, ok := tags[id]; ok {
		return tag
	}
	return cmp.Or(tags[""], "nothing ("+id+")")
}

func triggersText(all []Trigger, tags map[string]string) string {
	var lines []string
	for _, t := range all {
		line := fmt.Sprintf("  %s %s", t.Name, t.Severity)
		for _, a := range t.Actions {
			line += fmt.Sprintf(", %s to %s: %s", a.Name, nameOf(a.To, tags), a.Message)
		}
		lines = append(lines, line+"\n")
	}
	return strings.Join(lines, "")
}
