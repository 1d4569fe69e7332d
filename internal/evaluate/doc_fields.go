package evaluate

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// A document-level run asks no index: it renames the fields of the documents and
// of its queries, so that those of all monitors fit into one percolator, and
// percolates. Much of what surprises comes from the renaming, which knows leaves
// of the mapping only and works on the query's text (from source, and asked of the
// percolator of 2.19.4).

// renaming is how the fields of one monitored index are called in the percolator.
type renaming struct {
	suffix string   // "_<index>_<monitor>"
	paths  []string // the leaves of the index's mapping, in its order
	broken bool     // the mapping is one that the plugin can't read
}

// properties renames the leaves of {"properties": …}, and notes them.
func (r *renaming) properties(properties *orderedjson.Object, prefix string) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range properties.Members() {
		node, _ := orderedjson.Clone(m.Value).(*orderedjson.Object)
		path := prefix + m.Key
		kind := node.Text("type")
		switch {
		case kind != "" && kind != "nested":
			r.paths = append(r.paths, path)
			if target := node.Text("path"); target != "" { // of an alias
				node.Set("path", target+r.suffix)
			}
			out.Set(m.Key+r.suffix, node)
		case node.Object("properties") != nil:
			node.Set("properties", r.properties(node.Object("properties"), path+"."))
			out.Set(m.Key, node)
		default: // a nested object without fields: 2.19.4 stumbles (from source)
			r.broken = true
		}
	}
	return out
}

// withoutNested leaves nested objects at the top out, as the server does.
func withoutNested(properties *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range properties.Members() {
		if node, _ := m.Value.(*orderedjson.Object); node.Text("type") != "nested" {
			out.Set(m.Key, node)
		}
	}
	return out
}

// document renames the leaves of a document. What lies in a list is left as it is:
// only the list gets the new name.
func (r *renaming) document(source *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range source.Members() {
		inner, ok := m.Value.(*orderedjson.Object)
		switch {
		case ok:
			out.Set(m.Key, r.document(inner))
		case strings.HasSuffix(m.Key, r.suffix):
			out.Set(m.Key, m.Value)
		default:
			out.Set(m.Key+r.suffix, m.Value)
		}
	}
	return out
}

var blanks = pattern.New(`[ \t\n\x0B\f\r]+`)

// query renames the fields in a query's text: "name:" wherever it stands, be it
// in quotes, and the names behind _exists_. Blanks become single ones on the way.
func (r *renaming) query(text string) string {
	for _, path := range r.paths {
		text = r.exists(text, path)
		text = strings.ReplaceAll(text, path+":", path+r.suffix+":")
	}
	return text
}

func (r *renaming) exists(text, path string) string {
	segments := blanks.Split(strings.ReplaceAll(text, "_exists_: ", "_exists_:"), -1)
	for i, segment := range segments {
		if !strings.Contains(segment, "_exists_:") {
			continue
		}
		if _, value, _ := strings.Cut(strings.Trim(segment, "()"), ":"); value == path {
			segments[i] = strings.ReplaceAll(segment, path, path+r.suffix)
		}
	}
	return strings.Join(segments, " ")
}
