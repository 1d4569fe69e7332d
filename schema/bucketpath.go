package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// figure is the path within a bucket that a param of this name stands for where
// buckets_path is not written: the number of documents, or a figure.
func (p bucketParent) figure(name string) (path string, ok bool) {
	inner, _ := within(p.def)
	switch {
	case p.known && slices.Contains(figureKinds, aggregationKind(inner.Object(name))):
		return name, true
	case name == documentCount || name == "_count":
		return "_count", true
	}
	return "", false
}

// figures are all such names.
func (p bucketParent) figures() []string {
	names := []string{documentCount}
	inner, _ := within(p.def)
	for _, m := range inner.Members() {
		def, _ := m.Value.(*orderedjson.Object)
		if slices.Contains(figureKinds, aggregationKind(def)) && m.Key != documentCount {
			names = append(names, m.Key)
		}
	}
	return names
}

// bucketsPath reads buckets_path; nil where it can't be told.
func (b *monitorBlock) bucketsPath(parent bucketParent) map[string]string {
	v, ok := b.value("buckets_path")
	if !ok {
		return nil
	}
	plain, marks := v.UnmarkDeep()
	switch t := plain.Type(); {
	case hasSecret(marks):
		b.report("sensitive-value", b.at("buckets_path"), "buckets_path must not hold a secret, since it is printed and stored in clear. If it is none, use nonsensitive().")
		return nil
	case !plain.IsWhollyKnown():
		b.report("unknown-value", b.at("buckets_path"), "buckets_path must be known, but depends on %s. Give it a value.", missingIn(v))
		return nil
	case !t.IsObjectType() && !t.IsMapType():
		b.report("wrong-type", b.at("buckets_path"), "buckets_path must be texts by name, such as { count = \"_count\" }, and this is %s.", article(t))
		return nil
	}
	paths := map[string]string{}
	elements := plain.AsValueMap()
	for _, name := range slices.Sorted(maps.Keys(elements)) {
		at := place{elementOf(b.attributes["buckets_path"].Expr, name), b.block}
		if elements[name].IsNull() || elements[name].Type() != cty.String {
			b.report("wrong-type", at, "A path is a text, such as \"_count\".")
			continue
		}
		paths[name] = elements[name].AsString()
		if problem := parent.pathProblem(paths[name]); problem != "" {
			b.pathNowhere(problem, at)
		}
	}
	if len(paths) == 0 {
		b.report("bucket-path", b.at("buckets_path"), "buckets_path names nothing that the condition could read. Write { count = \"_count\" }, or leave it out.")
	}
	return paths
}

func (b *monitorBlock) pathNowhere(problem string, at place) {
	b.report("bucket-path", at, "%s The search would fail, and no trigger of the monitor ever alert (OpenSearch 3.5 would leave the path out).", problem)
}

func elementOf(expr hcl.Expression, key string) hcl.Range { return locate(expr, "/"+pointerKey(key)) }

// lastOfPath is the last name of a path with what is taken of it.
var lastOfPath = pattern.New(`^([^\[\].]+)(?:\.([^\[\].]+(?:\.\d+)?)|\[([^\[\]]+)\])?$`)

// pathProblem says what is the matter with a path within a bucket; "" where
// nothing is, or can't be told.
func (p bucketParent) pathProblem(path string) string {
	if !p.known {
		return ""
	}
	def := p.def
	parts := strings.Split(path, ">")
	for i, part := range parts {
		m := lastOfPath.FindStringSubmatch(part)
		if m == nil {
			return "" // quoted keys and the like are left to the server
		}
		name, property := m[1], m[2]+m[3]
		switch {
		case name == "_count" && property == "" && i == len(parts)-1:
			return ""
		case name == "_key":
			return "The key of a bucket is no number, so \"" + path + "\" leads to none."
		}
		inner, _ := within(def)
		def = inner.Object(name)
		if def == nil {
			return "Within a bucket there is no aggregation \"" + name + "\"." + hasFigures(name, inner.Keys())
		}
		if i == len(parts)-1 {
			return figureProblem(path, aggregationKind(def), property)
		}
	}
	return ""
}

func hasFigures(wanted string, there []string) string {
	if s := didYouMean(wanted, there); s != "" || len(there) == 0 {
		return s + " The number of documents is _count."
	}
	return hasOnly(wanted, there) + " The number of documents is _count."
}

// properties are what can be taken of aggregations with several numbers.
var properties = map[string][]string{
	"stats":          {"count", "min", "max", "avg", "sum"},
	"extended_stats": strings.Fields("count min max avg sum sum_of_squares variance variance_population variance_sampling std_deviation std_deviation_population std_deviation_sampling std_lower std_upper"),
}

// figureProblem looks at what a path takes of the aggregation at its end.
func figureProblem(path, kind, property string) string {
	switch known, several := properties[kind]; {
	case several && property == "":
		return "\"" + path + "\" are several numbers. Name one of them: " + path + "." + known[2] + "."
	case several && !slices.Contains(known, property):
		return "A " + kind + " has no \"" + property + "\"." + hasOnly(property, known)
	case (kind == "percentiles" || kind == "percentile_ranks") && property == "":
		return "\"" + path + "\" are several numbers. Name one of them, such as " + path + ".95."
	case slices.Contains(singleBucket, kind) && property == "":
		return "\"" + path + "\" is a bucket and no number. Name what is in it: " + path + ">_count for its documents."
	case slices.Contains(figureKinds, kind) && property != "" && property != "value":
		return "\"" + strings.TrimSuffix(strings.TrimSuffix(path, "."+property), "["+property+"]") + "\" is one number, and has no \"" + property + "\"."
	case kind == "top_hits":
		return "\"" + path + "\" are documents and no number."
	}
	return ""
}
