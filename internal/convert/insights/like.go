package insights

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// like converts what looks for a part of a value.
func (c *converter) like(e *Like) clause {
	f, ok := c.field(e.Left)
	if !ok {
		return nothing()
	}
	matchers, ok := c.matchers(e)
	if !ok {
		return nothing()
	}
	var parts []clause
	for _, m := range matchers {
		switch {
		case m.literal == "" && m.regexp == "" && !(m.start && m.end):
			return query("exists", one("field", f.Name)) // in every text
		case isLine(f.Name):
			parts = append(parts, c.inLine(f, m, e))
		default:
			parts = append(parts, c.inField(f, m))
		}
	}
	return oneOf(parts)
}

func (c *converter) matchers(e *Like) ([]matcher, bool) {
	if e.Regexp {
		found, err := readRegexp(e.Pattern)
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
	return []matcher{{literal: value, letters: strings.ContainsFunc(value, hasCase)}}, true
}

// starredLike corrects stars at the ends of a text that is looked for anyhow.
func (c *converter) starredLike(e *Like, value string) ([]matcher, bool) {
	inner := strings.Trim(value, "*")
	if strings.Contains(inner, "*") {
		c.refuse(e.At, "Star in a text", "like looks for this text letter by letter, the star too. Where any text is meant: like "+asRegexp("*"+inner+"*")+"; where the star is meant: like /"+slashed(value)+"/.")
		return nil, false
	}
	c.note(e.At, "Star in a text", "like looks for a part of the value letter by letter, the star too, so that it finds nothing. The star is left out, as it was meant. If the star itself is meant: like /"+slashed(value)+"/.")
	return []matcher{{literal: inner, letters: strings.ContainsFunc(inner, hasCase)}}, true
}

// long are fields of CloudTrail whose values are often too long for a keyword.
var long = []string{"errorMessage", "userAgent"}

// inField looks for a part of a field in the field where its texts stand whole.
func (c *converter) inField(f *Field, m matcher) clause {
	exact, ok := c.exact(f)
	if !ok || !c.isText(f, exact) {
		return nothing()
	}
	if slices.Contains(long, f.Name) && strings.HasSuffix(exact, ".keyword") {
		c.noteOnce(f.Place, "Values that may be too long", "Of "+f.Name+" only values of up to 256 characters are in "+exact+", by default: longer ones are not looked at.")
	}
	if m.regexp != "" {
		return query("regexp", one(exact, c.cased(m, m.regexp)))
	}
	switch {
	case m.start && m.end && !m.anyCase:
		return valuesOf(exact, m.literal)
	case m.start && m.end:
		return query("term", one(exact, c.cased(m, m.literal)))
	case m.start:
		return query("prefix", one(exact, c.cased(m, m.literal)))
	case m.end:
		return query("wildcard", one(exact, c.cased(m, "*"+wildcardText(m.literal))))
	default:
		return query("wildcard", one(exact, c.cased(m, "*"+wildcardText(m.literal)+"*")))
	}
}

// cased is a value with whether the case of letters counts.
func (c *converter) cased(m matcher, value string) any {
	if m.anyCase {
		return one2("value", value, "case_insensitive", true)
	}
	return value
}

func wildcardText(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`).Replace(text)
}

var oneWord = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

// inLine looks for a text in the line itself, whose words are all that the index has.
func (c *converter) inLine(f *Field, m matcher, e *Like) clause {
	switch {
	case m.regexp != "":
		c.refuse(e.At, "Regular expression over the whole line", "Of @message an index has only the words, one by one, and an expression goes over several. Ask for the field of the event that is meant, or for a text.")
		return nothing()
	case m.start || m.end:
		c.refuse(e.At, "Anchor in the whole line", "Of @message an index has only the words, and not where it begins and ends. Ask for the field of the event that is meant, or leave the anchor out.")
		return nothing()
	case !strings.ContainsFunc(m.literal, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		c.refuse(e.At, "Signs in the whole line", "Of @message an index has only the words, and this text holds none.")
		return nothing()
	case oneWord.MatchString(m.literal):
		if m.letters && !m.anyCase {
			c.noteOnce(e.At, "Case of letters in @message", "Of @message an index has the words in small letters: "+m.literal+" is found however it is written there.")
		}
		return query("wildcard", one(f.Name, "*"+strings.ToLower(m.literal)+"*"))
	}
	c.note(e.At, "Words of @message", "Of @message an index has the words, in small letters and without what stands between them. So this looks for whole words that follow one another: it does not find a part of a word, and finds the words with other signs between them, too. A field of the event can be asked for exactly.")
	return query("match_phrase", one(f.Name, m.literal))
}
