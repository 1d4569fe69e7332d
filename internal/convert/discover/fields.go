package discover

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/pattern"
)

// whole are clauses that compare what is in the index as it is; words those that make
// words of their text first, as the field does.
var (
	whole = []string{"term", "terms", "prefix", "wildcard", "regexp", "fuzzy"}
	words = []string{"match", "match_phrase", "match_phrase_prefix"}
)

// fields looks at each clause of a query for fields in which it can't find what it looks
// for.
func (c *converter) fields(n *jsontext.Node) {
	for _, m := range n.Members {
		switch {
		case slices.Contains(whole, m.Key), slices.Contains(words, m.Key), m.Key == "range":
			for _, field := range m.Value.Members {
				if field.Key != "boost" && field.Key != "_name" {
					c.field(m.Key, field)
				}
			}
		case m.Key == "exists":
			if name := m.Value.Get("field"); name != nil {
				c.unmapped(name, name.Text())
			}
		}
		c.fields(m.Value)
	}
	for _, item := range n.Items {
		c.fields(item)
	}
}

// field looks at the field of one clause.
func (c *converter) field(clause string, m jsontext.Member) {
	at := &jsontext.Node{From: m.From, To: m.To}
	if c.unmapped(at, m.Key) || clause == "range" {
		return
	}
	name, base := m.Key, strings.TrimSuffix(m.Key, ".keyword")
	values := textsOf(m.Value)
	switch kind := c.kind(name); {
	case len(values) == 0:
	case kind == "none":
		c.note(at, "Wrong field", "Indices of the family "+string(c.family())+" have no "+name+", and the clause finds nothing, without an error: texts are compared in "+base+" itself.")
	case kind == "text" && slices.Contains(whole, clause) && slices.ContainsFunc(values, isNoWord):
		c.note(at, "Wrong field", name+" is text: the index has its words, in small letters. "+clause+" compares with them as it stands, so that it finds nothing, without an error."+c.instead(name))
	case kind == "text" && slices.Contains(words, clause) && slices.ContainsFunc(values, severalWords):
		how := "these words one after the other"
		if clause == "match" {
			how = "any of these words"
		}
		c.note(at, "Words instead of a whole text", name+" is text, and "+clause+" finds every value that holds "+how+", in any case of letters, whatever stands around them."+c.instead(name))
	}
}

// instead names the field in which a text can be compared as a whole.
func (c *converter) instead(name string) string {
	if c.options.Mapping == nil {
		return " Whole texts are compared in " + c.options.Exact(name) + "."
	}
	if exact, ok := c.options.Mapping.Exact(name); ok {
		return " Whole texts are compared in " + exact + "."
	}
	return " The mapping has no field in which whole texts are compared."
}

// kind is text, keyword, none for a field that there is not, or another type.
func (c *converter) kind(name string) string {
	switch kind := c.options.Mapping.Type(name); {
	case kind == "match_only_text":
		return "text"
	case kind != "":
		return kind
	case name == "@timestamp" || name == "eventTime" || strings.HasPrefix(name, "_"):
		return "date"
	case strings.HasSuffix(name, ".keyword"):
		if c.family() == convert.LogAWS {
			return "none"
		}
		return "keyword"
	case c.family() == convert.LogAWS && name != "@message":
		return "keyword"
	default:
		return "text"
	}
}

// unmapped tells of a field that a mapping, where one is known, does not have.
func (c *converter) unmapped(at *jsontext.Node, name string) bool {
	if c.options.Mapping == nil || strings.HasPrefix(name, "_") || strings.Contains(name, "*") || c.options.Mapping.Type(name) != "" || c.options.Mapping.Has(name) {
		return false
	}
	hint := ""
	base := strings.TrimSuffix(name, ".keyword")
	if exact, ok := c.options.Mapping.Exact(base); ok && base != name {
		hint = " Whole texts are compared in " + exact + "."
	}
	c.note(at, "Field that is not mapped", "The mapping has no field "+name+", and a clause on it finds nothing, without an error."+hint)
	return true
}

// textsOf are the texts that a clause compares with.
func textsOf(n *jsontext.Node) []string {
	var out []string
	switch n.Kind {
	case '"':
		return []string{n.Text()}
	case '[':
		for _, item := range n.Items {
			out = append(out, textsOf(item)...)
		}
	case '{':
		for _, key := range []string{"value", "query", "wildcard"} {
			if inner := n.Get(key); inner != nil {
				out = append(out, textsOf(inner)...)
			}
		}
	}
	return out
}

var (
	oneWord = pattern.New(`^[a-z0-9_]+([.'][a-z_]+)*$`)
	space   = pattern.New(`[\p{L}\p{N}_][^\p{L}\p{N}_.']+[\p{L}\p{N}_]`)
)

// isNoWord tells whether a text can't be a word of the index: what an analyser makes of
// it is several words, or in other letters.
func isNoWord(text string) bool {
	return !oneWord.MatchString(strings.Trim(text, "*?")) && strings.Trim(text, "*?") != ""
}

func severalWords(text string) bool { return space.MatchString(text) }
