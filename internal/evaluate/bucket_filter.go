package evaluate

import (
	"regexp"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// bucketFilter is filter or composite_agg_filter of a condition: which buckets
// come to the script at all.
type bucketFilter struct {
	plain    *includeExclude            // filter
	bySource map[string]*includeExclude // composite_agg_filter
}

type includeExclude struct{ include, exclude func(string) bool }

func (f *includeExclude) accepts(text string) bool {
	return (f.include == nil || f.include(text)) && (f.exclude == nil || !f.exclude(text))
}

// readFilter reads a condition's filter; nil where it has none.
func readFilter(condition *orderedjson.Object) (*bucketFilter, error) {
	if o := condition.Object("filter"); o != nil {
		f, err := readIncludeExclude(o)
		return &bucketFilter{plain: f}, err
	}
	o := condition.Object("composite_agg_filter")
	if o == nil {
		return nil, nil
	}
	out := &bucketFilter{bySource: map[string]*includeExclude{}}
	for _, m := range o.Members() {
		def, _ := m.Value.(*orderedjson.Object)
		f, err := readIncludeExclude(def)
		if err != nil {
			return nil, err
		}
		out.bySource[m.Key] = f
	}
	return out, nil
}

func readIncludeExclude(o *orderedjson.Object) (*includeExclude, error) {
	out := &includeExclude{}
	for _, m := range o.Members() {
		match, err := readMatcher(m.Value)
		if err != nil {
			return nil, err
		}
		switch m.Key {
		case "include":
			out.include = match
		case "exclude":
			out.exclude = match
		default:
			return nil, fault.Unsupported("filter of buckets with [%s]", m.Key)
		}
	}
	return out, nil
}

// common are the patterns that mean the same in Lucene and in Go.
var common = pattern.New(`^([\p{L}\p{N}_\-:/,= .*+?|()']|\[\^?[\p{L}\p{N}_\-:/,= .]+\])+$`)

// readMatcher reads a list of values, or a regular expression over the whole key.
func readMatcher(v any) (func(string) bool, error) {
	if list, ok := v.([]any); ok {
		values := map[string]bool{}
		for _, x := range list {
			text, ok := x.(string)
			if !ok {
				return nil, fault.Unsupported("filter of buckets by a value that is no text")
			}
			values[text] = true
		}
		return func(s string) bool { return values[s] }, nil
	}
	text, _ := v.(string)
	if !common.MatchString(text) || strings.Contains(text, "()") || strings.Contains(text, "(?") {
		return nil, fault.Unsupported("filter of buckets by the pattern [%v]", v)
	}
	re, err := regexp.Compile(`(?s)\A(?:` + text + `)\z`)
	if err != nil {
		return nil, fault.Unsupported("filter of buckets by the pattern [%s]", text)
	}
	return re.MatchString, nil
}

// accepts tells whether a bucket passes. Observed on 2.19.4: filter over a
// composite, and composite_agg_filter over anything else, make the search fail; a
// source that composite_agg_filter leaves out lets no bucket pass.
func (f *bucketFilter) accepts(bucket *orderedjson.Object) (bool, error) {
	if f == nil {
		return true, nil
	}
	key, _ := bucket.Get("key")
	if f.plain != nil {
		switch key := key.(type) {
		case string:
			return f.plain.accepts(key), nil
		case *orderedjson.Object:
			return false, errReduce
		}
		return false, fault.Unsupported("filter of buckets whose keys are no texts")
	}
	sources, ok := key.(*orderedjson.Object)
	if !ok {
		return false, errReduce
	}
	for _, m := range sources.Members() {
		if f.bySource[m.Key] == nil {
			return false, nil
		}
	}
	for _, m := range sources.Members() {
		text, ok := m.Value.(string)
		if !ok {
			return false, fault.Unsupported("composite_agg_filter of keys that are no texts")
		}
		if !f.bySource[m.Key].accepts(text) {
			return false, nil
		}
	}
	return true, nil
}
