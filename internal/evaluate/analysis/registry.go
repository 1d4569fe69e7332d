package analysis

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Registry are the analyzers and normalizers of one index: those that are built
// in, and those that its settings declare.
type Registry struct {
	stepsPaths bool                             // parts of a path stand one behind the other
	parts      map[string]map[string]definition // "analyzer", "tokenizer", "filter" …, by name
}

// definition is what the settings say of one part: texts and lists of texts.
type definition map[string]any

// NewRegistry reads index.analysis.* out of flat settings. Errors: the server's
// illegal_argument_exception for parts that don't exist. What can't be computed
// here is an UnsupportedError only when it is asked for.
func NewRegistry(settings *orderedjson.Object) (*Registry, error) {
	return newRegistry(settings, false)
}

// NewStepping is NewRegistry where each part of a path stands at a place of its own, not
// all at the first one's (asked of 3.5.0).
func NewStepping(settings *orderedjson.Object) (*Registry, error) { return newRegistry(settings, true) }

func newRegistry(settings *orderedjson.Object, stepsPaths bool) (*Registry, error) {
	r := &Registry{parts: map[string]map[string]definition{}, stepsPaths: stepsPaths}
	for _, m := range settings.Members() {
		rest, ok := strings.CutPrefix(m.Key, "index.analysis.")
		if !ok {
			continue
		}
		kind, rest, _ := strings.Cut(rest, ".")
		name, key, found := strings.Cut(rest, ".")
		if !found {
			continue
		}
		if r.parts[kind] == nil {
			r.parts[kind] = map[string]definition{}
		}
		if r.parts[kind][name] == nil {
			r.parts[kind][name] = definition{}
		}
		r.parts[kind][name][strings.TrimSuffix(key, ".")] = m.Value
	}
	return r, r.check()
}

// check builds everything once: the server does so when an index is made.
func (r *Registry) check() error {
	for _, kind := range []string{"tokenizer", "filter", "char_filter", "analyzer", "normalizer"} {
		names := make([]string, 0, len(r.parts[kind]))
		for name := range r.parts[kind] {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if err := r.build(kind, name); err != nil && !isUnsupported(err) {
				return err
			}
		}
	}
	return nil
}

func (r *Registry) build(kind, name string) (err error) {
	switch kind {
	case "tokenizer":
		_, err = r.tokenizer(name)
	case "filter":
		_, err = r.filter(name)
	case "char_filter":
		_, err = r.charFilter(name)
	case "analyzer":
		_, err = r.Analyzer(name)
	default:
		_, err = r.Normalizer(name)
	}
	return err
}

func isUnsupported(err error) bool {
	_, ok := err.(*fault.UnsupportedError)
	return ok
}

// Has tells whether a name is an analyzer: one of the settings, or a built-in one,
// computed here or not.
func (r *Registry) Has(name string) bool {
	return r.declared("analyzer", name) != nil || builtIn[name] || slices.Contains(languages, name)
}

func (r *Registry) declared(kind, name string) definition {
	if r == nil {
		return nil
	}
	return r.parts[kind][name]
}

// Default is what fields are analysed by that name nothing.
func (r *Registry) Default() (Analyzer, error) {
	if r.declared("analyzer", "default") == nil {
		return Standard, nil
	}
	return r.Analyzer("default")
}

// DefaultSearch is what queries are analysed by on fields that name nothing; nil
// where that is Default.
func (r *Registry) DefaultSearch() (Analyzer, error) {
	if r.declared("analyzer", "default_search") == nil {
		return nil, nil
	}
	return r.Analyzer("default_search")
}

// Analyzer finds an analyzer by name.
func (r *Registry) Analyzer(name string) (Analyzer, error) {
	def := r.declared("analyzer", name)
	if def == nil {
		return Named(name)
	}
	kind := def.text("type", "")
	switch {
	case kind == "custom" || kind == "" && def["tokenizer"] != nil:
		return r.custom(name, def)
	case kind == "":
		return nil, fault.Illegal("analyzer [%s] must specify either an analyzer type, or a tokenizer", name)
	}
	return configured(name, kind, def)
}

// custom is a tokenizer between char filters and filters.
func (r *Registry) custom(name string, def definition) (Analyzer, error) {
	tokenizer := def.text("tokenizer", "")
	if tokenizer == "" {
		return nil, fault.Illegal("Custom Analyzer [%s] must be configured with a tokenizer", name)
	}
	tokenize, err := r.tokenizer(tokenizer)
	if err != nil {
		return nil, missing(err, name, "tokenizer")
	}
	c := chain{tokenize: tokenize}
	for _, n := range def.list("char_filter") {
		f, err := r.charFilter(n)
		if err != nil {
			return nil, missing(err, name, "char_filter")
		}
		c.before = append(c.before, f)
	}
	for _, n := range def.list("filter") {
		f, err := r.filter(n)
		if err != nil {
			return nil, missing(err, name, "filter")
		}
		c.after = append(c.after, f)
	}
	return c.analyze, nil
}

// unknownPart is a name that stands for nothing.
type unknownPart string

func (e unknownPart) Error() string { return "unknown part " + string(e) }

func missing(err error, analyzer, kind string) error {
	if part, ok := err.(unknownPart); ok {
		return fault.Illegal("Custom Analyzer [%s] failed to find %s under name [%s]", analyzer, kind, string(part))
	}
	return err
}

// chain is a custom analyzer.
type chain struct {
	before   []charFilter
	tokenize func(string) []Token
	after    []Filter
}

func (c chain) analyze(text string) []Token {
	whole := text
	fixes := make([]corrections, len(c.before))
	for i, f := range c.before {
		text, fixes[i] = f(text)
	}
	tokens := c.tokenize(text)
	for i := len(fixes) - 1; i >= 0; i-- {
		for j := range tokens {
			tokens[j].Start, tokens[j].End = fixes[i].old(tokens[j].Start), fixes[i].old(tokens[j].End)
		}
	}
	for _, f := range c.after {
		tokens = f(tokens)
	}
	return ended(tokens, whole)
}

// Normalizer finds a normalizer by name; nil where there is none of it.
func (r *Registry) Normalizer(name string) (func(string) string, error) {
	def := r.declared("normalizer", name)
	if def == nil {
		if name == "lowercase" {
			return Lower, nil
		}
		return nil, nil
	}
	c := chain{tokenize: keywordTokens}
	for _, n := range def.list("char_filter") {
		f, err := r.charFilter(n)
		if err != nil {
			return nil, missing(err, name, "char_filter")
		}
		c.before = append(c.before, f)
	}
	for _, n := range def.list("filter") {
		kind := r.declared("filter", n).text("type", n)
		if !slices.Contains(normalizing, kind) {
			if _, err := r.filter(n); err != nil && !isUnsupported(err) {
				return nil, missing(err, name, "filter")
			}
			return nil, fault.Illegal("Custom normalizer [%s] may not use filter [%s]", name, n)
		}
		f, err := r.filter(n)
		if err != nil {
			return nil, missing(err, name, "filter")
		}
		c.after = append(c.after, f)
	}
	return func(s string) string {
		tokens := c.analyze(s)
		if len(tokens) == 0 {
			return ""
		}
		return tokens[0].Term
	}, nil
}

// normalizing are the filters that a normalizer may have.
var normalizing = []string{"lowercase", "uppercase", "asciifolding", "trim", "decimal_digit", "cjk_width", "elision", "german_normalization",
	"arabic_normalization", "persian_normalization", "hindi_normalization", "indic_normalization", "scandinavian_folding",
	"scandinavian_normalization", "serbian_normalization", "sorani_normalization", "bengali_normalization", "pattern_replace"}

func (d definition) text(key, orElse string) string {
	if s, ok := d[key].(string); ok {
		return s
	}
	return orElse
}

func (d definition) flag(key string, orElse bool) bool {
	return d.text(key, strconv.FormatBool(orElse)) == "true"
}

func (d definition) number(key string, orElse int) int {
	n, err := strconv.Atoi(d.text(key, ""))
	if err != nil {
		return orElse
	}
	return n
}

// list reads a list, or a text with commas.
func (d definition) list(key string) []string {
	switch v := d[key].(type) {
	case []any:
		var out []string
		for _, x := range v {
			s, _ := x.(string)
			out = append(out, s)
		}
		return out
	case string:
		var out []string
		for s := range strings.SplitSeq(v, ",") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}
