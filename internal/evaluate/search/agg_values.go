package search

import (
	"math"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sourceType is what an aggregation takes its values for.
type sourceType int

const (
	bytesSource sourceType = iota
	numericSource
	dateSource
	booleanSource
	ipSource
)

// values are the values that an aggregation sees on a shard: a field's, or what
// stands for them where there are none.
type values struct {
	field  *mapping.Field // nil: not mapped here
	source sourceType
	format valueFormat
	absent *bucketKey // "missing"
	made   bool       // by a script, of numbers: lists of them are read as decimals
}

// empty tells whether there are no values at all: the field is not mapped, and
// nothing stands for it.
func (v *values) empty() bool { return v.field == nil && v.absent == nil }

// values resolves the aggregation's field on a shard.
func (a *aggregation) values(s *shard) (*values, error) {
	if v := a.resolved[s]; v != nil {
		return v, nil
	}
	v, err := a.readValues(s, a.body)
	if err != nil {
		return nil, err
	}
	if a.resolved == nil {
		a.resolved = map[*shard]*values{}
	}
	a.resolved[s] = v
	return v, nil
}

// unmappedSource is what an aggregation takes a field for that is not mapped.
func (a *aggregation) unmappedSource() sourceType {
	switch a.kind {
	case "sum", "avg", "min", "max", "stats", "extended_stats", "percentiles", "percentile_ranks", "median_absolute_deviation",
		"histogram", "range", "weighted_avg", "variable_width_histogram":
		return numericSource
	case "date_histogram", "date_range", "auto_date_histogram":
		return dateSource
	case "ip_range":
		return ipSource
	}
	return bytesSource
}

// readValues reads field, missing, value_type, format and time_zone of a source of
// values.
func (a *aggregation) readValues(s *shard, body *orderedjson.Object) (*values, error) {
	name := body.Text("field")
	if name == "" {
		return nil, fault.Unsupported("aggregation [%s] without a field", a.kind)
	}
	if name[0] == '_' && s.known(name) {
		return nil, fault.Unsupported("aggregation [%s] on [%s]", a.kind, name)
	}
	v := &values{field: s.field(name), source: a.unmappedSource()}
	if v.field != nil {
		if err := countable(v.field); err != nil {
			return nil, err
		}
		v.source = sourceOf(v.field)
		if err := a.checkUnsigned(v.field, s); err != nil {
			return nil, err
		}
	}
	if hint := body.Text("value_type"); hint != "" {
		if err := v.hinted(hint); err != nil {
			return nil, err
		}
	}
	var err error
	format, zone := body.Text("format"), body.Text("time_zone")
	if v.field != nil {
		v.format, err = fieldFormat(v.field, format, zone)
	} else {
		v.format, err = v.source.format(format, zone)
	}
	if err != nil {
		return nil, err
	}
	v.format.jdk = s.dialect.JDK
	return v, v.setAbsent(body, a.run)
}

func sourceOf(f *mapping.Field) sourceType {
	switch {
	case isNumber(f) || f.Type == "unsigned_long":
		return numericSource
	case f.Type == "date" || f.Type == "date_nanos":
		return dateSource
	case f.Type == "boolean":
		return booleanSource
	case f.Type == "ip":
		return ipSource
	}
	return bytesSource
}

// hinted takes value_type: it goes before the field's own type.
func (v *values) hinted(hint string) error {
	source, ok := map[string]sourceType{"string": bytesSource, "double": numericSource, "float": numericSource, "number": numericSource,
		"numeric": numericSource, "long": numericSource, "integer": numericSource, "short": numericSource, "byte": numericSource,
		"date": dateSource, "ip": ipSource, "boolean": booleanSource}[hint]
	if !ok {
		return fault.Unsupported("value_type [%s]", hint)
	}
	if v.field != nil && v.source != source {
		if numeric := source != bytesSource && source != ipSource; numeric && (v.source == bytesSource || v.source == ipSource) {
			return fault.Illegal("Expected numeric type on field [%s], but got [%s]", v.field.Path, v.field.Type)
		}
		return fault.Unsupported("value_type [%s] on a field of type [%s]", hint, v.field.Type)
	}
	v.source = source
	return nil
}

// format is how values are printed where the field is not mapped.
func (t sourceType) format(format, zone string) (valueFormat, error) {
	switch t {
	case numericSource:
		return numbersFormat(format)
	case dateSource:
		return datesFormat(nil, format, zone)
	case booleanSource:
		return valueFormat{kind: booleanFormat}, nil
	case ipSource:
		return valueFormat{kind: ipFormat}, nil
	}
	return valueFormat{}, nil
}

// setAbsent reads "missing".
func (v *values) setAbsent(body *orderedjson.Object, r *run) error {
	m, ok := body.Get("missing")
	if !ok || m == nil {
		return nil
	}
	text := textFor(m, r.dialect.JDK)
	switch v.source {
	case bytesSource:
		v.absent = &bucketKey{kind: textValue, text: text}
		return nil
	case ipSource:
		ip, ok := mapping.ParseIP(text)
		if !ok {
			return requestFault(notIP(text))
		}
		v.absent = &bucketKey{kind: ipValue, text: ip}
		return nil
	}
	x, err := v.format.parseFloat(text, datetime.Context{Now: r.now})
	if err != nil {
		return err
	}
	if v.field != nil && v.field.Type == "unsigned_long" {
		v.absent, err = unsignedKey(x)
		return err
	}
	v.absent = &bucketKey{kind: floatValue, f: x}
	if !v.floating() {
		v.absent = &bucketKey{kind: intValue, i: javaLong(x)}
	}
	return nil
}

// floating tells whether keys are doubles: the field's values are, or what stands
// for them has a fraction.
func (v *values) floating() bool {
	if v.source != numericSource {
		return false
	}
	return v.field != nil && isNumber(v.field) && !isWhole(v.field) || v.absent != nil && v.absent.kind == floatValue && v.absent.f != math.Trunc(v.absent.f)
}

func isWhole(f *mapping.Field) bool {
	return f.Type == "long" || f.Type == "integer" || f.Type == "short" || f.Type == "byte" || f.Type == "token_count"
}

// keys are a document's values, "missing" put in; numbers may come twice.
func (v *values) keys(d *doc) []bucketKey {
	list := allKeys(v.field, d)
	if len(list) == 0 && v.absent != nil {
		return []bucketKey{*v.absent}
	}
	if v.floating() && v.field != nil && (isWhole(v.field) || v.field.Type == "unsigned_long") {
		for i, k := range list {
			list[i] = bucketKey{kind: floatValue, f: k.number()}
		}
	}
	return list
}

// numbers are a document's values as doubles, "missing" put in.
func (v *values) numbers(d *doc) []float64 {
	if list := numbers(v.field, d); len(list) > 0 || v.absent == nil {
		return list
	}
	return []float64{v.absent.number()}
}

// number is a key as a double.
func (k bucketKey) number() float64 {
	switch k.kind {
	case intValue:
		return float64(k.i)
	case unsignedValue:
		return float64(mapping.Unbiased(k.i))
	}
	return k.f
}

// unsupportedSource is the refusal of a field whose type an aggregation does not
// take.
func (a *aggregation) unsupportedSource(v *values) error {
	what := "unmapped field"
	if v.field != nil {
		what = "Field [" + v.field.Path + "] of type [" + typeName(v.field) + "]"
	}
	return fault.Illegal("%s is not supported for aggregation [%s]", what, a.kind)
}
