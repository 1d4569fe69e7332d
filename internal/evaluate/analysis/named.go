package analysis

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// languages are the server's other analyzers, refused by name.
var languages = []string{"arabic", "armenian", "basque", "bengali", "brazilian", "bulgarian", "catalan", "cjk", "czech", "danish", "dutch",
	"estonian", "finnish", "french", "galician", "german", "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "latvian", "lithuanian",
	"norwegian", "persian", "portuguese", "romanian", "russian", "sorani", "spanish", "swedish", "turkish", "thai", "snowball", "chinese"}

var builtIn = map[string]bool{"default": true, "standard": true, "whitespace": true, "simple": true, "stop": true, "keyword": true,
	"english": true, "pattern": true, "fingerprint": true}

// Named finds a built-in analyzer. Those of other languages than English are an
// UnsupportedError; what is none is an illegal_argument_exception.
func Named(name string) (Analyzer, error) {
	switch {
	case name == "" || name == "default":
		return Standard, nil
	case builtIn[name]:
		return configured(name, name, nil)
	case slices.Contains(languages, name):
		return nil, fault.Unsupported("analyzer [%s]", name)
	}
	return nil, fault.Illegal("failed to find global analyzer [%s]", name)
}

// configured is a built-in analyzer with options.
func configured(name, kind string, def definition) (Analyzer, error) {
	if kind != "keyword" && kind != "simple" && kind != "whitespace" && kind != "pattern" {
		for _, key := range []string{"stopwords_path", "stem_exclusion"} {
			if def[key] != nil {
				return nil, fault.Unsupported("analyzer with [%s]", key)
			}
		}
	}
	english := map[string]bool{"stop": true, "english": true}[kind]
	words, err := def.stopWords(english)
	if err != nil {
		return nil, err
	}
	drop := only(func(t Token) bool { return !words[t.Term] })
	switch kind {
	case "standard":
		longest := def.number("max_token_length", maxTokenLength)
		return func(text string) []Token { return drop(lower(standardTokens(text, longest))) }, nil
	case "whitespace":
		return whitespaceTokens, nil
	case "simple":
		return func(text string) []Token { return lower(letterTokens(text)) }, nil
	case "stop":
		return func(text string) []Token { return drop(lower(letterTokens(text))) }, nil
	case "keyword":
		return func(text string) []Token { return []Token{{Term: text, End: units(text)}} }, nil
	case "english":
		return func(text string) []Token {
			return each(porter)(drop(lower(each(possessive)(standardTokens(text, maxTokenLength)))))
		}, nil
	case "pattern":
		return patternAnalyzer(def, drop)
	case "fingerprint":
		one := fingerprint(def.text("separator", " "), def.number("max_output_size", 255))
		return func(text string) []Token { return ended(one(drop(each(FoldASCII)(Standard(text)))), text) }, nil
	}
	if slices.Contains(languages, kind) {
		return nil, fault.Unsupported("analyzer [%s]", kind)
	}
	return nil, fault.Illegal("Unknown analyzer type [%s] for [%s]", kind, name)
}

func patternAnalyzer(def definition, drop Filter) (Analyzer, error) {
	pattern, err := javaPattern(def.text("pattern", `\W+`), def.text("flags", ""))
	if err != nil {
		return nil, err
	}
	cut := split(pattern, -1)
	if !def.flag("lowercase", true) {
		return func(text string) []Token { return drop(cut(text)) }, nil
	}
	return func(text string) []Token { return drop(lower(cut(text))) }, nil
}

// stopWords reads a list of words, "_english_" or "_none_".
func (d definition) stopWords(english bool) (map[string]bool, error) {
	list := d.list("stopwords")
	if d["stopwords"] == nil && english {
		return stopWords, nil
	}
	out := map[string]bool{}
	for _, word := range list {
		switch {
		case word == "_english_":
			for w := range stopWords {
				out[w] = true
			}
		case word == "_none_":
		case len(word) > 2 && word[0] == '_' && word[len(word)-1] == '_':
			return nil, fault.Unsupported("stop words [%s]", word)
		default:
			out[word] = true
		}
	}
	return out, nil
}
