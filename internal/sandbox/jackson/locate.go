package jackson

import "slices"

// Locate finds where the value at a path stands in the first value of data;
// steps are keys (string) and indices (int). ok is false where there is no such
// value before the first fault of data.
//
// Answers that name a place ("at 1:40") are rare, so values carry none and it is
// looked up when it is needed.
func Locate(data []byte, path ...any) (at Place, ok bool) {
	s := newScanner(data)
	if err := s.skipSpace(); err != nil || s.atEnd() {
		return Place{}, false
	}
	s.visit = func(visited []any, place Place) {
		if !ok && slices.Equal(visited, path) {
			at, ok = place, true
		}
	}
	_, _ = s.value(0) // a fault behind the value changes nothing
	return at, ok
}
