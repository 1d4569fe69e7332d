package search

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
)

// docSource is a script's text with doc['field'] put as Painless can run it: as
// a list among the params, whose .value is a function that throws where there is
// none. What is not of this form is refused.
type docSource struct {
	original, text string
	fields         []*mapping.Field
	wantsSource    bool
	moved          []moved
}

// moved says which byte of the text comes from which byte of the original.
type moved struct{ text, original int }

// What the rewritten text declares. The names can't be met by chance.
const (
	docParam     = "_doc_values__"
	valueOf      = "_doc_value__"
	noField      = "_doc_none__"
	valueOfText  = `def ` + valueOf + `(def v) { if (v.isEmpty()) { throw new IllegalStateException("A document doesn't have a value for a field! Use doc[<field>].size()==0 to check if a document is missing a field!") } return v.get(0) } `
	noFieldText  = `def ` + noField + `(def f) { throw new IllegalArgumentException("No field found for [" + f + "] in mapping") } `
	paramsDoc    = `params['` + docParam + `']`
	sourceParam  = "_source"
	longestField = 1000
)

var (
	// names are what a script is cut into: texts and comments as a whole, names.
	names = regexp.MustCompile(`(?s)'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|[A-Za-z_$][A-Za-z_$0-9]*`)
	// docField is doc['field'] or doc.field, with what is asked of it.
	docField = regexp.MustCompile(`^doc\s*(?:\[\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\]|\.([a-z_A-Z][a-zA-Z_0-9]*))(\s*\.\s*(value\b|size\(\)|isEmpty\(\)|empty\b|length\b|get\(|contains\(|stream\(|values\b)|\s*\[)?`)
	// paramOf is params.name or params['name'].
	paramOf = regexp.MustCompile(`^params\s*(?:\.\s*([A-Za-z_][A-Za-z_0-9]*)\s*(\(?)|\[\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\])`)
)

// readDocSource rewrites a script's text.
func (s *shard) readDocSource(source string, use scriptUse) (docSource, error) {
	r := &docReader{shard: s, use: use, out: docSource{original: source}}
	for r.at < len(source) {
		at := names.FindStringIndex(source[r.at:])
		if at == nil {
			break
		}
		r.copy(at[0])
		word := source[r.at : r.at+at[1]-at[0]]
		dotted := strings.HasSuffix(strings.TrimRight(source[:r.at], " \t\r\n"), ".")
		var err error
		switch {
		case dotted:
			r.copy(len(word))
		case word == "doc":
			err = r.doc()
		case word == "params":
			err = r.param()
		case word == "_value" || word == "_score" || strings.HasPrefix(word, "_doc_"):
			err = fault.Unsupported("script with [%s]", word)
		default:
			r.copy(len(word))
		}
		if err != nil {
			return docSource{}, err
		}
	}
	r.copy(len(source) - r.at)
	return r.finish(), nil
}

// docReader goes through a script.
type docReader struct {
	shard *shard
	use   scriptUse
	at    int // in the original
	text  strings.Builder
	out   docSource
}

func (r *docReader) copy(n int) {
	r.out.moved = append(r.out.moved, moved{r.text.Len(), r.at})
	r.text.WriteString(r.out.original[r.at : r.at+n])
	r.at += n
}

// put writes a text for the next n bytes of the original.
func (r *docReader) put(text string, n int) {
	r.out.moved = append(r.out.moved, moved{r.text.Len(), r.at})
	r.text.WriteString(text)
	r.at += n
}

func (r *docReader) doc() error {
	m := docField.FindStringSubmatch(r.out.original[r.at:])
	if m == nil {
		return fault.Unsupported("script with doc but for doc['field']")
	}
	path := m[1] + m[2] + m[3]
	asked := strings.TrimSpace(m[4])
	asked = strings.TrimSpace(strings.TrimPrefix(asked, "."))
	whole := len(m[0]) - len(m[4])
	var f *mapping.Field
	if r.shard.Index != nil {
		f = r.shard.field(path)
	}
	switch {
	case r.shard.Index == nil:
		return fault.Unsupported("script of a pipeline aggregation with doc")
	case asked == "" || asked == "values" || len(path) > longestField:
		return fault.Unsupported("script with doc['%s'] but for its value, values by number and size", path)
	case f == nil && r.shard.known(path), f != nil && f.Path != path:
		return fault.Unsupported("script with doc['%s']", path)
	case f == nil:
		r.put(noField+"('"+path+"')", whole)
		return nil
	case f.Type == "text" || !f.DocValues || f.Nested != "":
		return fault.Unsupported("script with doc['%s'] of type [%s]", path, f.Type)
	}
	r.out.fields = append(r.out.fields, f)
	list := fmt.Sprintf("%s['%s']", paramsDoc, path)
	if asked == "value" {
		r.put(valueOf+"("+list+")", len(m[0]))
	} else {
		r.put(list, whole)
	}
	return nil
}

// param lets params.name pass: the map itself holds more on the server.
func (r *docReader) param() error {
	m := paramOf.FindStringSubmatch(r.out.original[r.at:])
	if m == nil || m[2] != "" {
		return fault.Unsupported("script with params but for params.name")
	}
	switch name := m[1] + m[3] + m[4]; {
	case name == sourceParam && r.use.source:
		r.out.wantsSource = true
	case name == sourceParam || name == "doc" || name == "_doc" || name == "_fields" || name == "_agg" || name == docParam:
		return fault.Unsupported("script with params.%s", name)
	}
	r.copy(len(m[0]))
	return nil
}

// finish declares the functions before the script, which stays as it is where it
// asks for no document.
func (r *docReader) finish() docSource {
	out := r.out
	out.text = r.text.String()
	before := ""
	for name, text := range map[string]string{valueOf: valueOfText, noField: noFieldText} {
		if strings.Contains(out.text, name) {
			before += text
		}
	}
	out.text = before + out.text
	for i := range out.moved {
		out.moved[i].text += len(before)
	}
	return out
}

// reads tells whether the script asks for a field of the type.
func (s docSource) reads(fieldType string) bool {
	return slices.ContainsFunc(s.fields, func(f *mapping.Field) bool { return f.Type == fieldType })
}

// place is the offset in the original, in UTF-16 units, of a byte of the text.
func (s docSource) place(offset int) int {
	at := 0
	for _, m := range s.moved {
		if m.text <= offset {
			at = m.original + offset - m.text
		}
	}
	at = min(max(at, 0), len(s.original))
	return len(utf16.Encode([]rune(s.original[:at])))
}

// bind puts a document's values among the params.
func (s docSource) bind(params *javavalue.Map, on *shard, d *doc) error {
	if s.wantsSource {
		params.Put(sourceParam, javavalue.FromJSON(d.top.Source))
	}
	if len(s.fields) == 0 {
		return nil
	}
	values := javavalue.NewHashMap()
	for _, f := range s.fields {
		list := &javavalue.List{ReadOnly: true, Class: "org.opensearch.index.fielddata.ScriptDocValues"}
		if v := d.Values[f.Path]; v != nil {
			list.Items = scriptValues(f, v)
		}
		values.Put(f.Path, list)
	}
	params.Put(docParam, values)
	return nil
}

// scriptValues are a field's values as scripts see them.
func scriptValues(f *mapping.Field, v *mapping.Values) []javavalue.Value {
	var out []javavalue.Value
	for _, n := range v.Ints {
		switch f.Type {
		case "date":
			out = append(out, javavalue.ZonedDateTime{Time: time.UnixMilli(n).UTC(), Zone: "Z"})
		case "boolean":
			out = append(out, n == 1)
		case "scaled_float":
			out = append(out, float64(n)/f.Scaling)
		default:
			out = append(out, n)
		}
	}
	for _, n := range v.Floats {
		out = append(out, n)
	}
	for _, t := range v.Terms {
		if f.Type == "ip" {
			t = mapping.PrintIP(t)
		}
		out = append(out, t)
	}
	return out
}
