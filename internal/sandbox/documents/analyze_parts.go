package documents

import (
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// knownParts are the parts whose tokens keep the kinds that the tokenizer gave
// them: _analyze shows kinds.
var knownParts = map[string][]string{
	"tokenizer":   {"standard", "keyword", "whitespace", "letter", "lowercase"},
	"filter":      {"lowercase", "uppercase", "stop", "asciifolding", "trim", "reverse", "length"},
	"char_filter": {"mapping", "pattern_replace"},
}

// composed makes an analyzer of the parts that a request names or defines; without
// a tokenizer the text is one token.
func composed(body *orderedjson.Object) (analysis.Analyzer, error) {
	if body.Has("analyzer") {
		return nil, rest.ValidationFailed("cannot define extra components on a named analyzer")
	}
	parts := rest.O()
	analyzer := rest.O("type", "custom", "tokenizer", "keyword")
	for _, kind := range []string{"tokenizer", "filter", "char_filter"} {
		names := []any{}
		for i, x := range listOf(body, kind) {
			name, err := part(parts, kind, i, x)
			if err != nil {
				return nil, err
			}
			names = append(names, name)
		}
		if kind != "tokenizer" {
			analyzer.Set(kind, names)
		} else if len(names) > 0 {
			analyzer.Set(kind, names[0])
		}
	}
	parts.Set("analyzer", rest.O("request", analyzer))
	registry, err := analysis.NewRegistry(index.Flatten(rest.O("index", rest.O("analysis", parts))))
	if err != nil {
		return nil, told(err)
	}
	found, err := registry.Analyzer("request")
	return found, told(err)
}

func listOf(body *orderedjson.Object, key string) []any {
	v, ok := body.Get(key)
	if list, isList := v.([]any); isList || !ok {
		return list
	}
	return []any{v}
}

// part is a part's name; one that is defined in place gets one.
func part(parts *orderedjson.Object, kind string, i int, x any) (string, error) {
	def, isDefined := x.(*orderedjson.Object)
	name := textOf(x)
	if isDefined {
		name = def.Text("type")
	}
	if !slices.Contains(knownParts[kind], name) {
		return "", notEvaluated("_analyze with the " + kind + " [" + name + "]")
	}
	if !isDefined {
		return name, nil
	}
	if parts.Object(kind) == nil {
		parts.Set(kind, rest.O())
	}
	name = "part" + strconv.Itoa(i)
	parts.Object(kind).Set(name, def)
	return name, nil
}

// gapOf is how far apart the texts of a list are: analyzers that are made of parts
// keep a hundred positions between them, named ones none, a text what its mapping
// says (2.19.4).
func (s *Service) gapOf(name string, body *orderedjson.Object) int {
	if f := s.analyzedField(name, body); f != nil && f.IsText() {
		return f.Gap
	}
	if body.Has("tokenizer") || body.Has("filter") || body.Has("char_filter") {
		return 100
	}
	return 0
}

// analyzedField is the field whose analyzer a request asks for, nil for none.
func (s *Service) analyzedField(name string, body *orderedjson.Object) *mapping.Field {
	x := s.store.Get(name)
	if x == nil || body.Text("field") == "" {
		return nil
	}
	return x.Mapping.Field(body.Text("field"))
}
