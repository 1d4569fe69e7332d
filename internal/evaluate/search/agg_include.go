package search

import (
	"errors"
	"math/bits"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// accept tells which keys an aggregation takes; nil takes all.
type accept func(bucketKey) bool

// accepted reads include and exclude for the values of a shard: texts by a pattern,
// values by a list, or a part of all by their hashes.
func (a *aggregation) accepted(v *values) (accept, error) {
	include, _ := a.body.Get("include")
	exclude, _ := a.body.Get("exclude")
	if include == nil && exclude == nil {
		return nil, nil
	}
	_, pattern := include.(string)
	_, against := exclude.(string)
	texts := v.source == bytesSource || v.source == ipSource
	switch {
	case (pattern || against) && !texts:
		return nil, fault.New(500, "aggregation_execution_exception", "Aggregation [%s] cannot support regular expression style include/exclude settings "+
			"as they can only be applied to string fields. Use an array of numeric values for include/exclude clauses used to filter numeric fields", a.name)
	case (pattern || against) && v.source == ipSource:
		return nil, fault.New(500, "aggregation_execution_exception", "Aggregation [%s] cannot support regular expression style include/exclude settings "+
			"as they can only be applied to string fields. Use an array of values for include/exclude clauses", a.name)
	}
	if o, ok := include.(*orderedjson.Object); ok {
		return partition(o), nil
	}
	if a.revalued() && v.source == numericSource {
		if v.field != nil && !isNumber(v.field) {
			return nil, fault.Unsupported("aggregation [%s] with a list of values that a script makes of the %s [%s]", a.kind, v.field.Type, v.field.Path)
		}
		made := *v
		made.made = true
		v = &made
	}
	in, err := v.matcher(include, a.run.dialect)
	if err != nil {
		return nil, err
	}
	out, err := v.matcher(exclude, a.run.dialect)
	return func(k bucketKey) bool { return (in == nil || in(k)) && (out == nil || !out(k)) }, err
}

// matcher reads a list of values, or a pattern; nil for none.
func (v *values) matcher(x any, d dialect.Dialect) (accept, error) {
	if pattern, ok := x.(string); ok {
		r, err := compileRegexpWith(pattern, regexpOptions{flags: operatorsIn(d, allRegexpOptions)})
		if err = requestFault(err); err != nil {
			return nil, err
		}
		return func(k bucketKey) bool { return r.match(k.text) }, nil
	}
	list, ok := x.([]any)
	if !ok {
		return nil, nil
	}
	set := map[bucketKey]bool{}
	for _, x := range list {
		k, err := v.parseKey(javaText(x))
		if err != nil {
			return nil, err
		}
		set[k] = true
	}
	return func(k bucketKey) bool { return set[k] }, nil
}

// parseKey reads a text as one of the keys.
func (v *values) parseKey(text string) (bucketKey, error) {
	switch v.source {
	case bytesSource:
		return bucketKey{kind: textValue, text: text}, nil
	case ipSource:
		ip, ok := mapping.ParseIP(text)
		if !ok {
			return bucketKey{}, requestFault(notIP(text))
		}
		return bucketKey{kind: ipValue, text: ip}, nil
	}
	if v.floating() || v.made {
		x, err := parseJavaDouble(text)
		return bucketKey{kind: floatValue, f: x}, err
	}
	n, err := v.format.parseInt(text, datetime.Context{})
	return bucketKey{kind: intValue, i: n}, err
}

// partition takes the keys whose hash, divided, leaves the partition's number.
func partition(o *orderedjson.Object) accept {
	n, parts := int64(integer(o, "partition", 0)), int64(integer(o, "num_partitions", 1))
	return func(k bucketKey) bool {
		var hash int64
		switch k.kind {
		case intValue:
			hash = int64(mix(uint64(k.i)))
		case floatValue:
			hash = int64(mix(uint64(sortable(k.f))))
		default:
			hash = int64(int32(murmur32(k.text, 31)))
		}
		return mod(hash, parts) == n
	}
}

// murmur32 is MurmurHash3 x86 32.
func murmur32(text string, seed uint32) uint32 {
	const c1, c2 = 0xcc9e2d51, 0x1b873593
	h := seed
	at := 0
	for ; at+4 <= len(text); at += 4 {
		h ^= bits.RotateLeft32(uint32(littleEndian(text[at:at+4]))*c1, 15) * c2
		h = bits.RotateLeft32(h, 13)*5 + 0xe6546b64
	}
	if at < len(text) {
		h ^= bits.RotateLeft32(uint32(littleEndian(text[at:]))*c1, 15) * c2
	}
	h ^= uint32(len(text))
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return h ^ h>>16
}

// requestFault makes a cause, which has no status, an error of the request.
func requestFault(err error) error {
	var e *fault.Error
	if errors.As(err, &e) && e.Status == 0 {
		out := *e
		out.Status = 400
		return &out
	}
	return err
}
