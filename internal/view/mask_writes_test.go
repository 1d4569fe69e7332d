package view_test

import (
	"bytes"
	"testing"

	"github.com/alertplan/alertplan/internal/view"
)

// A secret that begins another must not be masked alone, or the rest of the
// longer one shows: however a text is cut into writes.
func TestMaskOfWritesOfAnySize(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"hunter2 hunt", "(sensitive) (sensitive)"},
		{"xabcdefgh.", "(sensitive)."},
		{"a hunterhunter2", "a (sensitive)er(sensitive)"},
	} {
		for size := 1; size <= len(tt.text); size++ {
			var out bytes.Buffer
			m := view.NewMask(&out)
			m.Hide("hunt", "hunter2", "xabc", "abcdefgh", "abc", "")
			for i := 0; i < len(tt.text); i += size {
				m.Write([]byte(tt.text[i:min(i+size, len(tt.text))]))
			}
			m.Flush()
			if out.String() != tt.want {
				t.Errorf("in parts of %d bytes %q becomes %q, want %q", size, tt.text, out.String(), tt.want)
			}
		}
	}
}
