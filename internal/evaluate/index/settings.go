package index

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Flatten brings settings to one form: full keys with "index." in front, values
// as texts, lists as lists.
func Flatten(settings *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	var walk func(prefix string, v any)
	walk = func(prefix string, v any) {
		switch v := v.(type) {
		case *orderedjson.Object:
			for _, m := range v.Members() {
				key := m.Key
				if prefix != "" {
					key = prefix + "." + key
				}
				walk(key, m.Value)
			}
		default:
			if !strings.HasPrefix(prefix, "index.") {
				prefix = "index." + prefix
			}
			out.Set(prefix, settingValue(v))
		}
	}
	walk("", settings)
	return out
}

func settingValue(v any) any {
	switch v := v.(type) {
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = text(v[i])
		}
		return list
	case nil:
		return nil
	}
	return text(v)
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	}
	return ""
}

func list(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

func mergeSettings(layers []*orderedjson.Object) (*orderedjson.Object, error) {
	out := orderedjson.NewObject()
	for _, l := range layers {
		for _, m := range Flatten(l.Object("settings")).Members() {
			out.Set(m.Key, m.Value)
		}
	}
	for key, value := range map[string]string{"index.number_of_shards": "1", "index.number_of_replicas": "1", "index.replication.type": "DOCUMENT"} {
		if !out.Has(key) {
			out.Set(key, value)
		}
	}
	for key := range out.Members() {
		if m := out.Members()[key]; strings.HasPrefix(m.Key, "index.sort.") || strings.HasPrefix(m.Key, "index.similarity.") {
			return nil, fault.Unsupported("index setting [%s]", m.Key)
		}
	}
	return out, nil
}

// mappingSettings picks what a mapping depends on out of flat settings.
func mappingSettings(settings *orderedjson.Object) (mapping.Settings, error) {
	out := mapping.DefaultSettings()
	for _, m := range settings.Members() {
		value := text(m.Value)
		var err error
		switch m.Key {
		case "index.mapping.total_fields.limit":
			out.FieldLimit, err = strconv.Atoi(value)
		case "index.mapping.depth.limit":
			out.DepthLimit, err = strconv.Atoi(value)
		case "index.mapping.ignore_malformed":
			out.IgnoreMalformed = value == "true"
		case "index.mapping.coerce":
			out.Coerce = value != "false"
		case "index.analysis.analyzer.default.type":
			if value != "standard" {
				return out, fault.Unsupported("default analyzer [%s]", value)
			}
		}
		if err != nil {
			return out, fault.Illegal("Failed to parse value [%s] for setting [%s]", value, m.Key)
		}
	}
	normalizers, err := readNormalizers(settings)
	out.Normalizers = normalizers
	return out, err
}

// readNormalizers reads index.analysis.normalizer.NAME.{type,filter}. Filters
// other than lowercase and asciifolding are refused when a field uses them, that
// is: the name stays unknown until then; here it is an UnsupportedError.
func readNormalizers(settings *orderedjson.Object) (map[string]func(string) string, error) {
	const prefix = "index.analysis.normalizer."
	out := map[string]func(string) string{}
	for _, m := range settings.Members() {
		rest, ok := strings.CutPrefix(m.Key, prefix)
		if !ok {
			continue
		}
		name, key, _ := strings.Cut(rest, ".")
		switch key {
		case "type":
		case "filter":
			filters, ok := m.Value.([]any)
			if !ok {
				filters = []any{m.Value}
			}
			chain, err := filterChain(filters)
			if err != nil {
				return nil, err
			}
			out[name] = chain
		default:
			return nil, fault.Unsupported("normalizer with [%s]", key)
		}
		if _, ok := out[name]; !ok {
			out[name] = func(s string) string { return s }
		}
	}
	return out, nil
}

func filterChain(filters []any) (func(string) string, error) {
	var chain []func(string) string
	for _, f := range filters {
		switch text(f) {
		case "lowercase":
			chain = append(chain, analysis.Lower)
		case "uppercase":
			chain = append(chain, strings.ToUpper)
		case "trim":
			chain = append(chain, strings.TrimSpace)
		case "asciifolding":
			chain = append(chain, foldASCII)
		default:
			return nil, fault.Unsupported("normalizer filter [%s]", text(f))
		}
	}
	return func(s string) string {
		for _, f := range chain {
			s = f(s)
		}
		return s
	}, nil
}

// folded are letters of Latin-1 and Latin Extended-A that fold to ASCII without
// being composed of a letter and marks.
var folded = map[rune]string{'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ø': "o", 'Ø': "O", 'đ': "d",
	'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "TH", 'ł': "l", 'Ł': "L", 'ħ': "h", 'Ħ': "H", 'ı': "i", 'ŧ': "t", 'Ŧ': "T",
	'ĸ': "q", 'ŋ': "n", 'Ŋ': "N", 'ŉ': "'n", 'ſ': "s", 'ĳ': "ij", 'Ĳ': "IJ", 'ŀ': "l", 'Ŀ': "L", '‘': "'", '’': "'", '“': "\"",
	'”': "\"", '«': "\"", '»': "\"", '‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-"}

// foldASCII is Lucene's asciifolding for Latin letters.
func foldASCII(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		if f, ok := folded[r]; ok {
			b.WriteString(f)
			continue
		}
		base := []rune(norm.NFD.String(string(r)))
		if len(base) > 1 && base[0] < 0x80 && unicode.Is(unicode.Mn, base[1]) {
			b.WriteRune(base[0])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
