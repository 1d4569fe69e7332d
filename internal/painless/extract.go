package painless

import "slices"

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
