package documents

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// readURL takes the parameters that say what a body can say too.
func (a *asked) readURL(r *rest.Request) error {
	if q, err := queryOfURL(r); err != nil {
		return err
	} else if q != nil {
		a.body = orderedjson.Clone(a.body).(*orderedjson.Object)
		a.body.Set("query", q)
	}
	for _, name := range []string{"size", "from"} {
		n, err := r.Int(name, -1)
		if err != nil {
			return err
		}
		if r.Has(name) {
			a.body.Set(name, number(n))
		}
	}
	for _, name := range []string{"track_scores", "version", "seq_no_primary_term"} {
		if on, err := r.Bool(name, rest.OffByDefault); err != nil {
			return err
		} else if r.Has(name) {
			a.body.Set(name, on)
		}
	}
	if r.Has("track_total_hits") {
		total := r.Param("track_total_hits")
		if n, err := r.Int("track_total_hits", 0); err != nil && total != "true" && total != "false" && total != "" {
			return err
		} else if err == nil && n < -1 {
			return rest.IllegalArgument("[track_total_hits] parameter must be positive or equals to -1, got %s", total)
		}
		a.body.Set("track_total_hits", totalOfURL(total))
	}
	if sorts := sortOfURL(r.List("sort")); len(sorts) > 0 {
		a.body.Set("sort", append(asList(first(a.body, "sort")), sorts...))
	}
	a.readFields(r)
	a.readSource(r)
	return nil
}

// asList is a value as a list: none is empty, one alone is its only item.
func asList(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return slices.Clone(v)
	}
	return []any{v}
}

// readFields reads stored_fields, which stand for those of a body, and
// docvalue_fields, which are added to them.
func (a *asked) readFields(r *rest.Request) {
	if stored := r.List("stored_fields"); len(stored) > 0 {
		a.body.Set("stored_fields", texts(stored))
	}
	if more := r.List("docvalue_fields"); len(more) > 0 {
		a.body.Set("docvalue_fields", append(slices.Clone(a.body.Array("docvalue_fields")), texts(more)...))
	}
}

func totalOfURL(v string) any {
	if n, err := strconv.Atoi(v); err == nil {
		return number(n)
	}
	return v != "false"
}

// sortOfURL are FIELD and FIELD:ORDER; with another order than the two there are, it is
// left out (asked of 2.19.4).
func sortOfURL(keys []string) []any {
	sorts := []any{}
	for _, key := range keys {
		at := strings.LastIndexByte(key, ':')
		switch {
		case at < 0:
			sorts = append(sorts, key)
		case key[at+1:] == "asc" || key[at+1:] == "desc":
			sorts = append(sorts, rest.O(key[:at], rest.O("order", key[at+1:])))
		}
	}
	return sorts
}

func (a *asked) readSource(r *rest.Request) {
	includes, excludes := r.List("_source_includes"), r.List("_source_excludes")
	for _, v := range r.List("_source") {
		if v == "true" || v == "false" {
			a.body.Set("_source", v == "true")
			continue
		}
		includes = append(includes, v)
	}
	if len(includes)+len(excludes) > 0 {
		a.body.Set("_source", rest.O("includes", texts(includes), "excludes", texts(excludes)))
	}
}

func texts(list []string) []any {
	out := []any{}
	for _, x := range list {
		out = append(out, x)
	}
	return out
}

// queryOfURL is the query_string of the parameter q, nil without one.
func queryOfURL(r *rest.Request) (*orderedjson.Object, error) {
	if !r.Has("q") { // nobody reads the others then
		return nil, nil
	}
	options := rest.O()
	for _, m := range [][2]string{{"df", "default_field"}, {"analyzer", "analyzer"}, {"default_operator", "default_operator"}} {
		if v := r.Param(m[0]); v != "" {
			options.Set(m[1], v)
		}
	}
	for _, name := range []string{"lenient", "analyze_wildcard"} {
		if on, err := r.Bool(name, rest.OffByDefault); err != nil {
			return nil, err
		} else if r.Has(name) {
			options.Set(name, on)
		}
	}
	query := rest.O("query", r.Param("q"))
	for _, m := range options.Members() {
		query.Set(m.Key, m.Value)
	}
	return rest.O("query_string", query), nil
}
