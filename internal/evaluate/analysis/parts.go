package analysis

import (
	"regexp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/pattern"
)

// Parts of the server that are known by name and not computed here.
var (
	otherTokenizers = []string{"uax_url_email", "thai", "classic", "simple_pattern", "simple_pattern_split", "PathHierarchy"}
	otherFilters    = []string{"word_delimiter", "word_delimiter_graph", "shingle", "synonym", "synonym_graph", "snowball", "kstem", "stemmer",
		"stemmer_override", "pattern_capture", "condition", "multiplexer", "min_hash", "hunspell", "predicate_token_filter", "keep", "keep_types",
		"cjk_bigram", "cjk_width", "common_grams", "delimited_payload", "dictionary_decompounder", "hyphenation_decompounder", "flatten_graph",
		"keyword_repeat", "remove_duplicates", "classic", "arabic_normalization", "arabic_stem", "bengali_normalization", "brazilian_stem", "czech_stem",
		"dutch_stem", "french_stem", "german_normalization", "german_stem", "hindi_normalization", "indic_normalization", "persian_normalization",
		"russian_stem", "scandinavian_folding", "scandinavian_normalization", "serbian_normalization", "sorani_normalization", "type_as_payload",
		"concatenate_graph", "edgeNGram", "nGram"}
)

// tokenizer finds a tokenizer by name: declared or built in.
func (r *Registry) tokenizer(name string) (func(string) []Token, error) {
	def := r.declared("tokenizer", name)
	kind := def.text("type", name)
	switch kind {
	case "standard":
		longest := def.number("max_token_length", maxTokenLength)
		return func(text string) []Token { return standardTokens(text, longest) }, nil
	case "keyword":
		return keywordTokens, nil
	case "whitespace":
		if def["max_token_length"] != nil {
			return nil, fault.Unsupported("tokenizer [whitespace] with [max_token_length]")
		}
		return whitespaceTokens, nil
	case "letter":
		return letterTokens, nil
	case "lowercase":
		return func(text string) []Token { return lower(letterTokens(text)) }, nil
	case "pattern":
		pattern, err := javaPattern(def.text("pattern", `\W+`), def.text("flags", ""))
		return split(pattern, def.number("group", -1)), err
	case "ngram", "edge_ngram":
		return gramTokenizer(kind, def)
	case "char_group":
		return charGroup(def)
	case "path_hierarchy":
		return pathHierarchy(def, r.stepsPaths)
	}
	if slices.Contains(otherTokenizers, kind) {
		return nil, fault.Unsupported("tokenizer [%s]", kind)
	}
	if def != nil {
		return nil, fault.Illegal("Unknown tokenizer type [%s] for [%s]", kind, name)
	}
	return nil, unknownPart(name)
}

func gramTokenizer(kind string, def definition) (func(string) []Token, error) {
	g := grams{low: def.number("min_gram", 1), high: def.number("max_gram", 2), edge: kind == "edge_ngram"}
	if kind == "ngram" && g.high-g.low > 1 {
		return nil, fault.Illegal("The difference between max_gram and min_gram in NGram Tokenizer must be less than or equal to: [1] but was [%d]. "+
			"This limit can be set by changing the [index.max_ngram_diff] index level setting.", g.high-g.low)
	}
	var classes []func(rune) bool
	for _, name := range def.list("token_chars") {
		class, ok := letterClasses[strings.ToLower(name)]
		if !ok {
			return nil, fault.Unsupported("tokenizer [%s] with token_chars [%s]", kind, name)
		}
		classes = append(classes, class)
	}
	if len(classes) > 0 {
		g.keep = anyOf(classes)
	}
	return g.tokens, nil
}

func charGroup(def definition) (func(string) []Token, error) {
	var classes []func(rune) bool
	for _, name := range def.list("tokenize_on_chars") {
		class, ok := letterClasses[name]
		switch letters := []rune(name); {
		case ok:
		case len(letters) == 1:
			class = func(r rune) bool { return r == letters[0] }
		case name == `\n` || name == `\t` || name == `\r`:
			class = func(r rune) bool { return r == map[string]rune{`\n`: '\n', `\t`: '\t', `\r`: '\r'}[name] }
		default:
			return nil, fault.Unsupported("tokenizer [char_group] with [%s]", name)
		}
		classes = append(classes, class)
	}
	cut := anyOf(classes)
	return func(text string) []Token { return runs(text, func(r rune) bool { return !cut(r) }) }, nil
}

func pathHierarchy(def definition, steps bool) (func(string) []Token, error) {
	delimiter := []rune(def.text("delimiter", "/"))
	replacement := []rune(def.text("replacement", string(delimiter)))
	if len(delimiter) != 1 || len(replacement) != 1 {
		return nil, fault.Illegal("delimiter must be a one char value")
	}
	if def.flag("reverse", false) || def.number("skip", 0) != 0 {
		return nil, fault.Unsupported("tokenizer [path_hierarchy] with [reverse] or [skip]")
	}
	return pathTokens(delimiter[0], replacement[0], steps), nil
}

// javaPattern compiles a Java regular expression where Go's means the same.
func javaPattern(text, flags string) (*regexp.Regexp, error) {
	for flag := range strings.SplitSeq(flags, "|") {
		switch strings.TrimSpace(flag) {
		case "":
		case "CASE_INSENSITIVE":
			text = "(?i)" + text
		case "MULTILINE":
			text = "(?m)" + text
		case "DOTALL":
			text = "(?s)" + text
		default:
			return nil, fault.Unsupported("regular expression with the flag [%s]", flag)
		}
	}
	if strings.Contains(text, "&&") || strings.Contains(text, `\h`) || strings.Contains(text, `\R`) {
		return nil, fault.Unsupported("regular expression [%s]", text)
	}
	p, err := regexp.Compile(text)
	if err != nil {
		return nil, fault.Unsupported("regular expression [%s]", text)
	}
	return p, nil
}

// charFilter finds a char filter by name.
func (r *Registry) charFilter(name string) (charFilter, error) {
	def := r.declared("char_filter", name)
	switch kind := def.text("type", name); {
	case kind == "mapping" && def != nil:
		return mappingFilter(def)
	case kind == "pattern_replace" && def != nil:
		pattern, err := javaPattern(def.text("pattern", ""), def.text("flags", ""))
		return replacedIn(pattern, goReplacement(def.text("replacement", ""))), err
	case kind == "html_strip":
		return nil, fault.Unsupported("char filter [html_strip]")
	case def != nil:
		return nil, fault.Illegal("Unknown char_filter type [%s] for [%s]", kind, name)
	}
	return nil, unknownPart(name)
}

func mappingFilter(def definition) (charFilter, error) {
	if def["mappings_path"] != nil || def["mappings"] == nil {
		return nil, fault.Unsupported("char filter [mapping] with [mappings_path]")
	}
	rules := map[string]string{}
	for i, rule := range def.list("mappings") {
		from, to, ok := strings.Cut(rule, "=>")
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
		if !ok || from == "" {
			return nil, fault.New(500, "runtime_exception", "Line [%d]: Invalid mapping rule : [%s]", i+1, rule)
		}
		if strings.Contains(from+to, `\`) {
			return nil, fault.Unsupported("char filter [mapping] with \\")
		}
		rules[from] = to
	}
	return mapped(rules), nil
}

var javaGroup = pattern.New(`\$(\d)`)

// goReplacement writes Java's $1 as ${1}.
func goReplacement(text string) string { return javaGroup.ReplaceAllString(text, "$${$1}") }
