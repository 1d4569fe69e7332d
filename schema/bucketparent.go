package schema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bucketParent is the aggregation whose buckets a trigger looks at.
type bucketParent struct {
	path    string
	pointer string // where it stands in the search body
	kind    string // such as composite
	def     *orderedjson.Object
	known   bool // it was found, so that more can be said of it
}

// keyless are the aggregations whose buckets have no key that is a text, and what
// is the matter with each (observed on 2.19.4: bucket/histogram, bucket/filters).
var keyless = map[string]string{
	"histogram": "numbers", "date_histogram": "numbers", "auto_date_histogram": "numbers", "variable_width_histogram": "numbers",
	"filters": "names",
}

// withBuckets are the aggregations whose buckets triggers can look at.
var withBuckets = strings.Fields(`composite terms multi_terms significant_terms significant_text rare_terms
	range date_range ip_range geo_distance geohash_grid geotile_grid geohex_grid adjacency_matrix`)

// singleBucket are those that have one bucket, in which others stand.
var singleBucket = strings.Fields("filter global missing nested reverse_nested sampler diversified_sampler children parent")

// figureKinds are those that are one number.
var figureKinds = strings.Fields(`sum avg min max cardinality value_count median_absolute_deviation weighted_avg
	bucket_script cumulative_sum derivative moving_fn serial_diff`)

// aggregationKind is what an aggregation is; "" where that can't be told.
func aggregationKind(def *orderedjson.Object) string {
	for _, key := range def.Keys() {
		if key != "meta" && key != "aggs" && key != "aggregations" {
			return key
		}
	}
	return ""
}

// within are the aggregations below one, or of a search body, and the key that
// they stand under.
func within(def *orderedjson.Object) (inner *orderedjson.Object, key string) {
	for _, key := range []string{"aggregations", "aggs"} {
		if inner := def.Object(key); inner != nil {
			return inner, key
		}
	}
	return nil, ""
}

// parentBuckets finds the aggregation that parent_bucket_path names, or the only
// one that there is.
func (b *monitorBlock) parentBuckets(query *queryFacts, at place) bucketParent {
	if _, there := b.attributes["parent_bucket_path"]; there {
		text, ok := b.plainText("parent_bucket_path")
		if !ok || !b.notBlank("parent_bucket_path", text) {
			return bucketParent{}
		}
		if query == nil || query.body == nil {
			return bucketParent{path: text}
		}
		return b.namedParent(text, query, b.at("parent_bucket_path"))
	}
	if query == nil || query.body == nil {
		return bucketParent{}
	}
	top, key := within(query.body)
	var able []string
	for _, m := range top.Members() {
		def, _ := m.Value.(*orderedjson.Object)
		kind := aggregationKind(def)
		if keyed, _ := def.Object(kind).Get("keyed"); slices.Contains(withBuckets, kind) && keyed != true {
			able = append(able, m.Key)
		}
	}
	switch {
	case len(able) == 1:
		return b.namedParent(able[0], query, at)
	case len(able) > 1:
		b.report("bucket-parent", at, "The query has several aggregations with buckets. Say which this trigger looks at: parent_bucket_path = %s.", oneOf(quoted(able)))
	case top.Len() > 0 && !isUnknownObject(query.body, key):
		b.report("bucket-parent", at, "None of the query's aggregations has buckets that a trigger can look at: that is composite, terms, multi_terms and ranges. Add one, or group_by to the query.")
	case !isUnknownObject(query.body, "aggregations"):
		b.report("bucket-parent", at, "The query has no aggregation, so there are no buckets. Add group_by = [\"a.field\"] to the query, or an aggregation.")
	}
	return bucketParent{}
}

// isUnknownObject tells whether a member of a body has no value in this run.
func isUnknownObject(body *orderedjson.Object, key string) bool {
	v, _ := body.Get(key)
	return holdsUnknown(v)
}

// namedParent finds an aggregation by its path.
func (b *monitorBlock) namedParent(path string, query *queryFacts, at place) bucketParent {
	parent := bucketParent{path: path, def: query.body}
	for i, name := range strings.Split(path, ">") {
		inner, key := within(parent.def)
		if i > 0 && !slices.Contains(singleBucket, parent.kind) {
			b.report("bucket-parent", at, "Only through an aggregation of one bucket, such as filter or nested, a path can lead on. Name %q alone.", strings.SplitN(path, ">", 2)[0])
			return bucketParent{path: path}
		}
		def := inner.Object(name)
		if def == nil {
			if v, _ := parent.def.Get("aggregations"); !holdsUnknown(v) {
				b.report("bucket-parent", at, "The query has no aggregation %q, so this trigger never alerts.%s", name, hasOnlyOf(name, inner.Keys()))
			}
			return bucketParent{path: path}
		}
		parent.pointer += "/" + key + "/" + pointerKey(name)
		parent.def, parent.kind = def, aggregationKind(def)
	}
	keyed, _ := parent.def.Object(parent.kind).Get("keyed")
	switch what := keyless[parent.kind]; {
	case what == "names" || keyed == true:
		b.report("bucket-parent", at, "The buckets of %q have names for keys and are no list: the trigger would fail, and never alert. Use composite, terms, multi_terms or ranges without keyed.", path)
	case what != "":
		b.report("bucket-parent", at, "The keys of a %s are %s: the trigger would fail, and never alert. A composite aggregation takes a histogram as a source.", parent.kind, what)
	case slices.Contains(singleBucket, parent.kind), slices.Contains(figureKinds, parent.kind), parent.kind == "stats", parent.kind == "extended_stats", parent.kind == "percentiles", parent.kind == "top_hits":
		b.report("bucket-parent", at, "%q is a %s and has no list of buckets: this trigger would never alert. Name a composite, terms, multi_terms or range aggregation.", path, parent.kind)
	default:
		parent.known = true
		b.checkKeys(parent, query)
	}
	return parent
}

func hasOnlyOf(wanted string, there []string) string {
	if len(there) == 0 {
		return " It has none: add aggregations, or group_by."
	}
	return hasOnly(wanted, there)
}

// checkKeys looks for keys on which triggers fail.
func (b *monitorBlock) checkKeys(parent bucketParent, query *queryFacts) {
	if topOnly := []string{"terms", "multi_terms", "significant_terms"}; slices.Contains(topOnly, parent.kind) && !parent.def.Object(parent.kind).Has("size") {
		b.report("few-buckets", query.at(parent.pointer+"/"+parent.kind), "Without size this aggregation has ten buckets, those with the most documents, and of all others this trigger never hears. Write size, or make the buckets by group_by: that finds all of them.")
	}
	if parent.kind != "composite" {
		return
	}
	for _, s := range compositeSources(parent.def) {
		pointer := parent.pointer + "/composite/sources/" + s.index + "/" + pointerKey(s.name) + "/" + s.kind
		if missing, _ := s.def.Get("missing_bucket"); missing == true {
			b.report("null-bucket-key", query.at(pointer+"/missing_bucket"), "Documents without %s make a bucket whose key is null. From OpenSearch 2 on the trigger then fails as a whole, and alerts for no bucket. Take missing_bucket out, and look for such documents by another monitor.", s.def.Text("field"))
		}
		if (s.kind == "histogram" || s.kind == "date_histogram" && !s.def.Has("format")) && b.speaks("opensearch-1.3") {
			b.report("key-type", query.at(pointer), "The keys of this source are numbers, on which OpenSearch 1.3 fails: nothing would alert. Give a date_histogram a format, so that its keys are texts.")
		}
	}
}

// compositeSource is one source of a composite aggregation.
type compositeSource struct {
	index, name, kind string
	def               *orderedjson.Object
}

// compositeSources are the sources of a composite aggregation, in their order.
func compositeSources(def *orderedjson.Object) []compositeSource {
	var out []compositeSource
	v, _ := def.Object("composite").Get("sources")
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
	}
	for i, element := range list {
		o, _ := element.(*orderedjson.Object)
		for _, m := range o.Members() {
			source, _ := m.Value.(*orderedjson.Object)
			for _, inner := range source.Members() {
				if def, ok := inner.Value.(*orderedjson.Object); ok {
					out = append(out, compositeSource{index: strconv.Itoa(i), name: m.Key, kind: inner.Key, def: def})
				}
			}
		}
	}
	return out
}
