package querydsl

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Construct is a kind of thing that plugins add to search bodies.
type Construct string

// The constructs that a body may have of a plugin.
const (
	ForeignQuery       Construct = "query"
	ForeignAggregation Construct = "aggregation"
	ForeignRescorer    Construct = "rescorer"
	ForeignSection     Construct = "section of ext"
)

// Foreign is something in a body that the server may know, by a plugin or as a
// newer version, and this package does not: how it is stored can't be told.
type Foreign struct {
	Construct Construct
	Name      string
}

// IsOfPlugin tells whether a plugin is known that has it; what is not may be a
// name that no server knows.
func (f Foreign) IsOfPlugin() bool {
	switch f.Construct {
	case ForeignQuery:
		return slices.Contains(pluginQueries, f.Name)
	case ForeignAggregation:
		return slices.Contains(pluginAggregations, f.Name)
	case ForeignRescorer:
		return slices.Contains(pluginQueries, f.Name) // learning to rank has the same name for both
	default:
		return true // OpenSearch itself has no sections of ext
	}
}

// Form is a search body as far as it could be brought to its stored form.
type Form struct {
	Body *orderedjson.Object

	// Foreign lists what stands in Body as it was written; each once, sorted. Where
	// it is empty, Body is what Canonical makes.
	Foreign []Foreign
}

// Read is CanonicalFor that lets through what a server with plugins, or a newer
// one, may know. A name that is no more than misspelt is refused, and so is one
// of Elasticsearch that no OpenSearch has: the error is *Error.
func Read(d Dialect, body *orderedjson.Object) (Form, error) {
	var foreign []Foreign
	canonical, err := canonicalIn(&context{dialect: d, foreign: &foreign}, readBody, body)
	if err != nil {
		return Form{}, err
	}
	slices.SortFunc(foreign, func(a, b Foreign) int {
		return cmp.Or(cmp.Compare(a.Construct, b.Construct), cmp.Compare(a.Name, b.Name))
	})
	return Form{Body: canonical, Foreign: slices.Compact(foreign)}, nil
}

// ofElasticsearch are names that came to Elasticsearch after the two parted, by
// construct; 2.19.4 and 3.5.0 refuse them.
var ofElasticsearch = map[Construct][]string{
	ForeignQuery: {"pinned", "rule", "rule_query", "semantic", "shape", "sparse_vector", "text_expansion", "weighted_tokens"},
	ForeignAggregation: {
		"boxplot", "bucket_count_ks_test", "cartesian_bounds", "categorize_text", "change_point", "cumulative_cardinality",
		"frequent_item_sets", "inference", "ip_prefix", "normalize", "random_sampler", "string_stats", "t_test", "time_series",
	},
}

// note takes down something that a plugin adds.
func (c *context) note(what Construct, name string) {
	if c.foreign != nil {
		*c.foreign = append(*c.foreign, Foreign{what, name})
	}
}

// letsThrough tells whether a name that this package does not know may be known
// to a server all the same, and notes it; refusal is what a plain server says. A
// name of another generation is for callers to refuse.
func (c *context) letsThrough(what Construct, name string, refusal *Error) bool {
	if c.foreign == nil || refusal.Suggestion != "" || isMisspelt(name, refusal.candidates) || slices.Contains(ofElasticsearch[what], name) {
		return false
	}
	c.note(what, name)
	return true
}

// isMisspelt tells whether a name is likely meant to be one of those that are
// known: the server's own suggestions need more likeness ("trem" has none).
func isMisspelt(name string, names []string) bool {
	plain := strings.NewReplacer("_", "", "-", "", " ", "")
	written := plain.Replace(strings.ToLower(name))
	limit := 1
	if len(written) > 5 {
		limit = 2
	}
	return slices.ContainsFunc(names, func(known string) bool { return slips(written, plain.Replace(known)) <= limit })
}

// slips is how many characters are wrong, missing, too many or in the place of
// their neighbour.
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range y {
		rows[0][j+1] = j + 1
	}
	for i := range x {
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			rows[i+1][j+1] = min(rows[i][j+1]+1, rows[i+1][j]+1, rows[i][j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				rows[i+1][j+1] = min(rows[i+1][j+1], rows[i-1][j-1]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
