package convert

import (
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/generate"
)

// Family is how the indices were filled that monitors will search: it decides under
// which name a text can be compared as a whole.
type Family string

// The families: see the reference's first section on each.
const (
	CWL    Family = "cwl"     // by the CloudWatch Logs subscription: text, with .keyword
	LogAWS Family = "log-aws" // by SIEM on OpenSearch: keyword, without .keyword
)

// Families are all of them, the default first.
var Families = []Family{CWL, LogAWS}

// ReadFamily reads a family's name.
func ReadFamily(name string) (Family, error) {
	for _, f := range Families {
		if name == string(f) {
			return f, nil
		}
	}
	return "", fmt.Errorf("there is no family of indices %q: it is cwl (strings are text with .keyword) or log-aws (strings are keyword)", name)
}

// asTheyAre are fields that have no keyword beside them in any family: times, and the line
// itself, which is longer than a keyword can be.
var asTheyAre = []string{"@timestamp", "@message", "eventTime", "userIdentity.sessionContext.attributes.creationDate"}

// Exact is the field in which a text stands as a whole, to be compared.
func (f Family) Exact(field string) string {
	if f == LogAWS || slices.Contains(asTheyAre, field) {
		return field
	}
	return field + ".keyword"
}

// TimeField is the field that windows of monitors are on: what tells when an event
// arrived, since those that arrive late would be missed by any other.
func (f Family) TimeField() string {
	if f == LogAWS {
		return "event.ingested"
	}
	return "@timestamp"
}

// Indices is the pattern of all indices of the family that CloudTrail goes to.
func (f Family) Indices() []string {
	if f == LogAWS {
		return []string{"log-aws-cloudtrail-*"}
	}
	return []string{"cwl-*"}
}

// Options are what sources don't say. The zero value of each is its default.
type Options struct {
	Family      Family
	Indices     []string
	Interval    string   // how often monitors run: a duration of the language
	Last        string   // their windows
	Name        string   // of the monitor; of several it is what their names begin with
	Destination string   // the address of a destination; without it no trigger has an action
	Mapping     *Mapping // of what is searched; nil: not known
}

// family is the family, cwl by default.
func (o Options) family() Family {
	if o.Family == "" {
		return CWL
	}
	return o.Family
}

// Exact is the field in which a text stands as a whole: as the mapping has it where one
// is known, else as the family has it.
func (o Options) Exact(field string) string {
	if exact, known := o.Mapping.Exact(field); known {
		return exact
	}
	return o.family().Exact(field)
}

// Search are the indices, and the search's window, as the options have them; last is
// the source's own window, empty where it says none.
func (o Options) Search(last string) ([]string, generate.Search) {
	indices, s := o.Indices, generate.Search{}
	if len(indices) == 0 {
		indices = o.family().Indices()
	}
	if field := o.family().TimeField(); field != "@timestamp" {
		s.TimeField = field
	}
	switch {
	case o.Last != "":
		s.Last = o.Last
	case last != "":
		s.Last = last
	default:
		s.Last = o.Every("")
	}
	return indices, s
}

// defaultInterval is how often a monitor runs where neither options nor source say it.
const defaultInterval = "5m"

// Every is how often monitors run; source is what the source says, empty where it says
// nothing.
func (o Options) Every(source string) string {
	switch {
	case o.Interval != "":
		return o.Interval
	case source != "":
		return source
	case o.Last != "" && generate.Seconds(o.Last) < generate.Seconds(defaultInterval): // each event is to be looked at
		return generate.Duration(max(60, generate.Seconds(o.Last)/60*60))
	default:
		return defaultInterval
	}
}
