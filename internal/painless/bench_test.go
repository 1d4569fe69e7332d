package painless_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// twoFields is a document with a number and a word.
type twoFields struct{ number, word *javavalue.List }

func (twoFields) Has(string) bool { return true }

func (f twoFields) Values(name string) (*javavalue.List, error) {
	if name == "n" {
		return f.number, nil
	}
	return f.word, nil
}

// BenchmarkFieldScript is a script query's script over one document.
func BenchmarkFieldScript(b *testing.B) {
	script, err := painless.Compile("doc['n'].value > params.least && doc['w'].size() > 0 && doc['w'].value == 'word'", painless.Filter)
	if err != nil {
		b.Fatal(err)
	}
	params := javavalue.NewHashMap()
	params.Put("least", int32(3))
	doc := twoFields{painless.DocValues(painless.LongValues, []painless.Value{int64(5)}), painless.DocValues(painless.StringValues, []painless.Value{"word"})}
	for b.Loop() {
		if v, err := script.Run(painless.Bindings{Params: params, Doc: doc}); err != nil || v != true {
			b.Fatal(v, err)
		}
	}
}
