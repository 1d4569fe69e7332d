package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// source is one source of a composite aggregation.
type source struct {
	name     string
	kind     string // terms, histogram, date_histogram
	body     *orderedjson.Object
	desc     bool
	nulls    bool // missing_bucket
	rounding rounding
	format   *datetime.Format
}

// part is one source's part of a key; none is the null of missing_bucket.
type part struct {
	none bool
	key  bucketKey
}

func (a *aggregation) compositeSources() ([]source, error) {
	var out []source
	for _, x := range a.body.Array("sources") {
		named, _ := x.(*orderedjson.Object)
		if named.Len() != 1 {
			return nil, fault.Unsupported("composite source that is not one")
		}
		s := source{name: named.Keys()[0]}
		def := named.Object(s.name)
		if def.Len() != 1 {
			return nil, fault.Unsupported("composite source that is not one")
		}
		s.kind = def.Keys()[0]
		s.body = def.Object(s.kind)
		if err := s.read(); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (s *source) read() error {
	for _, m := range s.body.Members() {
		switch m.Key {
		case "field", "offset", "calendar_interval", "fixed_interval", "time_zone", "interval", "value_type":
		case "missing_bucket":
			s.nulls = m.Value == true
		case "order":
			s.desc = strings.EqualFold(javaText(m.Value), "desc")
		case "missing_order":
			if !strings.EqualFold(javaText(m.Value), "default") {
				return fault.Unsupported("composite source with [missing_order]")
			}
		case "format":
			var err error
			if s.format, err = datetime.Compile(javaText(m.Value)); err != nil {
				return err
			}
		default:
			return fault.Unsupported("composite source with [%s]", m.Key)
		}
	}
	switch s.kind {
	case "terms":
		if s.format != nil {
			return fault.Unsupported("composite source [terms] with [format]")
		}
	case "histogram":
		v, _ := s.body.Get("interval")
		interval, err := toFloat(v)
		if err != nil {
			return fault.Unsupported("histogram interval [%s]", javaText(v))
		}
		s.rounding = steps{interval: interval}
	case "date_histogram":
		var err error
		s.rounding, _, err = dateRounding(s.body)
		return err
	default:
		return fault.Unsupported("composite source [%s]", s.kind)
	}
	return nil
}

// parts are a document's values under the source. Observed on 2.19.4: a document
// counts once for each of its values, even in one bucket.
func (s source) parts(sh *shard, d *doc) []part {
	f := sh.field(s.body.Text("field"))
	var out []part
	switch s.kind {
	case "terms":
		for _, k := range allKeys(f, d) {
			out = append(out, part{key: k})
		}
	default:
		for _, x := range numbers(f, d) {
			key := bucketKey{kind: floatValue, f: s.rounding.down(x)}
			if s.kind == "date_histogram" {
				key = bucketKey{kind: intValue, i: int64(key.f)}
			}
			out = append(out, part{key: key})
		}
	}
	if len(out) == 0 && s.nulls {
		out = append(out, part{none: true})
	}
	return out
}

func (s source) print(f *mapping.Field, p part) any {
	switch {
	case p.none:
		return nil
	case s.kind == "date_histogram" && s.format != nil:
		_, zone, _ := dateRounding(s.body)
		return s.format.Print(p.key.i, zone)
	case f != nil && f.Type == "boolean":
		return p.key.i == 1
	case p.key.kind == intValue:
		return whole(p.key.i)
	case p.key.kind == floatValue:
		return double(p.key.f)
	case p.key.kind == ipValue:
		return mapping.PrintIP(p.key.text)
	}
	return p.key.text
}

// parse reads a part of "after".
func (s source) parse(f *mapping.Field, v any) (part, error) {
	switch {
	case v == nil:
		return part{none: true}, nil
	case s.kind == "date_histogram" && s.format != nil:
		ms, err := s.format.ParseMath(javaText(v), datetime.Context{})
		return part{key: bucketKey{kind: intValue, i: ms}}, err
	case f != nil && f.Type == "boolean":
		return part{key: bucketKey{kind: intValue, i: int64(boolInt(javaText(v) == "true"))}}, nil
	case f != nil && f.Type == "ip":
		ip, ok := mapping.ParseIP(javaText(v))
		if !ok {
			return part{}, notIP(javaText(v))
		}
		return part{key: bucketKey{kind: ipValue, text: ip}}, nil
	case f == nil || f.Type == "keyword":
		return part{key: bucketKey{kind: textValue, text: javaText(v)}}, nil
	case s.kind == "histogram" || slices.Contains(mapping.Decimals, f.Type):
		n, err := toFloat(v)
		return part{key: bucketKey{kind: floatValue, f: n}}, err
	}
	n, err := mapping.ParseNumber("long", v, true)
	return part{key: bucketKey{kind: intValue, i: n.Int}}, err
}
