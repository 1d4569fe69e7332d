package analysis

import (
	"slices"
	"testing"
)

// FuzzASCII: ASCII texts are cut as all texts are.
func FuzzASCII(f *testing.F) {
	for _, text := range []string{"it's a.b 1.5 1,000;2 a:b 1:2 a_1 __ _a 1a.b2 a.1 'x' a..b e.g. http://x.y/z?a=b&c=d\r\n\"k\":\"v\"", "a.b.", "x-y @t 1_000.5_", "a'", "a':b", "1;a"} {
		f.Add(text, 255)
	}
	f.Add("abcdefghij.k 0123456789,1 ____________", 4)
	f.Fuzz(func(t *testing.T, text string, longest int) {
		if !isASCII(text) || longest < 1 || longest > 255 {
			return
		}
		if got, want := asciiTokens(text, longest), unicodeTokens(text, longest); !slices.Equal(got, want) {
			t.Errorf("%q at %d: %v, want %v", text, longest, got, want)
		}
	})
}
