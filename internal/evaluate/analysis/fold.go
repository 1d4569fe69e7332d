package analysis

import "slices"

// Folding is how an analyzer treats a part of a word, as patterns are made of: no
// word is cut, dropped or stemmed.
func (r *Registry) Folding(name string) func(string) string {
	def := r.declared("analyzer", name)
	kind := def.text("type", name)
	switch {
	case kind == "custom" || def != nil && def["type"] == nil:
		return r.foldingOf(def)
	case kind == "keyword" || kind == "whitespace" || kind == "fingerprint", kind == "pattern" && !def.flag("lowercase", true):
		return func(s string) string { return s }
	}
	return Lower
}

// foldingOf is that of a custom analyzer: those of its filters that normalize.
func (r *Registry) foldingOf(def definition) func(string) string {
	c := chain{tokenize: keywordTokens}
	for _, n := range def.list("char_filter") {
		if f, err := r.charFilter(n); err == nil {
			c.before = append(c.before, f)
		}
	}
	for _, n := range def.list("filter") {
		kind := r.declared("filter", n).text("type", n)
		if !slices.Contains(normalizing, kind) {
			continue
		}
		if f, err := r.filter(n); err == nil {
			c.after = append(c.after, f)
		}
	}
	return func(s string) string {
		tokens := c.analyze(s)
		if len(tokens) == 0 {
			return ""
		}
		return tokens[0].Term
	}
}
