package search

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// simpleQueryString is Lucene's simple query language.
func (s *shard) simpleQueryString(body *orderedjson.Object) (query, error) {
	p := params{Object: body}
	err := p.only("simple_query_string", "query", "fields", "flags", "default_operator", "lenient", "analyze_wildcard", "analyzer",
		"auto_generate_synonyms_phrase_query", "fuzzy_prefix_length", "fuzzy_max_expansions", "fuzzy_transpositions", "minimum_should_match",
		"quote_field_suffix")
	if err != nil {
		return nil, err
	}
	text := body.Text("query")
	t, err := s.stringTerms(body, texts(body.Array("fields")))
	if err != nil {
		return nil, s.created(err)
	} else if t.crowd != nil {
		return nil, s.created(tooMany("", len(t.fields)))
	}
	if strings.TrimSpace(text) == "*" {
		return constant{all{}, boost(body)}, nil
	}
	parser := &simpleParser{letters: []rune(text), flags: simpleFlags(integer(body, "flags", -1)), and: t.words.and, terms: t}
	if err := parser.parse(); err != nil || parser.top == nil {
		return none{}, err
	}
	if b, ok := parser.top.(*boolean); ok {
		if err := b.atLeast(body); err != nil {
			return nil, s.created(err)
		}
	}
	return withBoost(parser.top, boost(body)), nil
}

// phrase is what stands in quotes, and its slop; a quote without an end is left
// out.
func (p *simpleParser) phrase() error {
	p.at++
	start := p.at
	var text strings.Builder
	slop := 0
	for p.at < len(p.letters) && p.letters[p.at] != '"' {
		if p.means(p.at, `\`) {
			if p.at++; p.at == len(p.letters) {
				break
			}
		}
		text.WriteRune(p.letters[p.at])
		p.at++
	}
	switch {
	case p.at >= len(p.letters):
		p.at = start
		return nil
	case p.at == start && !(p.at+1 < len(p.letters) && p.letters[p.at+1] == '~' && p.flags&simpleNear != 0):
		p.operation = simpleNone
		p.at++
		return nil
	}
	if p.at+1 < len(p.letters) && p.letters[p.at+1] == '~' && p.flags&simpleNear != 0 {
		if p.at++; p.at+1 < len(p.letters) {
			slop = p.distance()
		}
	}
	p.at++
	q, err := p.terms.phrase("", text.String(), slop)
	p.join(q)
	return err
}

// distance reads the number behind ~, 2 for none.
func (p *simpleParser) distance() int {
	var digits strings.Builder
	for p.at++; p.at < len(p.letters) && !p.means(p.at, simpleEnds); p.at++ {
		digits.WriteRune(p.letters[p.at])
	}
	if digits.Len() == 0 {
		return 2
	}
	n, err := strconv.Atoi(digits.String())
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// token is a word, with * at its end the begin of words, with ~ one of those near
// it.
func (p *simpleParser) token() error {
	var text strings.Builder
	prefix, near := false, false
	for p.at < len(p.letters) && !p.means(p.at, simpleEnds) {
		if p.means(p.at, `\`) {
			prefix = false
			if p.at++; p.at == len(p.letters) {
				break
			}
		} else if near = text.Len() > 0 && p.means(p.at, "~"); near {
			break
		} else {
			prefix = text.Len() > 0 && p.means(p.at, "*")
		}
		text.WriteRune(p.letters[p.at])
		p.at++
	}
	if text.Len() == 0 {
		return nil
	}
	edits := 0
	if near {
		edits = min(p.distance(), 2)
	}
	q, err := p.terms.everyField(func(f *mapping.Field) (query, error) {
		switch {
		case edits > 0:
			return p.terms.nearTo(f, text.String(), edits)
		case prefix && !near:
			if f.Type == "binary" {
				return nil, fault.Unsupported("query [simple_query_string] with a prefix on the binary [%s]", f.Path)
			}
			if p.terms.analyze && f.Type == "flat_object" {
				return none{}, nil // its terms are those of another field
			}
			if p.terms.analyze && (!f.IsText() && !f.IsWord() || !f.Indexed) {
				return p.terms.typeless(f, text.String())
			}
			return p.terms.prefix(f, strings.TrimSuffix(text.String(), "*"))
		}
		return p.terms.words.boolean(f, text.String())
	})
	if q == nil && (prefix || edits > 0) {
		q = none{}
	}
	p.join(q)
	return err
}

// typeless is the begin of a word, analysed, on a field that is no text: the server
// looks for terms and doesn't ask for the type, nor whether the field is indexed. Only
// booleans have some, T and F.
func (t *luceneTerms) typeless(f *mapping.Field, text string) (query, error) {
	if f.Type == "boolean" && strings.HasPrefix("TF", strings.ToUpper(text[:1])) {
		return nil, fault.Unsupported("query [simple_query_string] with analyze_wildcard on the boolean [%s]", f.Path)
	}
	switch len(t.words.positions(f, strings.TrimSuffix(text, "*"))) {
	case 0:
		return nil, nil
	case 1:
		return none{}, nil
	}
	return nil, fault.Unsupported("query [simple_query_string] with analyze_wildcard and several words on the %s [%s]", f.Type, f.Path)
}

// nearTo is a word that so many edits lead to.
func (t *luceneTerms) nearTo(f *mapping.Field, text string, edits int) (query, error) {
	if err := fuzzyField(f); err != nil {
		return nil, err
	}
	if err := t.shard.searchable(f); err != nil {
		return nil, err
	}
	spec := *t.near
	if edits >= 0 {
		spec.edits = edits
	}
	return t.shard.fuzzyTerm(f, t.folding(f, text), &spec)
}

// everyField adds up what all fields say, as most_fields does; nil where none has
// terms.
func (t *luceneTerms) everyField(build builder) (query, error) {
	sum := *t
	sum.tie = 1
	return sum.best(t.fields, build)
}
