package search

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// lighting is how a field is highlighted.
type lighting struct {
	kind      string // unified, plain, fvh
	open, end string
	offset    int // max_analyzer_offset; -1: none
	anyField  bool
	query     *orderedjson.Object
}

// read takes the options of all fields, or of one.
func (o *lighting) read(from *orderedjson.Object) error {
	if o.kind == "" {
		o.kind = "unified"
	}
	for _, m := range from.Members() {
		switch tags := from.Array(m.Key); {
		case m.Key == "fields":
		case m.Key == "pre_tags" && len(tags) == 1:
			o.open = javaText(tags[0])
		case m.Key == "post_tags" && len(tags) == 1:
			o.end = javaText(tags[0])
		case m.Key == "type":
			o.kind = javaText(m.Value)
		case m.Key == "max_analyzer_offset":
			o.offset = integer(from, m.Key, -1)
		case m.Key == "require_field_match":
			o.anyField = javaText(m.Value) == "false"
		case m.Key == "highlight_query":
			o.query, _ = m.Value.(*orderedjson.Object)
		default:
			return fault.Unsupported("highlight with [%s]", m.Key)
		}
	}
	return nil
}

// litQueries are the queries that a highlight has of its own.
func litQueries(highlight *orderedjson.Object) []*orderedjson.Object {
	var out []*orderedjson.Object
	if q := highlight.Object("highlight_query"); q != nil {
		out = append(out, q)
	}
	for _, field := range highlight.Object("fields").Members() {
		options, _ := field.Value.(*orderedjson.Object)
		if q := options.Object("highlight_query"); q != nil {
			out = append(out, q)
		}
	}
	return out
}

// checkLit finds what is wrong with the queries of a highlight on a shard.
func (r *run) checkLit(s *shard) error {
	for _, body := range litQueries(r.highlight) {
		if _, err := s.compile(body); err != nil {
			return unwrapped(err)
		}
	}
	return nil
}

// checkLength refuses texts that would have to be analyzed again and are too long
// for that.
func (l *highlighter) checkLength(h hit, values []any) error {
	most := 1000000
	if n, err := strconv.Atoi(h.shard.Settings.Text("index.highlight.max_analyzed_offset")); err == nil {
		most = n
	}
	vectors := strings.Contains(l.field.Params.Text("term_vector"), "offsets")
	kept := vectors || l.field.Params.Text("index_options") == "offsets"
	if l.kind == "fvh" && l.field.Params.Text("term_vector") != "with_positions_offsets" {
		return fault.Unsupported("highlight of [%s] by [fvh], without vectors", l.field.Path)
	}
	if l.kind == "fvh" || l.kind == "unified" && kept || !l.field.IsText() {
		l.offset = -1 // nothing is analyzed again
		return nil
	}
	if l.offset > most {
		return fault.Illegal("max_analyzer_offset has exceeded [%d] - maximum allowed to be analyzed for highlighting. This maximum can be set by "+
			"changing the [index.highlight.max_analyzed_offset] index level setting. For large texts, indexing with offsets or term vectors is recommended!", most)
	}
	length := max(0, len(values)-1)
	for _, v := range values {
		length += len(javavalue.UTF16(javaText(v)))
	}
	if l.offset >= 0 || length <= most {
		return nil
	}
	doc, advice := strconv.Itoa(h.doc.ord), "indexing with offsets or term vectors is recommended!"
	if l.kind == "plain" {
		doc, advice = h.doc.top.ID, "indexing with offsets or term vectors, and highlighting with unified or fvh highlighter is recommended!"
	}
	return fault.Illegal("The length of [%s] field of [%s] doc of [%s] index has exceeded [%d] - maximum allowed to be analyzed for highlighting. "+
		"This maximum can be set by changing the [index.highlight.max_analyzed_offset] index level setting. For large texts, %s",
		l.field.Path, doc, h.shard.Name, most, advice)
}
