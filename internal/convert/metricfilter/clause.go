package metricfilter

import (
	"strings"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/convert/lucene"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

var object = orderedjson.One

func term(field string, value any) any { return object("term", object(field, value)) }

func exists(field string) any { return object("exists", object("field", field)) }

func regexpClause(field, expression string) any { return object("regexp", object(field, expression)) }

// like is a clause for a text with * at its ends.
func (w wild) like(field string) any {
	if !w.before || strings.Contains(w.text, lucene.Braces) {
		return lucene.Matcher{Literal: w.text, Start: !w.before, End: !w.after}.Clause(field).Write()
	}
	pattern := "*" + clause.Literally(w.text)
	if w.after {
		pattern += "*"
	}
	return object("wildcard", object(field, object("value", pattern)))
}
