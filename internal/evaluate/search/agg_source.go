package search

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// source is one source of a composite aggregation, an aggregation of its own kind:
// terms, histogram or date_histogram.
type source struct {
	*aggregation
	desc     bool
	nulls    bool   // missing_bucket
	resumed  bool   // "after" names a value of it
	absent   string // missing_order: first, last or default
	rounding rounding
}

// onePerBucket is whether a document counts once in a bucket, however often it has
// the bucket's value.
type onePerBucket bool

// part is one source's part of a key; none is the null of missing_bucket.
type part struct {
	none bool
	key  bucketKey
}

func (a *aggregation) compositeSources() ([]*source, error) {
	if a.composite != nil {
		return a.composite, nil
	}
	for _, x := range a.body.Array("sources") {
		named, _ := x.(*orderedjson.Object)
		if named.Len() != 1 {
			return nil, fault.Unsupported("composite source that is not one")
		}
		s := &source{aggregation: &aggregation{name: named.Keys()[0], run: a.run}}
		def := named.Object(s.name)
		if def.Len() != 1 {
			return nil, fault.Unsupported("composite source that is not one")
		}
		s.kind = def.Keys()[0]
		s.body = def.Object(s.kind)
		if err := s.read(); err != nil {
			return nil, err
		}
		a.composite = append(a.composite, s)
	}
	return a.composite, nil
}

func (s *source) read() error {
	err := s.known("field", "offset", "calendar_interval", "fixed_interval", "time_zone", "interval", "value_type", "missing_bucket", "order", "missing_order", "format")
	if err != nil {
		return err
	}
	s.nulls = flag(s.body, "missing_bucket")
	s.desc = strings.EqualFold(s.body.Text("order"), "desc")
	s.absent = strings.ToLower(s.body.Text("missing_order"))
	switch s.kind {
	case "terms":
		return nil
	case "histogram":
		v, _ := s.body.Get("interval")
		interval, err := toFloat(v)
		s.rounding = steps{interval: interval}
		return err
	case "date_histogram":
		if !s.body.Has("calendar_interval") && !s.body.Has("fixed_interval") && !s.body.Has("interval") {
			return nil // refused by the shard
		}
		s.rounding, _, err = dateRounding(s.body)
		return err
	}
	return fault.Unsupported("composite source [%s]", s.kind)
}

// check refuses what a shard refuses of a source.
func (s *source) check(sh *shard) error {
	if s.body.Text("field") == "" {
		return fault.New(500, "illegal_state_exception", "value source config is invalid; must have either a field or a script")
	}
	if s.kind == "date_histogram" && s.rounding == nil {
		return fault.Illegal("Invalid interval specified, must be non-null and non-empty")
	}
	if s.kind == "histogram" && s.rounding.(steps).interval <= 0 {
		return fault.Unsupported("composite source [histogram] without an interval")
	}
	if metadataField(s.body.Text("field")) {
		return nil
	}
	v, err := s.values(sh)
	if err != nil {
		return err
	}
	if s.kind != "terms" && !v.empty() && v.source != numericSource && v.source != dateSource {
		return s.unsupportedSource(v)
	}
	return nil
}

// format is how the source's keys are printed and read: dates as they are, unless
// a format is given.
func (s *source) format(sh *shard) valueFormat {
	v, err := s.values(sh)
	if err != nil || metadataField(s.body.Text("field")) {
		return valueFormat{}
	}
	if s.body.Text("format") == "" && (s.kind == "date_histogram" || s.kind == "terms" && v.source == dateSource) {
		return valueFormat{}
	}
	return v.format
}

// parts are a document's values under the source. Observed on 2.19.4: a document
// counts once for each of its values, even in one bucket.
func (s *source) parts(sh *shard, d *doc) ([]part, error) {
	keys, err := s.documentKeys(sh)
	if err != nil {
		return nil, err
	}
	list, err := keys(d)
	if err != nil {
		return nil, err
	}
	var out []part
	for _, k := range list {
		switch s.kind {
		case "histogram":
			k = bucketKey{kind: floatValue, f: s.rounding.down(k.number())}
		case "date_histogram":
			k = bucketKey{kind: intValue, i: javaLong(s.rounding.down(k.number()))}
		}
		out = append(out, part{key: k})
	}
	if len(out) == 0 && s.nulls {
		out = append(out, part{none: true})
	}
	return out, nil
}

// class is what kind of keys the source makes on a shard.
func (s *source) class(sh *shard) termsClass {
	if metadataField(s.body.Text("field")) {
		return textTerms
	}
	v, err := s.values(sh)
	switch {
	case err != nil:
		return unmappedTerms
	case s.kind == "histogram":
		return doubleTerms
	case s.kind == "date_histogram":
		return longTerms
	}
	return v.class()
}

// parse reads a part of "after" on a shard.
func (s *source) parse(sh *shard, v any) (part, error) {
	if v == nil {
		return part{none: true}, nil
	}
	format := s.format(sh)
	switch s.class(sh) {
	case doubleTerms:
		if n, ok := v.(json.Number); ok {
			x, err := toFloat(n)
			return part{key: bucketKey{kind: floatValue, f: x}}, err
		}
		x, err := format.parseFloat(javaText(v), datetime.Context{})
		return part{key: bucketKey{kind: floatValue, f: x}}, err
	case unsignedTerms:
		n, err := mapping.Unsigned(v, false)
		return part{key: bucketKey{kind: unsignedValue, i: mapping.Biased(n)}}, requestFault(err)
	case longTerms:
		if strings.Contains(javaText(v), "now") {
			return part{}, fault.Illegal("now() is not supported in [after] key")
		}
		n, err := format.parseInt(javaText(v), datetime.Context{})
		return part{key: bucketKey{kind: intValue, i: n}}, err
	}
	text, ok := v.(string)
	if !ok {
		return part{}, fault.Illegal("invalid value, expected string, got %s", javaClass(v))
	}
	k, err := (&values{source: map[bool]sourceType{true: ipSource, false: bytesSource}[format.kind == ipFormat]}).parseKey(text)
	return part{key: k}, err
}

// compare tells the order of two parts.
func (s *source) compare(a, b part) int {
	c := 0
	switch {
	case a.none && b.none:
		return 0
	case a.none || b.none:
		c = 1
		if a.none {
			c = -1
		}
		if s.absent == "first" {
			return c
		}
		if s.absent == "last" {
			return -c
		}
	default:
		c = a.key.compare(b.key)
	}
	if s.desc {
		return -c
	}
	return c
}

func compareParts(sources []*source, a, b []part) int {
	for i, s := range sources {
		if c := s.compare(a[i], b[i]); c != 0 {
			return c
		}
	}
	return 0
}

// product are all combinations of a document's values; those of the first source
// count once each where once is set.
func product(sources []*source, s *shard, d *doc, once onePerBucket) ([][]part, error) {
	rows := [][]part{nil}
	for i, src := range sources {
		list, err := src.parts(s, d)
		if err != nil {
			return nil, err
		}
		if i == 0 && once {
			list = distinctParts(list)
		}
		var next [][]part
		for _, p := range list {
			for _, row := range rows {
				next = append(next, append(slices.Clone(row), p))
			}
		}
		rows = next
	}
	return rows, nil
}
