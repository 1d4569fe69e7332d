package painless

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// statements are the places of a script at which the server saw a statement
// begin, in bytes: the name of a declared variable, the first letter of any
// other statement.
type statements struct {
	begin  []int // in no order, until sorted
	length int   // of the script
}

func (s *statements) add(offset int) { s.begin = append(s.begin, offset) }

// around are the bounds of the part of the script that the server extracts for an
// error: from the last statement that begins before it to the next one, nested
// or not (asked of 2.19.4).
func (s statements) around(offset int) (start, end int) {
	end = s.length
	for _, at := range s.begin {
		if at <= offset {
			start = at
		}
	}
	for _, at := range s.begin {
		if at > start {
			return start, at
		}
	}
	return start, end
}

func (s statements) sorted() statements {
	slices.Sort(s.begin)
	return s
}

// mark notes that the code of a node begins: the server tells the last place
// noted before the code that throws, which need not be its own.
func (a *analyzer) mark(offset int) { a.marked = offset }

// places brings places in bytes to the UTF-16 units in which Java counts; nil
// where they are the same.
type places []int

func placesOf(source string) places {
	plain := true
	for i := range len(source) {
		plain = plain && source[i] < utf8.RuneSelf
	}
	if plain {
		return nil
	}
	at, n := make(places, len(source)+1), 0
	for i := 0; i < len(source); {
		r, width := utf8.DecodeRuneInString(source[i:])
		for j := range width {
			at[i+j] = n
		}
		i += width
		n += utf16.RuneLen(r)
	}
	at[len(source)] = n
	return at
}

func (p places) of(offset int) int {
	if p == nil {
		return offset
	}
	return p[min(max(offset, 0), len(p)-1)]
}

func (p places) refused(e *UnsupportedError) error {
	return &UnsupportedError{Construct: e.Construct, Offset: p.of(e.Offset)}
}
