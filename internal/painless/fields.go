package painless

import (
	"errors"
	"fmt"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// Fields is a document as scripts see it in doc: the values of its fields.
type Fields interface {
	// Has tells whether the mapping has the field, with values or without.
	Has(name string) bool
	// Values gives a field's values, made by DocValues; nil for a field that the
	// mapping has not. An error that is an *UnsupportedError refuses; any other
	// is the message of an illegal_argument_exception.
	Values(name string) (*javavalue.List, error)
}

// FieldKind is how a field's values come to scripts.
type FieldKind int

// The kinds of values: int64, float64, string, bool, Date, string.
const (
	LongValues FieldKind = iota
	DoubleValues
	StringValues
	BooleanValues
	DateValues
	IPValues
	UnsignedLongValues
)

var fieldClasses = map[FieldKind]string{
	LongValues:         "org.opensearch.index.fielddata.ScriptDocValues$Longs",
	DoubleValues:       "org.opensearch.index.fielddata.ScriptDocValues$Doubles",
	StringValues:       "org.opensearch.index.fielddata.ScriptDocValues$Strings",
	BooleanValues:      "org.opensearch.index.fielddata.ScriptDocValues$Booleans",
	DateValues:         "org.opensearch.index.fielddata.ScriptDocValues$Dates",
	UnsignedLongValues: "org.opensearch.index.fielddata.ScriptDocValues$UnsignedLongs",
	IPValues:           "org.opensearch.index.mapper.IpFieldMapper$IpFieldType$IpScriptDocValues",
}

var fieldTypes = map[string]typ{
	"org.opensearch.index.fielddata.ScriptDocValues$Longs":                    "ScriptDocValues.Longs",
	"org.opensearch.index.fielddata.ScriptDocValues$Doubles":                  "ScriptDocValues.Doubles",
	"org.opensearch.index.fielddata.ScriptDocValues$Strings":                  "ScriptDocValues.Strings",
	"org.opensearch.index.fielddata.ScriptDocValues$Booleans":                 "ScriptDocValues.Booleans",
	"org.opensearch.index.fielddata.ScriptDocValues$Dates":                    "ScriptDocValues.Dates",
	"org.opensearch.index.fielddata.ScriptDocValues$UnsignedLongs":            "ScriptDocValues.UnsignedLongs",
	"org.opensearch.index.mapper.IpFieldMapper$IpFieldType$IpScriptDocValues": "IpFieldMapper.IpFieldType.IpScriptDocValues",
}

// DocValues makes the values of a field, in the order in which the index keeps
// them.
func DocValues(kind FieldKind, items []Value) *javavalue.List {
	return &javavalue.List{Items: items, ReadOnly: true, Class: fieldClasses[kind]}
}

// What scripts are told of a field without a value (asked of 2.19.4).
const noValue = "A document doesn't have a value for a field! Use doc[<field>].size()==0 to check if a document is missing a field!"

// docValuesMethod is what a field's values have that lists have not.
func docValuesMethod(l *javavalue.List, c *invocation) (Value, bool) {
	t := fieldTypes[l.Class]
	if t == "" {
		return nil, false
	}
	switch c.key() {
	case "getValue/0":
		if len(l.Items) == 0 && l.Class == fieldClasses[IPValues] {
			return nil, true
		}
		return docValue(l, 0, c), true
	case "get/1":
		return docValue(l, c.int(0), c), true
	case "add/1", "add/2", "set/2", "sort/1", "replaceAll/1":
		throw("java.lang.UnsupportedOperationException", "doc values are unmodifiable", c.offset)
	case "addAll/1":
		if len(itemsOf(c.arguments[0], c.offset)) > 0 {
			throw("java.lang.UnsupportedOperationException", "doc values are unmodifiable", c.offset)
		}
		return false, true
	case "clear/0":
		if len(l.Items) == 0 {
			return nil, true
		}
	case "removeIf/1", "removeAll/1", "retainAll/1":
		if len(l.Items) == 0 {
			return false, true
		}
	}
	return nil, false
}

// docValue is one value. The server keeps the values in an array that it uses
// again for the next document: what lies behind the last value is anything.
func docValue(l *javavalue.List, i int, c *invocation) Value {
	offset := c.offset
	switch {
	case len(l.Items) == 0 && l.Class == fieldClasses[IPValues]:
		refuse(offset, "an address of a document without one")
	case len(l.Items) == 0:
		throwFrom(valueCalls(l.Class, c.name), exception{class: "java.lang.IllegalStateException", message: noValue, offset: offset})
	case i >= len(l.Items) && l.Class == fieldClasses[DateValues]:
		throwBounds(fmt.Sprintf("attempted to fetch the [%d] date when there are only [%d] dates.", i, len(l.Items)), offset)
	case i < 0 || i >= len(l.Items):
		refuse(offset, "a field's value number %d of %d", i, len(l.Items))
	}
	return l.Items[i]
}

// valueLines are the lines of the server's code in which a field's values miss:
// of get and of getValue (script_stack on 2.19.4).
var valueLines = map[FieldKind][2]int{
	LongValues: {145, 139}, DoubleValues: {287, 281}, StringValues: {555, 571}, BooleanValues: {469, 463},
	DateValues: {191, 185}, UnsignedLongValues: {653, 647},
}

func valueCalls(class, method string) []string {
	for kind, lines := range valueLines {
		if fieldClasses[kind] != class {
			continue
		}
		calls := []string{fmt.Sprintf("%s.get(ScriptDocValues.java:%d)", class, lines[0])}
		if method == "getValue" {
			calls = append(calls, fmt.Sprintf("%s.getValue(ScriptDocValues.java:%d)", class, lines[1]))
		}
		return calls
	}
	return nil
}

// fieldMap is doc: a map that can only be asked for a field.
type fieldMap struct {
	fields Fields
	got    map[string]*javavalue.List
}

// JavaClass is the binary name.
func (*fieldMap) JavaClass() string { return "org.opensearch.search.lookup.LeafDocLookup" }
func (*fieldMap) painlessType() typ { return "Map" }

// JavaString has an address in Java.
func (*fieldMap) JavaString(javavalue.JDK) string {
	refuse(0, "doc as text")
	return ""
}

// JavaHash is by identity.
func (*fieldMap) JavaHash() int32 {
	refuse(0, "the hash of doc")
	return 0
}

// JavaEquals is by identity.
func (m *fieldMap) JavaEquals(other Value) bool {
	o, ok := other.(*fieldMap)
	return ok && o.fields == m.fields
}

func (m *fieldMap) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "get/1", "getOrDefault/2", "computeIfAbsent/2":
		return m.values(c, c.arguments[0]), true
	case "containsKey/1":
		return c.arguments[0] != nil && m.fields.Has(c.print(c.arguments[0])), true
	case "put/2":
		throwCast("class "+className(c.arguments[1])+" cannot be cast to class org.opensearch.index.fielddata.ScriptDocValues", c.offset)
	case "size/0", "isEmpty/0", "keySet/0", "values/0", "entrySet/0", "containsValue/1", "clear/0", "putAll/1", "remove/1", "forEach/1":
		throw("java.lang.UnsupportedOperationException", "", c.offset)
	}
	return nil, false
}

func (m *fieldMap) values(c *invocation, key Value) Value {
	if key == nil {
		throwNull(c.offset)
	}
	name := c.print(key)
	if l, ok := m.got[name]; ok {
		return l
	}
	l, err := m.fields.Values(name)
	var cannot *UnsupportedError
	switch {
	case errors.As(err, &cannot):
		refuse(c.offset, "%s", cannot.Construct)
	case err != nil:
		throwArgument(err.Error(), c.offset)
	case l == nil:
		throwFrom([]string{"org.opensearch.search.lookup.LeafDocLookup.get(LeafDocLookup.java:90)", "org.opensearch.search.lookup.LeafDocLookup.get(LeafDocLookup.java:56)"},
			exception{class: "java.lang.IllegalArgumentException", message: "No field found for [" + name + "] in mapping" + c.m.typesOfMapping(), offset: c.offset})
	}
	if m.got == nil {
		m.got = map[string]*javavalue.List{}
	}
	m.got[name] = l
	return l
}

// wideParams is params where the server puts the document beside what the script
// was given. A change would last for the documents that follow: it is refused.
type wideParams struct {
	given  *javavalue.Map
	b      *Bindings
	source Value
}

// JavaClass is the binary name.
func (*wideParams) JavaClass() string { return "org.opensearch.script.DynamicMap" }
func (*wideParams) painlessType() typ { return "Map" }

// JavaString has an address in Java.
func (*wideParams) JavaString(javavalue.JDK) string {
	refuse(0, "params as text")
	return ""
}

// JavaHash is by identity.
func (*wideParams) JavaHash() int32 {
	refuse(0, "the hash of params")
	return 0
}

// JavaEquals is by identity.
func (p *wideParams) JavaEquals(other Value) bool { return other == Value(p) }

func (p *wideParams) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "get/1", "getOrDefault/2":
		v, ok := p.get(c, c.arguments[0])
		if !ok && c.name == "getOrDefault" {
			return c.arguments[1], true
		}
		return v, true
	case "containsKey/1":
		_, ok := p.get(c, c.arguments[0])
		return ok, true
	case "isEmpty/0":
		return false, true
	case "size/0":
		n := 4
		for _, key := range []string{"doc", "_doc", "_source", "_fields"} {
			if _, ok := p.given.Get(key); ok {
				n--
			}
		}
		return int32(p.given.Len() + n), true
	}
	return nil, false
}

func (p *wideParams) get(c *invocation, key Value) (Value, bool) {
	switch key {
	case "doc", "_doc":
		return docOf(p.b), true
	case "_source":
		if p.source == nil {
			if p.b.Source == nil {
				refuse(c.offset, "params._source")
			}
			p.source = p.b.Source()
		}
		return p.source, true
	case "_fields":
		refuse(c.offset, "params._fields")
	}
	return p.given.Get(key)
}

// isMap tells whether a value is a map of any kind.
func isMap(v Value) bool {
	switch v := v.(type) {
	case *javavalue.Map:
		return true
	case typedObject:
		return assignable("Map", v.painlessType())
	}
	return false
}
