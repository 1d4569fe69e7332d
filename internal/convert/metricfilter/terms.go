package metricfilter

import (
	"slices"
	"strings"
)

// terms reads words: WORD, "a phrase", -EXCLUDED, ?EITHER ?OR, %regex%.
func (s *scanner) terms() (Pattern, *Problem) {
	t := &Terms{}
	for !s.end() {
		list := &t.Wanted
		switch {
		case s.take("-"):
			list = &t.Unwanted
		case s.take("?"):
			list = &t.Optional
		}
		value, problem := s.value("")
		if problem != nil {
			return nil, problem
		}
		if strings.TrimSpace(value.Text) == "" && !value.Regex {
			continue // " " is every event (the page)
		}
		*list = append(*list, value)
	}
	return t, nil
}

// delimited reads names with conditions, between brackets.
func (s *scanner) delimited() (Pattern, *Problem) {
	start := s.at
	s.take("[")
	d := &Delimited{}
	for {
		field, problem := s.field()
		if problem != nil {
			return nil, problem
		}
		d.Fields = append(d.Fields, field)
		switch {
		case s.take(","):
		case s.take("]"):
			return d, s.finish(d)
		case s.end():
			return nil, fail(start, "This bracket is never closed.")
		default:
			return nil, fail(s.at, "There should be a comma or ] here, not %s.", s.near())
		}
	}
}

func (s *scanner) finish(d *Delimited) *Problem {
	if !s.end() {
		return fail(s.at, "Nothing can follow the ], but here stands %s.", s.near())
	}
	isEllipsis := func(f Field) bool { return f.Ellipsis }
	if i := slices.IndexFunc(d.Fields, isEllipsis); i >= 0 {
		if j := slices.IndexFunc(d.Fields[i+1:], isEllipsis); j >= 0 {
			return fail(d.Fields[i+1+j].At, "There can be one ... only: otherwise nobody can tell which fields it stands for.")
		}
	}
	return nil
}

// field reads one place of a line: a name, a condition on it, or "...".
func (s *scanner) field() (Field, *Problem) {
	s.blanks()
	f := Field{At: s.at}
	if s.take("...") || s.take("…") {
		f.Ellipsis = true
		return f, nil
	}
	if c := s.peek(); c == ',' || c == ']' {
		return f, nil // a field without a name
	}
	if c := s.peek(); c != '(' {
		f.Name = s.name()
		if f.Name == "" {
			return f, fail(s.at, "There should be a field's name here, not %s.", s.near())
		}
		if c := s.peek(); c == ',' || c == ']' || c == 0 {
			return f, nil
		}
		s.at = f.At
	}
	condition, problem := s.any(0, func() (Condition, *Problem) { return s.ofField(&f) })
	f.Condition = condition
	return f, problem
}

func (s *scanner) name() string {
	s.blanks()
	start := s.at
	for s.at < len(s.text) && isNameByte(s.text[s.at]) {
		s.at++
	}
	return s.text[start:s.at]
}

// ofField reads a comparison of the field that it stands for, by its name.
func (s *scanner) ofField(f *Field) (Condition, *Problem) {
	s.blanks()
	at := s.at
	name := s.name()
	switch {
	case name == "":
		return nil, fail(at, "There should be a field's name here, not %s.", s.near())
	case f.Name == "":
		f.Name = name
	case !strings.EqualFold(name, f.Name): // the page has [w1=ERROR || W1=WARNING, w2]
		return nil, fail(at, "A condition is on the field that it stands at, %s, not on %s.", f.Name, name)
	}
	operator, ok := s.operator()
	if !ok {
		return nil, fail(s.at, "After %s comes =, !=, <, <=, > or >=, not %s.", name, s.near())
	}
	value, problem := s.value("(),]&|=<>!")
	if problem != nil {
		return nil, problem
	}
	return &Comparison{Selector: Selector{Text: name, At: at}, Operator: operator, Value: value}, s.checked(operator, value)
}
