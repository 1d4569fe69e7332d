package insights

import (
	"strings"
	"unicode"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/lucene"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// like converts what looks for a part of a value.
func (c *converter) like(e *Like) clause.Clause {
	f, ok := c.field(e.Left)
	if !ok {
		return clause.Nothing()
	}
	matchers, ok := c.matchers(e)
	if !ok {
		return clause.Nothing()
	}
	var parts []clause.Clause
	for _, m := range matchers {
		switch {
		case m.Free():
			return clause.Query("exists", orderedjson.One("field", f.Name)) // in every text
		case isLine(f.Name):
			parts = append(parts, c.inLine(f, m, e))
		default:
			parts = append(parts, c.inField(f, m))
		}
	}
	return clause.Any(parts)
}

func (c *converter) matchers(e *Like) ([]lucene.Matcher, bool) {
	if e.Regexp {
		expression, anyCase := strings.CutPrefix(e.Pattern, "(?i)")
		found, err := lucene.Read(expression, lucene.Flags{AnyCase: anyCase})
		if err != nil {
			c.refuse(e.At, "Regular expression that is not converted", "Of this expression a search can't ask everything: "+err.Error()+".")
		}
		return found, err == nil
	}
	value := e.Pattern
	switch {
	case e.At.To > e.At.From && value == "" && c.source.Text[e.At.From] != '"' && c.source.Text[e.At.From] != '\'':
		c.refuse(e.At, "Field instead of a text", "A text in quotes should stand here.")
		return nil, false
	case strings.HasPrefix(value, "%") && strings.HasSuffix(value, "%") && len(value) > 2:
		c.note(e.At, "Percent sign in a text", "like looks for a part of the value, and a percent sign is a letter like any other: with them the query finds nothing. They are left out, as it was meant.")
		value = strings.Trim(value, "%")
	case strings.Trim(value, "*") != "" && strings.Contains(value, "*"):
		return c.starredLike(e, value)
	}
	return []lucene.Matcher{{Literal: value, Letters: strings.ContainsFunc(value, lucene.HasCase)}}, true
}

// starredLike corrects stars at the ends of a text that is looked for anyhow.
func (c *converter) starredLike(e *Like, value string) ([]lucene.Matcher, bool) {
	inner := strings.Trim(value, "*")
	if strings.Contains(inner, "*") {
		c.refuse(e.At, "Star in a text", "like looks for this text letter by letter, the star too. Where any text is meant: like "+asRegexp("*"+inner+"*")+"; where the star is meant: like /"+slashed(value)+"/.")
		return nil, false
	}
	c.note(e.At, "Star in a text", "like looks for a part of the value letter by letter, the star too, so that it finds nothing. The star is left out, as it was meant. If the star itself is meant: like /"+slashed(value)+"/.")
	return []lucene.Matcher{{Literal: inner, Letters: strings.ContainsFunc(inner, lucene.HasCase)}}, true
}

// inField looks for a part of a field in the field where its texts stand whole.
func (c *converter) inField(f *Field, m lucene.Matcher) clause.Clause {
	exact, ok := c.exact(f)
	if !ok || !c.isText(f, exact) {
		return clause.Nothing()
	}
	if convert.MayBeCut(f.Name, exact) {
		c.noteOnce(f.Place, "Values that may be too long", "Of "+f.Name+" only values of up to 256 characters are in "+exact+", by default: longer ones are not looked at.")
	}
	return m.Clause(exact)
}

var oneWord = pattern.New(`^[A-Za-z0-9_]+$`)

// inLine looks for a text in the line itself, whose words are all that the index has.
func (c *converter) inLine(f *Field, m lucene.Matcher, e *Like) clause.Clause {
	switch {
	case m.Regexp != "":
		c.refuse(e.At, "Regular expression over the whole line", "Of @message an index has only the words, one by one, and an expression goes over several. Ask for the field of the event that is meant, or for a text.")
		return clause.Nothing()
	case m.Start || m.End:
		c.refuse(e.At, "Anchor in the whole line", "Of @message an index has only the words, and not where it begins and ends. Ask for the field of the event that is meant, or leave the anchor out.")
		return clause.Nothing()
	case !strings.ContainsFunc(m.Literal, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		c.refuse(e.At, "Signs in the whole line", "Of @message an index has only the words, and this text holds none.")
		return clause.Nothing()
	case oneWord.MatchString(m.Literal):
		if m.Letters && !m.AnyCase {
			c.noteOnce(e.At, "Case of letters in @message", "Of @message an index has the words in small letters: "+m.Literal+" is found however it is written there.")
		}
		return clause.Query("wildcard", orderedjson.One(f.Name, "*"+strings.ToLower(m.Literal)+"*"))
	}
	c.note(e.At, "Words of @message", "Of @message an index has the words, in small letters and without what stands between them. So this looks for whole words that follow one another: it does not find a part of a word, and finds the words with other signs between them, too. A field of the event can be asked for exactly.")
	return clause.Query("match_phrase", orderedjson.One(f.Name, strings.ReplaceAll(m.Literal, lucene.Braces, " ")))
}
