package soak

import (
	"fmt"
	"net/http"
	"regexp"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Ask sends a request to the cluster, as the Dashboards would.
type Ask func(method, path, body string) (status int, answer string, err error)

// Seen is an object on the cluster.
type Seen struct {
	ID, Tag, Type, Enabled string
	Marked                 string // the address of its mark
	Text                   string // its JSON
	Version                string // changes with each write
	Triggers               []Trigger
	Refs                   []string // ids: accounts and groups, delegates
}

// Alert is one on the cluster.
type Alert struct{ ID, Monitor, Trigger, State string }

// Content is all that there is on a cluster.
type Content struct {
	Objects []Seen
	Alerts  map[string]Alert // by id
}

// Look reads all that there is.
func (m Manners) Look(ask Ask) (Content, error) {
	r := reader{manners: m, ask: ask}
	c := Content{Alerts: map[string]Alert{}}
	c.Objects = append(c.Objects, r.monitors("monitor")...)
	if m.has("workflow") {
		c.Objects = append(c.Objects, r.monitors("workflow")...)
	}
	if m.Legacy {
		c.Objects = append(c.Objects, r.legacy()...)
	} else {
		c.Objects = append(c.Objects, r.channels()...)
	}
	for _, a := range r.alerts() {
		c.Alerts[a.ID] = a
	}
	return c, r.err
}

// reader keeps the first error.
type reader struct {
	manners Manners
	ask     Ask
	err     error
}

func (r *reader) object(method, path, body string) *orderedjson.Object {
	status, text, err := r.ask(method, path, body)
	switch {
	case err != nil:
		r.fail(fmt.Errorf("%s %s: %w", method, path, err))
		return nil
	case status == http.StatusNotFound:
		return nil // there never was one
	case status > 299:
		r.fail(fmt.Errorf("%s %s: %d %s", method, path, status, text))
		return nil
	}
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		r.fail(fmt.Errorf("%s %s: %w", method, path, err))
	}
	o, _ := v.(*orderedjson.Object)
	return o
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) hits(path, body string) []*orderedjson.Object {
	return objects(r.object(http.MethodPost, path, body).Object("hits").Array("hits"))
}

func objects(list []any) (all []*orderedjson.Object) {
	for _, v := range list {
		o, _ := v.(*orderedjson.Object)
		all = append(all, o)
	}
	return all
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	encoded, err := orderedjson.Marshal(v)
	if err != nil {
		panic(err) // it was read
	}
	return string(encoded)
}

func member(o *orderedjson.Object, key string) string {
	v, _ := o.Get(key)
	return text(v)
}

var tag = regexp.MustCompile(`thing_[0-9]+(_(eu|ap|us))?`)

// monitors reads monitors, or workflows.
func (r *reader) monitors(kind string) (all []Seen) {
	search := fmt.Sprintf(`{"size":10000,"version":true,"seq_no_primary_term":true,"query":{"exists":{"field":%q}}}`, kind)
	for _, hit := range r.hits(r.manners.MonitorsPath()+"/_search", search) {
		source := hit.Object("_source")
		if inner := source.Object(kind); inner != nil {
			source = inner
		}
		seen := Seen{
			ID: hit.Text("_id"), Tag: tag.FindString(source.Text("name")), Type: source.Text("monitor_type"), Enabled: member(source, "enabled"),
			Marked: source.Object("ui_metadata").Object("alertplan").Text("address"), Text: text(source), Version: member(hit, "_version") + " " + member(hit, "_seq_no"),
		}
		if seen.Type == "" {
			seen.Type = "query_level_monitor" // Open Distro has no other
		}
		if kind == "workflow" {
			seen.Type = "composite"
		}
		for _, input := range objects(source.Array("inputs")) {
			for _, d := range objects(input.Object("composite_input").Object("sequence").Array("delegates")) {
				seen.Refs = append(seen.Refs, d.Text("monitor_id"))
			}
		}
		for _, t := range objects(source.Array("triggers")) {
			seen.Triggers = append(seen.Triggers, trigger(t))
		}
		all = append(all, seen)
	}
	return all
}

// mute is the line of a condition that is silent before some moment.
var mute = regexp.MustCompile(`(?m)^if \(\S+\.isBefore\(Instant\.parse\('([^']+)'\)\)\) \{ return false; \}$`)

func trigger(t *orderedjson.Object) Trigger {
	if members := t.Members(); len(members) == 1 {
		t = t.Object(members[0].Key)
	}
	seen := Trigger{Name: t.Text("name"), Severity: t.Text("severity")}
	if m := mute.FindStringSubmatch(t.Object("condition").Object("script").Text("source")); m != nil {
		seen.Muted = m[1]
	}
	for _, a := range objects(t.Array("actions")) {
		seen.Actions = append(seen.Actions, Action{Name: a.Text("name"), To: a.Text("destination_id"), Message: a.Object("message_template").Text("source")})
	}
	return seen
}

func (r *reader) alerts() (all []Alert) {
	for _, a := range objects(r.object(http.MethodGet, r.manners.MonitorsPath()+"/alerts?size=1000", "").Array("alerts")) {
		all = append(all, Alert{ID: a.Text("id"), Monitor: a.Text("monitor_id"), Trigger: a.Text("trigger_name"), State: a.Text("state")})
	}
	return all
}
