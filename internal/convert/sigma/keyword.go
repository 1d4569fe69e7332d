package sigma

import (
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/lucene"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// keywords are values without a field.
func (c *converter) keywords(nodes []*yaml.Node) []*value {
	var out []*value
	for _, n := range nodes {
		v, reason := readValue(n)
		if reason != "" {
			c.refuse(n, "Value that can't be read", reason)
			continue
		}
		out = append(out, v)
	}
	return out
}

// line is the field that holds an event as it came.
func (c *converter) line() string {
	for _, name := range []string{"@message", "message"} {
		if kind := c.options.Mapping.Type(name); kind == "text" || kind == "match_only_text" {
			return name
		}
	}
	if c.options.Mapping == nil {
		return "@message"
	}
	return ""
}

// keyword asks for texts anywhere in an event: in its line, of which an index has the
// words.
func (c *converter) keyword(i *item) clause.Clause {
	field := c.line()
	switch {
	case field == "":
		c.refuse(i.key, "Keywords without a field", "Keywords are looked for in the whole event, and the mapping has no text @message or message that holds it. Name the field that is meant.")
		return clause.Nothing()
	case i.cased:
		c.refuse(i.key, "Case of letters in the whole event", "Of "+field+" an index has the words in small letters, so that cased can't be carried out. Name the field that is meant.")
		return clause.Nothing()
	}
	var parts []clause.Clause
	for _, v := range i.values {
		parts = append(parts, c.inLine(field, v))
	}
	return i.joined(parts)
}

func (c *converter) inLine(field string, v *value) clause.Clause {
	if !v.asText() {
		c.refuse(v.node, "Keyword that is no text", "In the whole event texts are looked for: by an expression, a number's size, a network or null a field alone can be asked.")
		return clause.Nothing()
	}
	var parts []clause.Clause
	for _, w := range v.texts {
		parts = append(parts, c.words(field, v, w))
	}
	return clause.Any(parts)
}

var oneWord = pattern.New(`^[A-Za-z0-9_]+$`)

// words asks for a text in a field's words: a part of one by a wildcard, several as they
// follow one another.
func (c *converter) words(field string, v *value, w wild) clause.Clause {
	for len(w) > 0 && w[0].any == '*' {
		w = w[1:]
	}
	for len(w) > 0 && w[len(w)-1].any == '*' {
		w = w[:len(w)-1]
	}
	text, literal := w.literal()
	switch {
	case !literal:
		c.refuse(v.node, "Wildcard within a keyword", "Of "+field+" an index has the words, one by one, and what stands for a wildcard may go over several. Name the field that is meant, or write several keywords.")
		return clause.Nothing()
	case oneWord.MatchString(text):
		return clause.Query("wildcard", orderedjson.One(field, "*"+strings.ToLower(text)+"*"))
	case !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		c.refuse(v.node, "Keyword without a word", "Of "+field+" an index has the words alone, and this text holds none.")
		return clause.Nothing()
	}
	c.note(v.node, "Words of "+field, "Of "+field+" an index has the words, in small letters and without what stands between them. So this looks for whole words that follow one another: it does not find a part of a word, and finds the words with other signs between them, too. A field of the event can be asked for exactly.")
	text = strings.ReplaceAll(text, lucene.Braces, " ") // no words, but the beginning of a variable
	return clause.Query("match_phrase", orderedjson.One(field, text))
}
