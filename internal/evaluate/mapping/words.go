package mapping

import (
	"reflect"
	"slices"
	"sync"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
)

// The tests of a workspace read the same sample events again and again. What the
// standard analyzer made of a text is kept, up to a bound.
var known = struct {
	sync.Mutex
	byText map[string][]analysis.Token
	words  int
}{byText: map[string][]analysis.Token{}}

const (
	mostWords   = 1 << 18 // about 20 MiB with their texts
	longestText = 16 << 10
)

var standard = reflect.ValueOf(analysis.Standard).Pointer()

// standardWords are the words of a text by the standard analyzer, to be read only;
// ok is false where the field has another, or the text is long.
func (f *Field) standardWords(text string) (tokens []analysis.Token, ok bool) {
	if len(text) > longestText || reflect.ValueOf(f.Analyze).Pointer() != standard {
		return nil, false
	}
	known.Lock()
	tokens, ok = known.byText[text]
	known.Unlock()
	if ok {
		return tokens, true
	}
	tokens = slices.Clip(f.Analyze(text))
	known.Lock()
	defer known.Unlock()
	if known.words += len(tokens) + 1; known.words > mostWords {
		clear(known.byText)
		known.words = len(tokens) + 1
	}
	known.byText[text] = tokens
	return tokens, true
}

// readWords reads the first text of a field with the standard analyzer, whose words
// stand one after another; false leaves the text to be read otherwise.
func (f *Field) readWords(values *Values, text string) bool {
	if values.Tokens != nil || values.next > 0 {
		return false
	}
	tokens, ok := f.standardWords(text)
	if !ok {
		return false
	}
	values.Tokens, values.Length, values.next = tokens, len(tokens), len(tokens)
	return true
}

// exceeds tells whether a text has more than so many UTF-16 units.
func exceeds(text string, limit int) bool {
	if len(text) <= limit {
		return false
	}
	n := 0
	for _, r := range text {
		if n++; r >= 0x10000 {
			n++
		}
		if n > limit {
			return true
		}
	}
	return false
}
