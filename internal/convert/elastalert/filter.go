package elastalert

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// filters are all clauses that an event must meet: those of the files that are imported
// first, as ElastAlert joins them, and a list of values behind them. Nil for none.
func (r *rule) filters(kind string) any {
	var all []any
	for i := len(r.documents) - 1; i >= 0; i-- {
		d := r.documents[i]
		if d == r.config && i > 0 && r.ownFilter() {
			continue
		}
		p, ok := d.member("filter")
		if !ok {
			continue
		}
		list := p.Value
		if list.Tag == "!!null" {
			continue
		}
		if list.Kind != yaml.SequenceNode {
			r.refuse(d.text.At(p.Key), "Filter that can't be read", "filter is a list of queries.")
			continue
		}
		for _, n := range list.Content {
			if clause := r.filter(d, n); clause != nil {
				all = append(all, clause)
			}
		}
	}
	switch kind {
	case "blacklist":
		all = append(all, r.blacklist()...)
	case "whitelist":
		all = append(all, r.whitelist()...)
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// ownFilter tells whether a file beside config.yaml has a filter, which goes before its.
func (r *rule) ownFilter() bool {
	return slices.ContainsFunc(r.documents, func(d *document) bool { return d != r.config && d.has("filter") })
}

// filter is one clause: a query, or the older form with query around it.
func (r *rule) filter(d *document, n *yaml.Node) any {
	v, ok := r.json(d, n, 0)
	if !ok {
		return nil
	}
	o, isObject := v.(*orderedjson.Object)
	if inner := o.Object("query"); isObject && inner.Len() > 0 {
		o = inner
	}
	if !isObject {
		r.refuse(d.text.At(n), "Filter that can't be read", "A filter is a query of the query DSL, such as - term: {field: value}.")
		return nil
	}
	if _, err := querydsl.CanonicalQuery(o); err != nil {
		r.refuse(d.text.At(n), "Filter that a server refuses", "%s.", strings.TrimSuffix(err.Error(), "."))
		return nil
	}
	return o
}

// list are the values that a rule compares with.
func (r *rule) list(name string) (values []any, key setting) {
	key = r.get("compare_key")
	s := r.get(name)
	if key.text() == "" || !s.there() {
		r.refuse(r.start(), "List that is missing", "A rule of the type %s has %[1]s and compare_key.", name)
		return nil, key
	}
	for _, n := range items(s.value) {
		v, ok := r.scalar(s.in, n)
		text, isText := v.(string)
		refuse := func(summary, detail string) { r.refuse(s.in.text.At(n), summary, "%s", detail) }
		switch {
		case !ok:
		case !isText:
			refuse("Value that is no text", "ElastAlert takes texts in a list: put it in quotes.")
		case strings.HasPrefix(text, "!file"):
			refuse("List in a file", "The values that stand in a file are not known here: write them into the list.")
		case len(text) > 1 && strings.HasPrefix(text, "/") && strings.HasSuffix(text, "/"):
			refuse("Regular expression in a list", "ElastAlert searches by it, and then compares each value with the expression itself, letter by letter. Write what is meant as a filter: - regexp: {field: expression}.")
		case strings.ContainsAny(text, `"\`):
			refuse("Quotes in a value", "ElastAlert puts the value in quotes into a query_string, which this would end. Write what is meant as a filter.")
		default:
			values = append(values, text)
		}
	}
	return values, key
}

// blacklist finds events whose value is one of the list. ElastAlert searches for the
// values as words, and compares whole texts then.
func (r *rule) blacklist() []any {
	values, key := r.list("blacklist")
	field, ok := "", false
	if len(values) > 0 {
		field, ok = r.exact(key, key.text())
	}
	if !ok {
		return nil
	}
	return clause.Values(field, values...).List()
}

// whitelist finds events whose value is none of the list. Where ElastAlert searches by the
// list (filter_by_list, the usual case), what holds a value's words is left out, too.
func (r *rule) whitelist() []any {
	values, key := r.list("whitelist")
	if len(values) == 0 {
		return nil
	}
	name := key.text()
	exact, known := r.exactOf(name)
	var parts []clause.Clause
	switch {
	case known && exact == name:
		parts = []clause.Clause{clause.Values(name, values...)}
	case !r.get("filter_by_list").truth(true):
		if exact, known = r.exact(key, name); known {
			parts = []clause.Clause{clause.Values(exact, values...)}
		}
	default:
		for _, v := range values {
			parts = append(parts, clause.Query("match_phrase", orderedjson.One(name, v)))
		}
		r.note(key.at(), "Words instead of a whole text", "ElastAlert leaves out what holds the words of a value, one after the other, in any case of letters, and not that value alone; so does the monitor. Whole texts are compared where compare_key is a keyword, or with filter_by_list: false.")
	}
	if len(parts) == 0 {
		return nil
	}
	all := []clause.Clause{clause.None(clause.Any(parts))}
	ignores := r.get("ignore_null")
	if !ignores.there() {
		r.refuse(key.at(), "List that is missing", "ElastAlert wants ignore_null beside a whitelist: whether an event without %s is left alone.", name)
	}
	if ignores.truth(false) {
		all = append(all, clause.Query("exists", orderedjson.One("field", name)))
	}
	return clause.All(all).List()
}

// exactOf is the field in which texts stand as a whole; false where it can't be told.
func (r *rule) exactOf(field string) (string, bool) {
	if strings.HasSuffix(field, ".keyword") {
		return field, true
	}
	if r.options.Mapping != nil {
		return r.options.Mapping.Exact(field)
	}
	prefix := "cwl"
	if r.options.Family == convert.LogAWS {
		prefix = "log-aws-"
	}
	for _, index := range r.indices() {
		if !strings.HasPrefix(index, prefix) {
			return "", false
		}
	}
	return r.options.Exact(field), true
}

// exact is exactOf, which refuses a field that it can't tell.
func (r *rule) exact(at setting, field string) (string, bool) {
	exact, ok := r.exactOf(field)
	if !ok {
		why := "It is not known how " + field + " is mapped, and so in which field its texts are compared as a whole; in another one nothing is found, without an error."
		if r.options.Mapping != nil {
			why = "The mapping has no " + field + " in which texts stand as a whole."
		}
		r.refuse(at.at(), "Field that is not known", "%s Give --mapping FILE with what GET INDEX/_mapping answers, or --events FILE; or write the name of the field of the type keyword.", why)
	}
	return exact, ok
}
