package sequences

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// What no two servers have in common is left out of the comparison, each by a rule
// with its reason.

// chance are keys whose values a server makes up, or that tell of time, of disks or of
// when segments are merged.
var chance = []string{
	"took", "ingest_took", // time
	"uuid", "index_uuid", "index.uuid", "creation_date", "index.creation_date", "creation.date", "creation.date.string",
	"creation_date_string", "index.creation_date_string", // made up
	"node", "node_id", "_scroll_id", // made up
	"store.size", "pri.store.size", "docs.deleted", // disks, merges
	"epoch", "timestamp", // time
	"version_map_memory_in_bytes", "size_in_bytes",
}

// plain is an answer without what is left out.
func (c *comparer) plain(s Step, body any) any {
	v := c.without(body)
	if c.closed && (strings.HasPrefix(s.Path, "/_cluster/health") || strings.HasPrefix(s.Path, "/_cat/indices") && strings.Contains(s.Path, "health")) {
		return nil // see comparer.closed
	}
	if table, ok := v.(string); ok && strings.HasPrefix(s.Path, "/_cat/indices") && !strings.Contains(s.Path, "h=") {
		return c.firstColumns(table, strings.Contains(s.Path, "s=")) // others are ids and sizes
	}
	if o, ok := v.(*orderedjson.Object); ok && strings.Contains(s.Path, "_bulk") && strings.Contains(text(o), "pipeline with id") {
		byText(o.Array("items")) // those that fail by their pipeline fail as they come
	}
	if rows, ok := v.([]any); ok && strings.HasPrefix(s.Path, "/_cat/") && !strings.Contains(s.Path, "s=") {
		byText(rows) // a table's rows come as the cluster's state has them: by hash
	}
	return v
}

// inOrder is whether a table was asked for in an order.
type inOrder = bool

// firstColumns are the first three of each line of a table.
func (c *comparer) firstColumns(table string, sorted inOrder) string {
	var lines []string
	for line := range strings.Lines(table) {
		words := strings.Fields(line)
		words = words[:min(3, len(words))]
		if c.closed && len(words) > 0 {
			words[0] = "" // see comparer.closed
		}
		lines = append(lines, strings.Join(words, " "))
	}
	if !sorted {
		slices.Sort(lines) // rows come as the cluster's state has them: by hash
	}
	return strings.Join(lines, "\n")
}

func byText(list []any) {
	slices.SortFunc(list, func(a, b any) int { return cmp.Compare(text(a), text(b)) })
}

func (c *comparer) without(v any) any {
	switch v := v.(type) {
	case string:
		return c.plainText(v)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = c.without(x)
		}
		return out
	case *orderedjson.Object:
		return c.object(v)
	}
	return v
}

func (c *comparer) object(o *orderedjson.Object) any {
	out := orderedjson.NewObject()
	for _, m := range o.Members() {
		_, isObject := m.Value.(*orderedjson.Object)
		switch {
		case slices.Contains(chance, m.Key) && !isObject || c.closed && m.Key == "health":
		case c.replaced && (m.Key == "_score" || m.Key == "max_score"):
			// See comparer.replaced.
		case c.scattered && m.Key == "_seq_no":
			// See comparer.spread.
		default:
			out.Set(m.Key, c.without(m.Value))
		}
	}
	if hits := out.Array("hits"); len(hits) > 0 {
		out.Set("hits", c.hits(out, hits))
	}
	for _, kind := range []string{"index_templates", "component_templates"} {
		byText(out.Array(kind)) // they come by hash
	}
	if list := out.Array("failures"); len(list) > 1 {
		byText(list) // shards answer as they come
	}
	return out
}

// hits puts those in order that stand at one rank: a node has them in the order of its
// segments. Of the last rank of a page it is chance which are on it.
func (c *comparer) hits(around *orderedjson.Object, list []any) []any {
	rank := func(hit any) string {
		o, _ := hit.(*orderedjson.Object)
		if v, ok := o.Get("sort"); ok {
			return text(v)
		}
		score, _ := o.Get("_score")
		return text(score)
	}
	var out []any
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && rank(list[to]) == rank(list[from]) {
			to++
		}
		group := slices.Clone(list[from:to])
		byText(group)
		if to == len(list) && moreThan(around, len(list)) {
			group = []any{strconv.Itoa(len(group)) + " at this rank"}
		}
		out = append(out, group...)
		from = to
	}
	return out
}

// moreThan tells whether there are more hits than the page has.
func moreThan(around *orderedjson.Object, n int) bool {
	total := around.Object("total")
	if total == nil {
		return true // it was not counted
	}
	v, _ := total.Get("value")
	return text(v) != strconv.Itoa(n) || total.Text("relation") != "eq"
}

var (
	indexAndUUID = regexp.MustCompile(`/[A-Za-z0-9_-]{22}\]`)
	generatedID  = regexp.MustCompile(`[A-Za-z0-9_-]{20}($|\?)`)
	listOfAllow  = regexp.MustCompile(`allowed: \[[A-Z, ]+\]`)
	objectHash   = regexp.MustCompile(`@[0-9a-f]{6,8}\b`)
)

// plainText is a text without ids that were made up, and without the play's prefix.
func (c *comparer) plainText(s string) string {
	s = strings.ReplaceAll(s, c.prefix, Prefix)
	s = indexAndUUID.ReplaceAllString(s, "/<<uuid>>]")
	s = objectHash.ReplaceAllString(s, "@<<hash>>")
	s = listOfAllow.ReplaceAllStringFunc(s, func(found string) string {
		methods := strings.Split(strings.TrimSuffix(strings.TrimPrefix(found, "allowed: ["), "]"), ", ")
		slices.Sort(methods) // their order is the JVM's own
		return "allowed: [" + strings.Join(methods, ", ") + "]"
	})
	if len(s) == 20 && strings.ContainsAny(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") || strings.Contains(s, "/_doc/") {
		s = generatedID.ReplaceAllString(s, "<<id>>$1")
	}
	return s
}
