// Package querystring evaluates query_string queries, the syntax of Lucene's
// classic parser, over the few fields of a small document: the query and
// text_query filters of channel lists (observed on 2.19.4,
// channel_lists/by_query).
//
// It knows text and keyword fields only, and neither channels nor requests.
package querystring

import "errors"

// ErrSyntax says that a query does not parse. The server tells no more of it
// than "all shards failed".
var ErrSyntax = errors.New("the query string does not parse")

// Field is a field that is searched.
type Field struct {
	// Name is the field's full name.
	Name string
	// Analyzed: it is a text field, searched by its terms; otherwise a keyword
	// field, searched as it stands.
	Analyzed bool
}

// Scope is one document: its fields and what they hold.
type Scope struct {
	// Defaults are the fields in which words without a field are looked for.
	Defaults []Field
	// Known are the fields that a query may name.
	Known []Field
	// Values gives what a field of the document holds.
	Values func(field string) []string
}

// Query is a parsed query string.
type Query struct{ root node }

// Parse reads a query string. The error is ErrSyntax.
func Parse(text string) (Query, error) {
	tokens, err := lex(text)
	if err != nil {
		return Query{}, err
	}
	p := &parser{tokens: tokens}
	if len(tokens) == 0 {
		return Query{nothing{}}, nil
	}
	root, err := p.clauses("")
	if err != nil {
		return Query{}, err
	}
	if p.at < len(p.tokens) {
		return Query{}, ErrSyntax
	}
	return Query{root}, nil
}

// Matches tells whether the document satisfies the query.
func (q Query) Matches(s Scope) bool { return q.root.matches(s) }
