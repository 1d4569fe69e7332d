package convert

import (
	"fmt"
	"path"
	"strings"
	"unicode"
)

// Labels gives each object of a run a label of its own.
type Labels struct{ taken map[string]bool }

// Take makes a label of a name: small letters, digits and underscores. Kinds of objects
// have names apart.
func (l *Labels) Take(kind, name string) string {
	if l.taken == nil {
		l.taken = map[string]bool{}
	}
	first := Label(name)
	label := first
	for n := 2; l.taken[kind+"."+label]; n++ {
		number := fmt.Sprintf("_%d", n)
		label = cut(first, longestLabel-len(number)) + number
	}
	l.taken[kind+"."+label] = true
	return label
}

// longestLabel is how many characters the language takes.
const longestLabel = 64

// cut is a label of so many characters at most, whole words of it where it has some.
func cut(label string, longest int) string {
	if len(label) <= longest {
		return label
	}
	if word := strings.LastIndexByte(label[:longest+1], '_'); word > longest/2 {
		longest = word
	}
	return strings.TrimRight(label[:longest], "_")
}

// Label is a name as a label has it; what has no letter becomes "converted".
func Label(name string) string {
	var b strings.Builder
	before := rune(0)
	for _, r := range name {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if unicode.IsUpper(r) && unicode.IsLower(before) {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(r))
		case !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		before = r
	}
	label := strings.Trim(b.String(), "_")
	switch {
	case !strings.ContainsFunc(label, unicode.IsLetter) && label != "":
		return cut("converted_"+label, longestLabel)
	case label == "":
		return "converted"
	case unicode.IsDigit(rune(label[0])):
		return cut("m_"+label, longestLabel)
	}
	return cut(label, longestLabel)
}

// Title is the name of what a source holds, where the source says none: the option, or
// the file's name without what it ends with.
func (o Options) Title(s Source) string {
	if o.Name != "" {
		return o.Name
	}
	base := path.Base(strings.ReplaceAll(s.Name, `\`, "/"))
	if base = strings.TrimSuffix(base, path.Ext(base)); base == "" || s.Name == Stdin {
		return "Converted"
	}
	return base
}

// Stdin is the name of a source that came from the standard input.
const Stdin = "<stdin>"
