package mapping

import (
	"regexp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// dynamicTemplate decides the definition of new fields.
type dynamicTemplate struct {
	name                                   string
	match, unmatch, pathMatch, pathUnmatch *string // nil: not said
	matchType                              string
	regex                                  bool
	mapping                                *orderedjson.Object
	compiled                               map[string]*regexp.Regexp // of regex: the patterns, of a whole text
}

func (m *Mapping) declareTemplates(value any) error {
	list, ok := value.([]any)
	if !ok {
		return fault.New(400, "mapper_parsing_exception", "Dynamic template syntax error. An array of named objects is expected.")
	}
	m.templates = nil
	printed := []any{}
	for _, entry := range list {
		named, ok := entry.(*orderedjson.Object)
		if !ok || named.Len() != 1 {
			return fault.New(400, "mapper_parsing_exception", "A dynamic template must be defined with a name")
		}
		name := named.Keys()[0]
		t, err := readTemplate(name, named.Object(name))
		if err != nil {
			return err
		}
		m.templates = append(m.templates, t)
		printed = append(printed, t.print(named.Object(name)))
	}
	m.options.Set("dynamic_templates", printed)
	return nil
}

func readTemplate(name string, def *orderedjson.Object) (dynamicTemplate, error) {
	t := dynamicTemplate{name: name, compiled: map[string]*regexp.Regexp{}}
	for _, d := range def.Members() {
		text := javaText(d.Value)
		if d.Value == nil && d.Key != "mapping" {
			return t, fault.Unsupported("dynamic template whose [%s] is null", d.Key)
		}
		switch d.Key {
		case "match":
			t.match = &text
		case "unmatch":
			t.unmatch = &text
		case "path_match":
			t.pathMatch = &text
		case "path_unmatch":
			t.pathUnmatch = &text
		case "match_mapping_type":
			t.matchType = text
		case "match_pattern":
			t.regex = text == "regex"
		case "mapping":
			t.mapping, _ = d.Value.(*orderedjson.Object)
		default:
			return t, misread(fault.New(0, "illegal_argument_exception", "Illegal dynamic template parameter: [%s]", d.Key))
		}
	}
	if t.matchType == "" && t.match == nil && t.pathMatch == nil {
		return t, fault.New(400, "mapper_parsing_exception", "template must have match, path_match or match_mapping_type set %s", javaText(def))
	}
	return t, t.check(def)
}

// print writes a template as the server does: every pattern is one text, a list too
// (observed on 1.3.14, 2.19.4 and 3.5.0), and the usual kind of pattern isn't told.
func (t dynamicTemplate) print(def *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, d := range def.Members() {
		switch {
		case d.Key == "mapping":
			out.Set(d.Key, d.Value)
		case d.Key != "match_pattern" || t.regex:
			out.Set(d.Key, javaText(d.Value))
		}
	}
	return orderedjson.NewObject(orderedjson.Member{Key: t.name, Value: out})
}

var matchTypes = []string{"object", "string", "long", "double", "boolean", "date", "binary"}

// check refuses templates without a mapping, and with patterns that are none; it compiles
// the others.
func (t dynamicTemplate) check(def *orderedjson.Object) error {
	bad := func(format string, args ...any) error {
		return misread(fault.New(0, "illegal_argument_exception", format, args...))
	}
	pattern := def.Text("match_pattern")
	switch {
	case t.mapping == nil:
		return fault.New(400, "mapper_parsing_exception", "template must have mapping set")
	case t.matchType != "" && t.matchType != "*" && !slices.Contains(matchTypes, t.matchType):
		return bad("No field type matched on [%s], possible values are [%s]", t.matchType, strings.Join(matchTypes, ", "))
	case pattern != "" && pattern != "simple" && pattern != "regex":
		return bad("No matching pattern matched on [%s]", pattern)
	case !t.regex:
		return nil
	}
	for _, p := range []*string{t.match, t.unmatch, t.pathMatch, t.pathUnmatch} {
		if p == nil {
			continue
		}
		if javaOnly.MatchString(*p) {
			return fault.Unsupported("regular expression [%s] of the dynamic template [%s]", *p, t.name)
		}
		if _, err := regexp.Compile(*p); err != nil && p == t.match {
			return bad("Pattern [%s] of type [regex] is invalid. Cannot create dynamic template [%s].", *p, t.name)
		} else if err != nil {
			return fault.Unsupported("regular expression [%s] of the dynamic template [%s]", *p, t.name)
		}
		t.compiled[*p] = regexp.MustCompile("^(?:" + *p + ")$")
	}
	return nil
}

// javaOnly is what regular expressions of Java have, and those of Go have not, or otherwise:
// looks around, references, possessive counts, classes within classes, words for classes.
var javaOnly = pattern.New(`\(\?([=!>]|<[=!])|\\[1-9kGhHRvVXZ]|[*+?}]\+|&&|\[[^\]]*\[|\\[pP]\{`)

func (t dynamicTemplate) fits(name, full, kind string) bool {
	switch {
	case t.pathMatch != nil && !t.hit(*t.pathMatch, full),
		t.match != nil && !t.hit(*t.match, name),
		t.pathUnmatch != nil && t.hit(*t.pathUnmatch, full), t.unmatch != nil && t.hit(*t.unmatch, name),
		t.matchType != "" && t.matchType != "*" && t.matchType != kind:
		return false
	}
	return true
}

func (t dynamicTemplate) hit(pattern, text string) bool {
	if t.regex {
		return t.compiled[pattern].MatchString(text)
	}
	return SimpleMatch(pattern, text)
}

// SimpleMatch is a match where * stands for any text and nothing else is special.
var SimpleMatch = pattern.Star
