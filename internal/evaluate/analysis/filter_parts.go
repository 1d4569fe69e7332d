package analysis

import (
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// filter finds a token filter by name: declared or built in.
func (r *Registry) filter(name string) (Filter, error) {
	def := r.declared("filter", name)
	kind := def.text("type", name)
	if f := plainFilters[kind]; f != nil && len(def) <= 1 {
		return f, nil
	}
	switch kind {
	case "lowercase", "uppercase", "trim", "reverse", "apostrophe", "decimal_digit", "porter_stem":
		return nil, fault.Unsupported("filter [%s] with options", kind)
	case "asciifolding":
		if def.flag("preserve_original", false) {
			return nil, fault.Unsupported("filter [asciifolding] with [preserve_original]")
		}
		return each(FoldASCII), nil
	case "stop":
		return stopFilter(def)
	case "length":
		low, high := def.number("min", 0), def.number("max", math.MaxInt32)
		return only(func(t Token) bool { n := len([]rune(t.Term)); return low <= n && n <= high }), nil
	case "truncate":
		return each(truncate(def.number("length", 10))), nil
	case "unique":
		return unique(def.flag("only_on_same_position", false)), nil
	case "limit":
		return limit(def.number("max_token_count", 1)), nil
	case "elision":
		return elisionFilter(def)
	case "fingerprint":
		return fingerprint(def.text("separator", " "), def.number("max_output_size", 255)), nil
	case "ngram", "edge_ngram":
		return gramFilter(kind, def)
	case "keyword_marker":
		return markKeywords(def)
	}
	return r.rarerFilter(name, kind, def)
}

// plainFilters take no options.
var plainFilters = map[string]Filter{"lowercase": lower, "uppercase": each(upper), "trim": each(trim), "reverse": each(reverse),
	"apostrophe": each(apostrophe), "decimal_digit": each(decimalDigits), "porter_stem": stemmed(porter)}

func (r *Registry) rarerFilter(name, kind string, def definition) (Filter, error) {
	switch {
	case kind == "stemmer":
		switch language := def.text("language", def.text("name", "porter")); language {
		case "english", "porter":
			return stemmed(porter), nil
		case "possessive_english":
			return each(possessive), nil
		default:
			return nil, fault.Unsupported("filter [stemmer] of language [%s]", language)
		}
	case kind == "pattern_replace" && def != nil:
		pattern, err := javaPattern(def.text("pattern", ""), def.text("flags", ""))
		if err != nil {
			return nil, err
		}
		return each(replaced(pattern, goReplacement(def.text("replacement", "")), def.flag("all", true))), nil
	case slices.Contains(otherFilters, kind):
		return nil, fault.Unsupported("filter [%s]", kind)
	case def != nil:
		return nil, fault.Illegal("Unknown filter type [%s] for [%s]", kind, name)
	}
	return nil, unknownPart(name)
}

func stopFilter(def definition) (Filter, error) {
	if def["stopwords_path"] != nil {
		return nil, fault.Unsupported("filter [stop] with [stopwords_path]")
	}
	words, err := def.stopWords(true)
	if err != nil {
		return nil, err
	}
	if !def.flag("ignore_case", false) {
		return only(func(t Token) bool { return !words[t.Term] }), nil
	}
	folded := map[string]bool{}
	for w := range words {
		folded[Lower(w)] = true
	}
	return only(func(t Token) bool { return !folded[Lower(t.Term)] }), nil
}

func elisionFilter(def definition) (Filter, error) {
	articles := map[string]bool{}
	folded := def.flag("articles_case", false)
	list := def.list("articles")
	if def["articles_path"] != nil {
		return nil, fault.Unsupported("filter [elision] with [articles_path]")
	}
	if list == nil {
		list = []string{"l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu"}
		folded = true
	}
	for _, a := range list {
		if folded {
			a = Lower(a)
		}
		articles[a] = true
	}
	return each(elision(articles, folded)), nil
}

func gramFilter(kind string, def definition) (Filter, error) {
	g := grams{low: def.number("min_gram", 1), high: def.number("max_gram", 2), edge: kind == "edge_ngram"}
	if kind == "ngram" && g.high-g.low > 1 {
		return nil, fault.Illegal("The difference between max_gram and min_gram in NGram Tokenizer must be less than or equal to: [1] but was [%d]. "+
			"This limit can be set by changing the [index.max_ngram_diff] index level setting.", g.high-g.low)
	}
	if def["side"] != nil && def.text("side", "") != "front" {
		return nil, fault.Unsupported("filter [%s] with [side]", kind)
	}
	return g.filter(def.flag("preserve_original", false)), nil
}

// markKeywords keeps words from being stemmed.
func markKeywords(def definition) (Filter, error) {
	if def["keywords_path"] != nil || def["keywords_pattern"] != nil || def["keywords"] == nil {
		return nil, fault.Unsupported("filter [keyword_marker] without [keywords]")
	}
	words := map[string]bool{}
	folded := def.flag("ignore_case", false)
	for _, w := range def.list("keywords") {
		if folded {
			w = Lower(w)
		}
		words[w] = true
	}
	return func(tokens []Token) []Token {
		for i, t := range tokens {
			term := t.Term
			if folded {
				term = Lower(term)
			}
			tokens[i].fixed = t.fixed || words[term]
		}
		return tokens
	}, nil
}

// stemmed stems all words that are not marked.
func stemmed(stem func(string) string) Filter {
	return func(tokens []Token) []Token {
		for i := range tokens {
			if !tokens[i].fixed {
				tokens[i].Term = stem(tokens[i].Term)
			}
		}
		return tokens
	}
}
