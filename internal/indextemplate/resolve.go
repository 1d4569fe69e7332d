package indextemplate

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// dynamic is what an object does with a field that its mapping doesn't name.
type dynamic string

const (
	grows   dynamic = "true"
	keeps   dynamic = "false"
	refuses dynamic = "strict"
)

// resolved is how a field is indexed: declared, or as its first value makes it.
type resolved struct {
	def      *orderedjson.Object // nil: it isn't
	declared bool

	// within is what the object around does with new fields: keeps, too, where an object
	// above is not looked into; refuses where it refuses the document.
	within dynamic

	// flat is set where an object above is a flat_object; under is the path of one that
	// is no object at all.
	flat  bool
	under string
}

// jsonType is what a value is to a dynamic template.
type jsonType string

const (
	aString jsonType = "string"
	aDate   jsonType = "date" // a string that looks like one
	anObj   jsonType = "object"
)

// resolve finds how a field of a document comes to be indexed. value is what JSON has
// there.
func (s Shape) resolve(path string, value jsonType) resolved {
	at, mode := s.mapping, grows
	names := strings.Split(path, ".")
	for i, name := range names {
		mode = modeOf(at, mode)
		def := at.Object("properties").Object(name)
		if def == nil {
			return s.undeclared(path, names[i:], value, mode)
		}
		if i == len(names)-1 {
			return resolved{def: def, declared: true, within: mode}
		}
		switch kind := def.Text("type"); {
		case isOff(def, "enabled"):
			return resolved{within: keeps}
		case kind == "flat_object" || kind == "flattened":
			return resolved{within: keeps, flat: true}
		case kind != "" && kind != "object" && kind != "nested":
			return resolved{within: refuses, under: strings.Join(names[:i+1], ".")}
		}
		at = def
	}
	return resolved{within: mode}
}

// modeOf is what an object does with new fields; above is what the one around does.
func modeOf(def *orderedjson.Object, above dynamic) dynamic {
	v, ok := def.Get("dynamic")
	switch text := orderedjson.Plain(v); {
	case !ok || text == "":
		return above
	case strings.HasPrefix(text, "strict"):
		return refuses
	case strings.HasPrefix(text, "false"), text == "runtime":
		return keeps
	}
	return grows
}

func isOff(def *orderedjson.Object, key string) bool {
	v, ok := def.Get(key)
	return ok && orderedjson.Plain(v) == "false"
}

// undeclared is what a new field becomes: nothing, or what the first dynamic template
// that fits says, or the default. rest are the names that the mapping doesn't know.
func (s Shape) undeclared(path string, rest []string, value jsonType, mode dynamic) resolved {
	if mode != grows {
		return resolved{within: mode}
	}
	whole := strings.Split(path, ".")
	for i := len(whole) - len(rest); i < len(whole)-1; i++ { // objects on the way come to be, too
		o := s.byTemplate(strings.Join(whole[:i+1], "."), anObj)
		if o != nil && (isOff(o, "enabled") || modeOf(o, grows) != grows || o.Text("type") == "flat_object") {
			return resolved{within: keeps, flat: o.Text("type") == "flat_object"}
		}
	}
	if def := s.byTemplate(path, value); def != nil {
		return resolved{def: def, within: mode}
	}
	switch {
	case value == aDate && !isOff(s.mapping, "date_detection"):
		return resolved{def: object("type", "date"), within: mode}
	case value == anObj:
		return resolved{def: object("type", "object"), within: mode}
	}
	return resolved{def: object("type", "text", "fields", object("keyword", object("type", "keyword", "ignore_above", json.Number("256")))), within: mode}
}

// byTemplate is the definition that the first fitting dynamic template makes; nil where
// none fits.
func (s Shape) byTemplate(path string, value jsonType) *orderedjson.Object {
	if value == aDate && isOff(s.mapping, "date_detection") {
		value = aString
	}
	for _, x := range s.mapping.Array("dynamic_templates") {
		named, _ := x.(*orderedjson.Object)
		if named.Len() != 1 {
			continue
		}
		t := named.Object(named.Keys()[0])
		if !fits(t, path, value) {
			continue
		}
		def, _ := orderedjson.Clone(t.Object("mapping")).(*orderedjson.Object)
		if def == nil {
			def = orderedjson.NewObject()
		}
		if kind := def.Text("type"); kind == "" || kind == "{dynamic_type}" {
			def.Set("type", map[jsonType]string{aString: "text", aDate: "date", anObj: "object"}[value])
		}
		return def
	}
	return nil
}

func fits(t *orderedjson.Object, path string, value jsonType) bool {
	name := path[strings.LastIndexByte(path, '.')+1:]
	match := pattern.Star
	if t.Text("match_pattern") == "regex" {
		match = func(pattern, name string) bool {
			re, err := regexp.Compile("^(?:" + pattern + ")$")
			return err == nil && re.MatchString(name)
		}
	}
	says := func(key, text string, match func(pattern, name string) bool, otherwise bool) bool {
		patterns := texts(t, key)
		if len(patterns) == 0 {
			return otherwise
		}
		return slices.ContainsFunc(patterns, func(p string) bool { return match(p, text) })
	}
	kinds := texts(t, "match_mapping_type")
	return (len(kinds) == 0 || slices.Contains(kinds, string(value)) || slices.Contains(kinds, "*")) &&
		says("match", name, match, true) && !says("unmatch", name, match, false) &&
		says("path_match", path, pattern.Star, true) && !says("path_unmatch", path, pattern.Star, false)
}
