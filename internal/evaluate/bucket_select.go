package evaluate

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// selector is a bucket-level condition: the plugin puts it into the search, as an
// aggregation beside the others that is named by the trigger's id.
type selector struct {
	id     string
	parent string
	paths  []bucketPath
	zeros  bool
	filter *bucketFilter
	def    *orderedjson.Object // of the script
	script *painless.Script    // nil: does not compile
	now    func() int64
	speaks dialect.Dialect
}

func (r Request) newSelector(trigger *orderedjson.Object) (*selector, error) {
	// The plugin puts selectors into the search before it renders that, so they are
	// a part of the template (AggregationQueryRewriter and InputService, its source).
	condition, err := r.renderQuery(trigger.Object("condition"))
	if err != nil {
		return nil, fault.Unsupported("bucket condition that is no template")
	}
	s := &selector{id: trigger.Text("id"), parent: condition.Text("parent_bucket_path"),
		zeros: condition.Text("gap_policy") == "insert_zeros", speaks: r.Dialect, now: func() int64 { return r.Now.UnixMilli() }}
	if len(s.path()) > 2 {
		// The plugin looks for the first name at every step but the last (its source).
		return nil, fault.Unsupported("parent_bucket_path of more than two aggregations")
	}
	if strings.Contains(s.parent, ">") && strings.ContainsAny(s.parent, "[].") {
		return nil, fault.Unsupported("parent_bucket_path [%s]", s.parent)
	}
	v, _ := condition.Get("buckets_path")
	if s.paths, err = readPaths(v); err != nil {
		return nil, err
	}
	if s.filter, err = readFilter(condition); err != nil {
		return nil, err
	}
	source := condition.Text("script")
	if o := condition.Object("script"); o != nil {
		source, s.def = sourceOf(o), o
	}
	s.script, err = r.Dialect.Scripts.Compile(source, painless.BucketSelector)
	var refused *painless.CompileError
	if errors.As(err, &refused) {
		return s, nil
	}
	return s, unsupportedCondition(err)
}

// unsupportedCondition names what a script does that can't be run here; other
// errors are left as they are.
func unsupportedCondition(err error) error {
	var cannot *painless.UnsupportedError
	if errors.As(err, &cannot) {
		return fault.Unsupported("condition: %s", cannot.Construct)
	}
	return err
}

// apply runs the condition over the parent's buckets and puts its aggregation
// into the answer. Whatever goes wrong is errReduce: the whole search fails.
func (s *selector) apply(answer, definitions *orderedjson.Object) error {
	aggregations := answer.Object("aggregations")
	list, ok := bucketsOf(s.found(aggregations))
	if s.script == nil || !ok {
		return errReduce
	}
	if aggregations.Has(s.id) {
		return fault.Unsupported("trigger id [%s] that is an aggregation's name", s.id)
	}
	chosen := []any{}
	for i, bucket := range list {
		fires, err := s.chooses(bucket, belowOf(s.defined(definitions)))
		if err != nil {
			return err
		}
		if fires {
			chosen = append(chosen, json.Number(strconv.Itoa(i)))
		}
	}
	own := orderedjson.NewObject()
	own.Set("parent_bucket_path", s.parent)
	own.Set("bucket_indices", chosen)
	aggregations.Set(s.id, own)
	return nil
}

// path are the names that lead to the buckets.
func (s *selector) path() []string { return strings.Split(s.parent, ">") }

// found is the answer of the aggregation that has the buckets. One that stands
// above it has to have a single one (the plugin's source, not tried).
func (s *selector) found(aggregations *orderedjson.Object) *orderedjson.Object {
	at := aggregations
	for _, name := range s.path() {
		if at = at.Object(name); at == nil {
			return nil
		}
	}
	return at
}

// defined is that aggregation's definition.
func (s *selector) defined(definitions *orderedjson.Object) *orderedjson.Object {
	at := orderedjson.NewObject(orderedjson.Member{Key: "aggs", Value: definitions})
	for _, name := range s.path() {
		if at = belowOf(at).Object(name); at == nil {
			return nil
		}
	}
	return at
}

// bucketsOf are the buckets of an aggregation, whether they have names or not.
func bucketsOf(o *orderedjson.Object) (list []*orderedjson.Object, ok bool) {
	v, _ := o.Get("buckets")
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			bucket, _ := x.(*orderedjson.Object)
			list = append(list, bucket)
		}
		return list, true
	case *orderedjson.Object:
		for _, m := range v.Members() {
			bucket, _ := m.Value.(*orderedjson.Object)
			list = append(list, bucket)
		}
		return list, true
	}
	return nil, false
}

func (s *selector) chooses(bucket, below *orderedjson.Object) (bool, error) {
	if ok, err := s.filter.accepts(bucket); err != nil || !ok {
		return false, err
	}
	params := paramsOf(s.def)
	for _, p := range s.paths {
		x, err := bucketNumber(bucket, below, p.parts, s.zeros)
		if err != nil {
			return false, err
		}
		params.Put(p.name, x)
	}
	v, err := s.script.Run(painless.Bindings{Params: params, Now: s.now, JDK: s.speaks.JDK})
	var thrown *painless.RuntimeError
	if errors.As(err, &thrown) {
		return false, errReduce
	}
	return v == true, unsupportedCondition(err)
}

// choice are the buckets that a trigger finds in an answer which selectors were
// applied to.
func (s *selector) choice(answer *orderedjson.Object) ([]*Bucket, *javaFailure) {
	aggregations := answer.Object("aggregations")
	v, _ := s.found(aggregations).Get("buckets")
	list, ok := v.([]any)
	if !ok {
		return nil, notAList
	}
	var out []*Bucket
	for _, x := range aggregations.Object(s.id).Array("bucket_indices") {
		i, _ := strconv.Atoi(string(x.(json.Number)))
		content, _ := list[i].(*orderedjson.Object)
		keys, failure := bucketKeys(content, s.speaks)
		if failure != nil {
			return nil, failure
		}
		b := &Bucket{Parent: s.parent, Keys: keys, Content: content}
		if i := slices.IndexFunc(out, func(other *Bucket) bool { return other.Hash() == b.Hash() }); i >= 0 {
			out[i] = b // keys that hold a "#" may collide: the later one stays
			continue
		}
		out = append(out, b)
	}
	return out, nil
}
