package notifications

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	evaluatefault "github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/sandbox/notifications/querystring"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// filter tells whether a list shows a config.
type filter func(*doc) bool

// filterOf makes a filter of a parameter. The error is the server's.
func (m manners) filterOf(name, value string, now time.Time) (filter, error) {
	switch name {
	case "query":
		return m.queryFilter(value, true)
	case "text_query":
		return m.queryFilter(value, false)
	}
	f, _ := fieldNamed(name)
	switch {
	case f.kind == date:
		return m.timeFilter(f.path, value, now)
	case f.kind == boolean:
		return m.booleanFilter(f.path, value)
	case f.kind == nested && f.asKeyword:
		return nil, refused(406, "Query on %s not acceptable", name)
	case f.kind == keyword || f.asKeyword:
		return oneOfFilter(f.path, strings.Split(value, ",")), nil
	}
	return matchFilter(f.path, value), nil
}

// oneOfFilter wants one of the texts; blanks beside the commas belong to them.
func oneOfFilter(path string, texts []string) filter {
	return func(d *doc) bool {
		return slices.ContainsFunc(indexed(d.config)[path], func(v string) bool { return slices.Contains(texts, v) })
	}
}

// matchFilter wants one of the terms of a text; a text without terms finds
// nothing.
func matchFilter(path, wanted string) filter {
	terms := termsOf(wanted)
	return func(d *doc) bool {
		for _, v := range indexed(d.config)[path] {
			if slices.ContainsFunc(termsOf(v), func(t string) bool { return slices.Contains(terms, t) }) {
				return true
			}
		}
		return false
	}
}

func termsOf(text string) []string {
	terms := []string{}
	for _, t := range analysis.Standard(text) {
		terms = append(terms, t.Term)
	}
	return terms
}

func (m manners) booleanFilter(path, value string) (filter, error) {
	if value != "true" && value != "false" {
		reason := "Can't parse boolean value [" + value + "], expected [true] or [false]"
		return nil, m.queryFailed("failed to create query: "+reason, rest.IllegalArgument("%s", reason))
	}
	return oneOfFilter(path, []string{value}), nil
}

// timeFilter reads "exact" or "from..to", both ends included, with date math.
func (m manners) timeFilter(path, value string, now time.Time) (filter, error) {
	ends := strings.Split(value, "..")
	if len(ends) > 2 {
		return nil, refused(406, "Invalid Range format %s, allowed format 'exact' or 'from..to'", value)
	}
	from, err := m.moment(ends[0], datetime.Context{Now: now})
	if err != nil {
		return nil, err
	}
	to, err := m.moment(ends[len(ends)-1], datetime.Context{Now: now, RoundUp: true})
	if err != nil {
		return nil, err
	}
	return func(d *doc) bool {
		t := d.created
		if path == "last_updated_time_ms" {
			t = d.updated
		}
		return from <= t && t <= to
	}, nil
}

func (m manners) moment(text string, c datetime.Context) (int64, error) {
	format, err := datetime.Compile("epoch_millis")
	if err != nil {
		return 0, err
	}
	ms, err := format.ParseMath(text, c)
	if err != nil {
		return 0, m.searchFailed(causeOf(err))
	}
	return ms, nil
}

// causeOf turns an error of the evaluating packages into one of the API's.
func causeOf(err error) *rest.Error {
	e, ok := err.(*evaluatefault.Error)
	if !ok {
		return rest.AsError(err)
	}
	out := rest.Errorf(e.Status, e.Type, "%s", e.Reason)
	if e.Cause != nil {
		out.Because(causeOf(e.Cause))
	}
	return out
}

// queryFilter searches all text fields and, where asked, the keyword fields. The
// recipients are documents of their own beneath the config.
func (m manners) queryFilter(value string, withKeywords bool) (filter, error) {
	q, err := querystring.Parse(value)
	if err != nil {
		why := fmt.Sprintf(endOfQuery, utf8.RuneCountInString(value))
		cause := &rest.Error{Type: "parse_exception", Reason: "Cannot parse '" + value + "': " + why}
		return nil, m.queryFailed("Failed to parse query ["+value+"]", cause.Because(&rest.Error{Type: "parse_exception", Reason: why}))
	}
	fields := queryFields(withKeywords, func(k fieldType) bool { return k == text || k == keyword })
	known := queryFields(true, func(k fieldType) bool { return k != date && k != nested })
	recipients := queryFields(withKeywords, func(k fieldType) bool { return k == nested })
	return func(d *doc) bool {
		v := indexed(d.config)
		if q.Matches(querystring.Scope{Defaults: fields, Known: known, Values: v.underConfig}) {
			return true
		}
		for name, kind := range fieldTypes {
			if kind == nested && v.anyRecipient(name, recipients, q) {
				return true
			}
		}
		return false
	}, nil
}

// endOfQuery is what Lucene's parser says of a query that ends too early. Other
// faults are told in these words too: only 3.5 tells them at all.
const endOfQuery = "Encountered \"<EOF>\" at line 1, column %d.\nWas expecting one of:\n    <NOT> ...\n    \"+\" ...\n    \"-\" ...\n" +
	"    <BAREOPER> ...\n    \"(\" ...\n    \"*\" ...\n    <QUOTED> ...\n    <TERM> ...\n    <PREFIXTERM> ...\n    <WILDTERM> ...\n" +
	"    <REGEXPTERM> ...\n    \"[\" ...\n    \"{\" ...\n    <NUMBER> ...\n    <TERM> ...\n    "

// queryFields are the fields of some types under their names in the index.
func queryFields(withKeywords bool, which func(fieldType) bool) []querystring.Field {
	fields := []querystring.Field{}
	for path, kind := range fieldTypes {
		analyzed := kind == text || kind == nested
		if !which(kind) || !analyzed && !withKeywords {
			continue
		}
		fields = append(fields, querystring.Field{Name: "config." + path, Analyzed: analyzed})
		if analyzed && withKeywords {
			fields = append(fields, querystring.Field{Name: "config." + path + keywordSuffix})
		}
	}
	return fields
}

func (v values) underConfig(name string) []string {
	return v[strings.TrimSuffix(strings.TrimPrefix(name, "config."), keywordSuffix)]
}

// anyRecipient asks each recipient for itself.
func (v values) anyRecipient(path string, fields []querystring.Field, q querystring.Query) bool {
	own := slices.DeleteFunc(slices.Clone(fields), func(f querystring.Field) bool {
		return !strings.HasPrefix(f.Name, "config."+path)
	})
	return slices.ContainsFunc(v[path], func(address string) bool {
		return q.Matches(querystring.Scope{
			Defaults: own, Known: own, Values: func(string) []string { return []string{address} },
		})
	})
}
