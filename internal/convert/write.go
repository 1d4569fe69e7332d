package convert

import (
	"fmt"
	"strings"
)

// Text is objects as a file of the language, before it is laid out as fmt does.
func Text(objects []Object) ([]byte, error) {
	var b strings.Builder
	for i, o := range objects {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, line := range o.Comment {
			b.WriteString(strings.TrimRight("# "+clean(line), " ") + "\n")
		}
		text, ok := o.Block.Text("")
		if !ok {
			text, ok = o.Block.OnLines().Text("")
		}
		if !ok {
			return nil, fmt.Errorf("%s holds a text that a file can't say", o.Address())
		}
		b.WriteString(text + "\n")
	}
	return []byte(b.String()), nil
}

// clean is a line of a comment: what would end it is a blank.
func clean(line string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, line)
}
