package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sortKey is one key of sort.
type sortKey struct {
	field    string // or _score, _doc, _id, _index, _seq_no
	desc     bool
	missing  any // nil or "_last", "_first", or a value
	mode     string
	unmapped string
	nested   *orderedjson.Object // path, filter; nil for none
	script   *scriptSort         // of _script
}

func readSorts(v any) ([]sortKey, error) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []sortKey
	for _, x := range list {
		k, err := readSort(x)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	if len(out) == 1 && out[0].field == "_score" && out[0].desc {
		return nil, nil // the default: no sort values are printed
	}
	return out, nil
}

func readSort(v any) (sortKey, error) {
	if text, ok := v.(string); ok {
		return sortKey{field: text, desc: text == "_score"}, nil
	}
	o, _ := v.(*orderedjson.Object)
	if o.Len() != 1 {
		return sortKey{}, fault.Unsupported("sort that is not one field")
	}
	if o.Has("_script") {
		return readScriptSort(o.Object("_script"))
	}
	k := sortKey{field: o.Keys()[0]}
	k.desc = k.field == "_score"
	if text := o.Text(k.field); text != "" {
		k.desc = text == "desc"
		return k, nil
	}
	for _, m := range o.Object(k.field).Members() {
		switch m.Key {
		case "order":
			k.desc = javaText(m.Value) == "desc"
		case "missing":
			k.missing = m.Value
		case "mode":
			k.mode = strings.ToLower(javaText(m.Value))
		case "unmapped_type":
			k.unmapped = javaText(m.Value)
		case "nested":
			k.nested, _ = m.Value.(*orderedjson.Object)
		default:
			return k, fault.Unsupported("sort with [%s]", m.Key)
		}
	}
	return k, nil
}

const (
	intValue valueKind = iota
	floatValue
	singleValue // a float, printed in single precision
	textValue
	ipValue
	unsignedValue // biased
)

// sorter computes one key's values on one shard.
type sorter struct {
	key   sortKey
	index string
	field *mapping.Field // nil: metadata or unmapped
	// script is that of _script; nil of other keys. query scores for it.
	script  *script
	query   query
	kind    valueKind
	below   *childSort // of nested; nil of others
	low     int64      // what missing whole numbers count as at either end
	high    int64
	wide    bool   // all whole numbers are sorted as long ones
	truths  bool   // search_after of a boolean may be a truth value
	shownAs string // the type whose format its values have
	shown   bool   // hits are asked for, and so sorted
}

func (s *shard) sorter(k sortKey) (*sorter, error) {
	if k.script != nil {
		return s.scriptSorter(k)
	}
	out := &sorter{key: k, index: s.Name, low: math.MinInt64, high: math.MaxInt64, wide: s.dialect.WideSorts, truths: s.dialect.AfterTruths}
	switch k.field {
	case "_score":
		out.kind = singleValue
		return out, nil
	case "_doc":
		out.low, out.high = math.MinInt32, math.MaxInt32
		return out, nil
	case "_id", "_index", "_seq_no":
		if !s.known(k.field) && k.unmapped == "" {
			return nil, s.noSortField(k.field)
		} else if !s.known(k.field) {
			break // sorted as any field that is not there
		}
		if out.kind = textValue; k.field == "_seq_no" {
			out.kind = intValue
		}
		return out, nil
	}
	if k.field == "_type" && s.dialect.MappingTypes && s.known(k.field) {
		out.kind = textValue
		return out, nil
	}
	out.field = s.field(k.field)
	fieldType := k.unmapped
	if out.field != nil {
		fieldType = out.field.Type
		if k.nested != nil { // looked at before the field is; of one that is not mapped, not at all
			if err := s.nestedSort(out); err != nil {
				return nil, err
			}
		}
		if out.field.Type == "flat_object" { // its doc values are looked at when it is known how
			if err := s.checkMode(out); err != nil {
				return nil, err
			}
		}
		if err := out.sortable(); err != nil {
			return nil, err
		}
		if err := s.checkMode(out); err != nil {
			return nil, err
		}
	} else if fieldType == "" {
		return nil, s.unsortable(k.field)
	} else if err := s.sortableUnmapped(out, fieldType); err != nil {
		return nil, err
	} else {
		fieldType = out.field.Type
	}
	if err := out.setKind(fieldType); err != nil {
		return nil, err
	}
	out.shownAs = fieldType
	if !s.computes(k) && fieldType != "scaled_float" {
		return out, out.checkMissing()
	}
	return out, nil
}

// checkMissing reads the value of missing, whether or not a document lacks the field. Of
// values that are computed it is read when hits are collected.
func (o *sorter) checkMissing() error {
	m := o.key.missing
	if o.field == nil || m == nil || m == "_first" || m == "_last" {
		return nil
	}
	_, err := o.stated(m)
	return err
}

func missingRead(sorters []*sorter) error {
	for _, o := range sorters {
		if err := o.checkMissing(); err != nil {
			return err
		}
	}
	return nil
}

// unsortable is the error of a sort on what is no field. Metadata that is not
// sorted on has no fielddata, but for _type, which is no field on 2.19.4.
func (s *shard) unsortable(path string) error {
	if o := s.Mapping.Object(path); o != nil && o.Nested {
		return fault.Unsupported("sort on [%s]", path)
	}
	if s.known(path) && path != "_type" {
		return fault.Illegal("Fielddata is not supported on field [%s] of type [%s]", path, path)
	}
	return s.noSortField(path)
}

func (s *shard) noSortField(path string) error {
	return s.queryError("No mapping found for ["+path+"] in order to sort on", nil)
}

func (o *sorter) setKind(fieldType string) error {
	switch fieldType {
	case "keyword", "text":
		o.kind = textValue
	case "ip":
		o.kind = ipValue
	case "double", "scaled_float":
		o.kind = floatValue
	case "float", "half_float":
		o.kind = singleValue
	case "unsigned_long":
		o.kind = unsignedValue
	case "integer", "short", "byte", "boolean", "token_count":
		if !o.wide {
			o.low, o.high = math.MinInt32, math.MaxInt32
		}
	case "long", "date", "date_nanos":
	default:
		return fault.Unsupported("sort with unmapped_type [%s]", fieldType)
	}
	return nil
}

// aggregatable refuses fields without doc values, in the server's words.
func aggregatable(f *mapping.Field) error {
	if f.IsText() && flag(f.Params, "fielddata") {
		return fault.Unsupported("fielddata of the text [%s]", f.Path)
	}
	if f.IsText() {
		return fault.Illegal("Text fields are not optimised for operations that require per-document field data like aggregations "+
			"and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set "+
			"fielddata=true on [%s] in order to load field data by uninverting the inverted index. Note that this can use significant memory.", f.Path)
	}
	if !f.DocValues {
		return fault.Illegal("Can't load fielddata on [%s] because fielddata is unsupported on fields of type [%s]. Use doc values instead.", f.Path, f.Type)
	}
	switch f.Type {
	case "date_nanos", "unsigned_long", "token_count", "flat_object", "wildcard", "constant_keyword", "geo_point", "binary":
		return fault.Unsupported("doc values of the %s [%s]", f.Type, f.Path)
	}
	if f.IsRange() {
		return fault.Unsupported("doc values of the %s [%s]", f.Type, f.Path)
	}
	return nil
}

// sortable refuses fields that can't be sorted on.
func (o *sorter) sortable() error {
	f := o.field
	switch {
	case f.Type == "geo_point":
		return fault.Illegal("can't sort on geo_point field without using specific sorting feature, like geo_distance")
	case f.Type == "flat_object" && f.Root == "":
		return fault.Illegal("Field [%s] of type [flat_object] does not support doc_value in root field", f.Path)
	case f.DocValues && (f.Type == "date_nanos" || f.Type == "token_count" || f.Type == "unsigned_long"):
		return nil
	}
	return aggregatable(f)
}

// before tells the order of two tuples of values under the keys: negative when a
// comes first.
func before(keys []sortKey, a, b []value) int {
	for i, k := range keys {
		if a[i].missing || b[i].missing {
			if a[i].missing == b[i].missing {
				continue
			}
			if a[i].missing && a[i].first || b[i].missing && !b[i].first {
				return -1
			}
			return 1
		}
		c := a[i].compare(b[i])
		if k.desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// compareShards is the order in which the server asks shards: first all that are
// the first of their index, by index, then the second ones.
func compareShards(a, b *shard) int {
	return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.Name, b.Name))
}

// byShard breaks ties as the server does: by shard, then by document.
func byShard(a, b hit) int {
	return cmp.Or(cmp.Compare(a.shard.place, b.shard.place), cmp.Compare(a.doc.ord, b.doc.ord))
}

// hit is a matching document.
type hit struct {
	shard *shard
	doc   *doc
	score float32
	sort  []value
	group bucketKey // what it is collapsed by
}

func sortHits(keys []sortKey, hits []hit) {
	slices.SortStableFunc(hits, func(a, b hit) int {
		if len(keys) > 0 {
			return cmp.Or(before(keys, a.sort, b.sort), byShard(a, b))
		}
		return cmp.Or(cmp.Compare(b.score, a.score), byShard(a, b))
	})
}
