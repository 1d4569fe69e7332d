// Package orderedjson holds JSON as the server and its users see it: object
// keys in the order they were written, numbers exactly as written (1.0 stays
// 1.0), no conversion through map[string]any or float64.
//
// A value is one of: nil, bool, string, json.Number, []any, *Object.
// It is the common currency of search bodies (querydsl), wire bodies and the
// sandbox. It must not know any of them.
package orderedjson

import (
	"encoding/json"
	"slices"
	"strconv"
)

// Member is one key of an object with its value.
type Member struct {
	Key   string
	Value any
}

// Object is a JSON object that keeps the order of its keys. Keys are unique.
// The zero value is an empty object; a nil *Object reads as an empty one.
type Object struct {
	members []Member
	// places are those of the keys, where Set made an object of many: looking through
	// all for each new one would take forever. nil where they are few, or not known.
	places map[string]int
}

// manyMembers is from when on Set keeps the places of keys.
const manyMembers = 64

// NewObject makes an object of members; of two members with one key the later
// one wins, in the place of the first.
func NewObject(members ...Member) *Object {
	o := &Object{}
	if len(members) > 1 {
		o.members = make([]Member, 0, len(members))
	}
	for _, m := range members {
		o.Set(m.Key, m.Value)
	}
	return o
}

// One makes an object of one member, which most clauses of searches are.
func One(key string, value any) *Object {
	return &Object{members: []Member{{Key: key, Value: value}}}
}

// OfDistinct makes an object of members whose keys are known to differ. It keeps the
// slice.
func OfDistinct(members []Member) *Object { return &Object{members: members} }

// Len is the number of keys.
func (o *Object) Len() int {
	if o == nil {
		return 0
	}
	return len(o.members)
}

// Members lists keys and values in order. The caller must not change it.
func (o *Object) Members() []Member {
	if o == nil {
		return nil
	}
	return o.members
}

// Keys lists the keys in order.
func (o *Object) Keys() []string {
	keys := make([]string, 0, o.Len())
	for _, m := range o.Members() {
		keys = append(keys, m.Key)
	}
	return keys
}

// Get returns the value under key, and whether the key is there (its value may
// be nil, JSON's null).
func (o *Object) Get(key string) (any, bool) {
	if i := o.index(key); i >= 0 {
		return o.members[i].Value, true
	}
	return nil, false
}

// Has tells whether key is there, be it with null.
func (o *Object) Has(key string) bool { return o.index(key) >= 0 }

// Set puts value under key: in place where the key exists, else at the end.
func (o *Object) Set(key string, value any) {
	if o.places == nil && len(o.members) >= manyMembers {
		o.places = make(map[string]int, 2*len(o.members))
		for i, m := range o.members {
			o.places[m.Key] = i
		}
	}
	if i := o.index(key); i >= 0 {
		o.members[i].Value = value
		return
	}
	if o.places != nil {
		o.places[key] = len(o.members)
	}
	o.members = append(o.members, Member{Key: key, Value: value})
}

// Delete removes key, if it is there.
func (o *Object) Delete(key string) {
	if i := o.index(key); i >= 0 {
		o.members, o.places = slices.Delete(o.members, i, i+1), nil
	}
}

func (o *Object) index(key string) int {
	if o == nil {
		return -1
	}
	if o.places != nil {
		if i, ok := o.places[key]; ok {
			return i
		}
		return -1
	}
	for i := range o.members {
		if o.members[i].Key == key {
			return i
		}
	}
	return -1
}

// Object returns the object under key, or nil where there is none or it is
// something else.
func (o *Object) Object(key string) *Object {
	v, _ := o.Get(key)
	child, _ := v.(*Object)
	return child
}

// Array returns the list under key, or nil where there is none or it is
// something else.
func (o *Object) Array(key string) []any {
	v, _ := o.Get(key)
	list, _ := v.([]any)
	return list
}

// Text returns the string under key, or "" where there is none or it is
// something else.
func (o *Object) Text(key string) string {
	v, _ := o.Get(key)
	text, _ := v.(string)
	return text
}

// MarshalJSON writes the object with its keys in order.
func (o *Object) MarshalJSON() ([]byte, error) { return Marshal(o) }

// UnmarshalJSON reads an object.
func (o *Object) UnmarshalJSON(data []byte) error {
	v, err := Parse(data)
	if err != nil {
		return err
	}
	read, ok := v.(*Object)
	if !ok {
		return &json.UnmarshalTypeError{Value: "no object", Offset: 0}
	}
	*o = *read
	return nil
}

// Clone copies a value with everything below it.
func Clone(v any) any {
	switch v := v.(type) {
	case *Object:
		if v == nil {
			return v
		}
		c := &Object{members: make([]Member, len(v.members))}
		for i, m := range v.members {
			c.members[i] = Member{Key: m.Key, Value: Clone(m.Value)}
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i := range v {
			c[i] = Clone(v[i])
		}
		return c
	default:
		return v
	}
}

// Plain is a value as settings have it: the text of a string, a boolean or a number; ""
// for any other.
func Plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	}
	return ""
}
