package painless

import (
	"strings"
	"unicode/utf16"
)

// Excerpt is the part of a script that the server shows of a failure, in UTF-16
// units, and the two lines of its script_stack: that part, and an arrow beneath
// the place.
type Excerpt struct {
	Offset, Start, End int
	Lines              [2]string
}

// reach is how much of the script is shown on either side of what does not
// compile (observed on 2.19.4).
const reach = 25

// Excerpt shows where the script does not compile, with dots where it was cut.
func (e *CompileError) Excerpt(source string) Excerpt {
	text := utf16.Encode([]rune(source))
	offset := min(max(e.Offset, 0), len(text))
	x := excerptOf(text, [3]int{offset, max(0, offset-reach), min(len(text), offset+reach)})
	if x.Start > 0 {
		x.Lines[0], x.Lines[1] = "... "+x.Lines[0], "    "+x.Lines[1]
	}
	if x.End < len(text) {
		x.Lines[0] += " ..."
	}
	return x
}

// Excerpt shows the statement that throws.
func (e *RuntimeError) Excerpt(source string) Excerpt {
	text := utf16.Encode([]rune(source))
	return excerptOf(text, [3]int{e.Offset, min(max(e.Start, 0), len(text)), min(max(e.End, 0), len(text))})
}

func excerptOf(text []uint16, at [3]int) Excerpt {
	x := Excerpt{Offset: at[0], Start: at[1], End: at[2]}
	x.Lines[0] = string(utf16.Decode(text[x.Start:max(x.Start, x.End)]))
	x.Lines[1] = strings.Repeat(" ", max(0, x.Offset-x.Start)) + "^---- HERE"
	return x
}

// BytesBefore is how many bytes of source lie before a place in UTF-16 units.
func BytesBefore(source string, offset int) int {
	at := 0
	for i, r := range source {
		if at >= offset {
			return i
		}
		at += utf16.RuneLen(r)
	}
	return len(source)
}
