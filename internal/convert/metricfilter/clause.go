package metricfilter

import (
	"encoding/json"
	"strings"

	"github.com/alertplan/alertplan/internal/convert/lucene"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

var object = orderedjson.One

func number(digits string) json.Number { return json.Number(digits) }

func term(field string, value any) any { return object("term", object(field, value)) }

func exists(field string) any { return object("exists", object("field", field)) }

func prefix(field, text string) any { return object("prefix", object(field, text)) }

func regexpClause(field, expression string) any { return object("regexp", object(field, expression)) }

func wildcard(field, pattern string) any {
	return object("wildcard", object(field, object("value", pattern)))
}

// literally is a text in which a wildcard clause sees no wildcards.
func literally(text string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`).Replace(text)
}

// like is a clause for a text with * at its ends.
func (w wild) like(field string) any {
	switch {
	case strings.Contains(w.text, lucene.Braces):
		return lucene.Matcher{Literal: w.text, Start: !w.before, End: !w.after}.Clause(field).Write()
	case !w.before && !w.after:
		return term(field, w.text)
	case !w.before:
		return prefix(field, w.text)
	case !w.after:
		return wildcard(field, "*"+literally(w.text))
	default:
		return wildcard(field, "*"+literally(w.text)+"*")
	}
}
