// Package resource is what templates declare, whatever language they are in: resources
// with properties, each value with its place.
//
// Properties have the names that CloudFormation gives them. It must not know files, the
// languages of templates, or what the resources mean.
package resource

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
)

// Resource is one that a template declares.
type Resource struct {
	Type   string // CloudFormation's: AWS::CloudWatch::Alarm
	Label  string // the template's own name of it
	Ref    string // how other values refer to it
	Source convert.Source
	At     hcl.Range

	// Properties are a map.
	Properties Value

	// Condition is what decides whether there is such a resource at all, empty where
	// nothing does.
	Condition string
}

// Value is a value of a property.
type Value struct {
	Kind    Kind
	Text    string   // of a Text; of a Reference what it refers to; of an Unknown what it is made of, if that is known
	List    []Value  // of a List
	Members []Member // of a Map
	Why     string   // of an Unknown: a whole sentence
	At      hcl.Range
	source  convert.Source
}

// Member is a part of a map.
type Member struct {
	Key   string
	Value Value
}

// Kind is what a value is.
type Kind int

// The kinds of values.
const (
	Absent Kind = iota
	Text        // numbers and booleans, too
	List
	Map
	Reference // to something that has no value before the template is deployed
	Unknown   // that can't be told from the files
)

// Of makes a value at a place of a source.
func Of(kind Kind, text string, source convert.Source, at hcl.Range) Value {
	return Value{Kind: kind, Text: text, At: at, source: source}
}

// Get is a member of a map; an absent one stands at the map.
func (v Value) Get(key string) Value {
	for _, m := range v.Members {
		if m.Key == key {
			return m.Value
		}
	}
	return Value{Kind: Absent, At: v.At, source: v.source}
}

// Is tells whether a value is a text that is known, and that one.
func (v Value) Is(text string) bool { return v.Kind == Text && v.Text == text }

// Or is the text of a value, or another where it is absent.
func (v Value) Or(text string) string {
	if v.Kind == Absent {
		return text
	}
	return v.Text
}

// Same tells whether two values are one and the same: a text, a reference, or one that
// is made of references in the same way.
func (v Value) Same(other Value) bool {
	return v.Kind == other.Kind && (v.Kind == Text || v.Kind == Reference || v.Kind == Unknown && v.Text != "") && v.Text == other.Text
}

// Items are the elements of a list; a text or a reference is a list of itself.
func (v Value) Items() []Value {
	switch v.Kind {
	case List:
		return v.List
	case Absent:
		return nil
	default:
		return []Value{v}
	}
}

// Place is where a part of a text stands in the source, from one of its bytes to the
// end of the line. Escapes, quotes and line breaks of the template are gone through.
func (v Value) Place(offset int) hcl.Range {
	src, at := v.source.Text, v.At.Start.Byte
	if at >= len(src) || v.At.Filename == "" {
		return v.At
	}
	j := at
	for i := 0; i < offset && i < len(v.Text); {
		switch {
		case j >= len(src) || j > v.At.End.Byte+len(v.Text)*4+200:
			return v.At
		case src[j] == v.Text[i]:
			i, j = i+1, j+1
		case strings.IndexByte(" \t\r\n", v.Text[i]) >= 0:
			i++
		case strings.IndexByte(" \t\r\n\\'\"|>-<", src[j]) >= 0 || j < at+8:
			j++
		default:
			return v.At
		}
	}
	for offset < len(v.Text) && j < len(src) && src[j] != v.Text[offset] && strings.IndexByte(" \t\r\n\\'\"|>-<", src[j]) >= 0 {
		j++
	}
	return v.source.Range(j, j+1)
}

// Flat is a list without lists in it.
func (v Value) Flat() Value {
	var out []Value
	for _, item := range v.List {
		if item.Kind == List {
			out = append(out, item.Flat().List...)
		} else {
			out = append(out, item)
		}
	}
	v.List = out
	return v
}
