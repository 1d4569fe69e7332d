package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// pattern is a term with * or ?, which only texts have.
func (t *luceneTerms) pattern(field string, token luceneToken) (query, error) {
	if token.kind == luceneStar {
		return t.star(field)
	}
	if field == "*" && t.shard.mappedOnly {
		return nil, fault.Unsupported("percolated query with a pattern on [*]")
	}
	fields, err := t.on(field, false)
	if err != nil {
		return nil, err
	}
	return t.best(fields, func(f *mapping.Field) (query, error) {
		if token.kind == lucenePrefix {
			plain, ok := luceneUnescape(strings.TrimSuffix(token.text, "*"))
			if !ok {
				return nil, fault.Unsupported("query [query_string] with [%s]", token.text)
			}
			return t.prefix(f, plain)
		}
		if err := t.takesPattern(f, "wildcard"); err != nil {
			return nil, err
		}
		pattern := token.text
		pieces := compileWildcard(pattern)
		if err := pieces.checkWork(pattern); err != nil {
			return nil, err
		}
		if q, err := t.indexOnly(f, pieces.match); q != nil || err != nil {
			return q, err
		}
		pattern = foldPattern(func(s string) string { return t.patternFolding(f, s) }, pattern)
		q, err := t.shard.wildcardQuery(f, pattern, false)
		return constant{q, 1}, err
	})
}

// takesPattern tells what is wrong with a pattern on a field. An analyzer that the query
// names takes patterns apart, on fields of any type.
func (t *luceneTerms) takesPattern(f *mapping.Field, kind string) error {
	if t.analyze && !f.IsText() && t.words.analyze != nil {
		return fault.Unsupported("query with analyze_wildcard and an analyzer on the %s [%s]", f.Type, f.Path)
	}
	_, err := t.shard.patternField(f.Path, kind)
	return err
}

// star is a lone *: whether there is the field, or everything. A default_field is one
// field, be it a pattern or an object; of several fields each is asked for itself.
func (t *luceneTerms) star(field string) (query, error) {
	if field == "" && t.crowd == nil {
		field = t.options.Text("default_field")
	}
	switch {
	case field == "*", field == "" && t.all:
		return constant{all{}, 1}, nil
	case field != "":
		return t.shard.exists(field, 1)
	case t.crowd != nil:
		return nil, fault.Unsupported("query string of [*] over a pattern of more than %d fields", maxFields)
	}
	return t.best(t.fields, func(f *mapping.Field) (query, error) { return t.shard.exists(f.Path, 1) })
}

// prefix is the begin of a word. With analyze_wildcard it is analysed, and the
// last of the words that it makes is the begin.
func (t *luceneTerms) prefix(f *mapping.Field, text string) (query, error) {
	if f.Type == "binary" {
		return none{}, nil // it has no analyzer to make one with
	}
	if err := t.takesPattern(f, "prefix"); err != nil {
		return nil, err
	}
	if !t.analyze || !f.IsText() {
		q, err := t.shard.prefixQuery(f, t.patternFolding(f, text), false)
		return shapedConstant(q, 1), err
	}
	places := t.words.positions(f, text)
	var clauses []query
	for i, p := range places {
		if len(p.words) > 1 {
			return nil, fault.Unsupported("query with analyze_wildcard and several words at one place")
		}
		if i == len(places)-1 {
			q, err := t.shard.prefixQuery(f, p.words[0], false)
			if err != nil {
				return nil, err
			}
			clauses = append(clauses, constant{q, 1})
		} else {
			clauses = append(clauses, t.shard.textTerm(f, p.words[0]))
		}
	}
	switch {
	case len(clauses) == 0:
		return nil, nil
	case len(clauses) == 1:
		return clauses[0], nil
	case t.words.and:
		return &boolean{must: clauses}, nil
	}
	return &boolean{should: clauses, least: 1}, nil
}

// regexp is a regular expression; a text's letters are all made small.
func (t *luceneTerms) regexp(field, pattern string) (query, error) {
	if err := t.shard.checkRegexp(pattern, "[query_string]"); err != nil {
		return nil, t.shard.created(err)
	}
	fields, err := t.on(field, false)
	if err != nil {
		return nil, err
	}
	return t.best(fields, func(f *mapping.Field) (query, error) {
		if !f.IsText() && !f.IsWord() {
			if t.shard.dialect.TypedRegexps {
				return nil, t.shard.notPattern(f, "regexp")
			}
			return none{}, nil // it is looked for as a term, which no other field has
		}
		if f.Type == "flat_object" || f.Type == "keyword" && !f.Indexed {
			r, err := compileRegexpWith(pattern, regexpOptions{flags: operatorsIn(t.shard.dialect, allRegexpOptions)})
			if err != nil {
				return nil, err
			}
			if t.shard.dialect.TypedRegexps && f.Normalize == nil {
				q, err := t.shard.regexpQuery(f, pattern, false)
				return constant{q, 1}, err
			} else if t.shard.dialect.TypedRegexps {
				return nil, fault.Unsupported("query [query_string] with a regular expression on the normalized field [%s]", f.Path)
			}
			if f.Type == "keyword" {
				return none{}, nil
			}
			return t.indexOnly(f, func(term []rune) bool { return r.match(string(term)) })
		}
		if f.Normalize != nil {
			return nil, fault.Unsupported("query [query_string] with a regular expression on the normalized field [%s]", f.Path)
		}
		text := pattern
		if f.IsText() {
			text = t.folding(f, text)
		}
		if f.Type == "wildcard" {
			r, err := compileRegexpWith(text, regexpOptions{flags: operatorsIn(t.shard.dialect, allRegexpOptions)})
			if err != nil {
				return nil, err
			}
			return constant{runWhere(f, r.match), 1}, nil
		}
		q, err := t.shard.regexpQuery(f, text, false)
		return constant{q, 1}, err
	})
}

// indexOnly is a pattern of a query string where it differs from the query of its
// kind: it looks into the index alone, under the field's own name. A flat_object has
// the names of its keys there, and what is below it nothing; nil of other fields.
func (t *luceneTerms) indexOnly(f *mapping.Field, match func(term []rune) bool) (query, error) {
	switch {
	case f.Type == "keyword" && !f.Indexed:
		return nil, t.shard.created(fault.New(0, "illegal_argument_exception", "Cannot search on field [%s] since it is not indexed.", f.Path))
	case f.Type != "flat_object":
		return nil, nil
	case f.Root != "":
		return none{}, nil
	}
	path := f.Path
	return constant{predicate(func(d *doc) bool {
		v := d.Values.Get(path)
		return v != nil && slices.ContainsFunc(v.Keys(), func(key string) bool { return match([]rune(path + "." + key)) })
	}), 1}, nil
}
