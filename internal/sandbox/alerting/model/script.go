package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// The languages of conditions and of messages.
const (
	painless = "painless"
	mustache = "mustache"
)

// jsonMediaType is the content type of a source that was written as an object.
const jsonMediaType = "application/json; charset=UTF-8"

// script is a script or template; lang is "" for a stored one.
type script struct {
	lang   string
	stored *orderedjson.Object
}

// scriptDraft is a script while its fields come.
type scriptDraft struct {
	kind    string // source or id
	source  any    // text, or an object
	lang    *string
	options *orderedjson.Object
	params  *orderedjson.Object
}

// scriptFields are the fields of a script, deprecated names included, with the
// tokens that each takes.
var scriptFields = map[string][]xcontent.Token{
	"source": {xcontent.StartObject, xcontent.String}, "inline": {xcontent.StartObject, xcontent.String},
	"id": {xcontent.String}, "stored": {xcontent.String}, "lang": {xcontent.String},
	"options": {xcontent.StartObject}, "params": {xcontent.StartObject},
}

// parseScript is the core's Script.parse. Standing on anything but a string or
// an object it takes the next token for the beginning, as the core does: a
// message_template of null swallows the field behind it.
func parseScript(r *xcontent.Reader, defaultLang string) script {
	if r.Token() == xcontent.String {
		return script{lang: defaultLang, stored: object("source", r.Text(), "lang", defaultLang)}
	}
	if r.Token() != xcontent.StartObject {
		if found := r.Next(); found != xcontent.StartObject {
			xcontent.Throw(r.ParseError("[script] Expected START_OBJECT but was: %s", found))
		}
	}
	var d scriptDraft
	for r.Next() == xcontent.FieldName {
		name := r.Name()
		unknown := r.ParseError("[script] unknown field [%s]%s", name, suggestField(name))
		kinds, known := scriptFields[name]
		found := r.Next()
		if !known {
			xcontent.Throw(unknown)
		}
		if !slices.Contains(kinds, found) {
			xcontent.Throw(r.ParseError("[script] %s doesn't support values of type: %s", name, found))
		}
		d.field(r, name)
	}
	return d.build(defaultLang)
}

func (d *scriptDraft) field(r *xcontent.Reader, name string) {
	switch name {
	case "source", "inline":
		d.setKind(r, "source", name)
		d.source = r.Value()
	case "id", "stored":
		d.setKind(r, "id", name)
		d.source = r.Text()
	case "lang":
		text := r.Text()
		d.lang = &text
	case "options":
		d.options = readStrings(r)
	case "params":
		d.params, _ = r.Value().(*orderedjson.Object)
	}
}

// setKind notes that a source or an id came; the second of them is refused.
func (d *scriptDraft) setKind(r *xcontent.Reader, kind, name string) {
	if d.kind != "" {
		xcontent.Throw(r.ParseError("[script] failed to parse field [%s]", name))
	}
	d.kind = kind
}

// readStrings reads an object whose values become texts.
func readStrings(r *xcontent.Reader) *orderedjson.Object {
	o := &orderedjson.Object{}
	for r.Next() == xcontent.FieldName {
		key := r.Name()
		r.Next()
		o.Set(key, r.Text())
	}
	return o
}

func (d *scriptDraft) build(defaultLang string) script {
	xcontent.Check(d.kind != "", "must specify either [source] for an inline script or [id] for a stored script")
	if d.kind == "id" {
		xcontent.Check(d.lang == nil, "illegally specified <lang> for a stored script")
		xcontent.Check(d.options.Len() == 0, "field [options] cannot be specified using a stored script")
		return script{stored: withParams(object("id", d.source), d.params)}
	}
	if _, isObject := d.source.(*orderedjson.Object); isObject {
		if d.options == nil {
			d.options = &orderedjson.Object{}
		}
		d.options.Set("content_type", jsonMediaType)
	}
	if d.options.Len() > 1 || d.options.Len() == 1 && !d.options.Has("content_type") {
		d.options.Delete("content_type")
		xcontent.Throw(fault.Require("illegal compiler options [%s] specified", javaMap(d.options)))
	}
	lang := defaultLang
	if d.lang != nil {
		lang = *d.lang
	}
	stored := object("source", d.source, "lang", lang)
	if d.options.Len() > 0 {
		stored.Set("options", d.options)
	}
	return script{lang: lang, stored: withParams(stored, d.params)}
}

func withParams(stored, params *orderedjson.Object) *orderedjson.Object {
	if params.Len() > 0 {
		stored.Set("params", params)
	}
	return stored
}

// javaMap prints a map of texts as Java does.
func javaMap(o *orderedjson.Object) string {
	parts := []string{}
	for _, m := range o.Members() {
		parts = append(parts, m.Key+"="+m.Value.(string))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// suggestField is the core's "did you mean" for a script's unknown field.
func suggestField(name string) string {
	type candidate struct {
		name  string
		score float64
	}
	found := []candidate{}
	for field := range scriptFields {
		if score := likeness(name, field); score > 0.5 {
			found = append(found, candidate{field, score})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.name, b.name))
	})
	names := []string{}
	for _, c := range found {
		names = append(names, c.name)
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return " did you mean [" + names[0] + "]?"
	}
	return " did you mean any of [" + strings.Join(names, ", ") + "]?"
}
