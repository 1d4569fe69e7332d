package metricfilter

import (
	"strconv"
	"strings"
)

// selector reads $.a.b, $.a[0], $.a[*].b, $.['a.b'] and their like.
func (s *scanner) selector() (Selector, *Problem) {
	s.blanks()
	start := s.at
	if !s.take("$") {
		return Selector{}, fail(start, "There should be a selector such as $.eventName here, not %s.", s.near())
	}
	var steps []Step
	wild := 0
	for s.at < len(s.text) && (s.text[s.at] == '.' || s.text[s.at] == '[') {
		at := s.at
		step, problem := s.step()
		if problem != nil {
			return Selector{}, problem
		}
		if step.Kind == AnyElement || step.Kind == AnyMember {
			if wild++; wild > 1 {
				return Selector{}, fail(at, "A selector has one * at most.")
			}
		}
		steps = append(steps, step)
	}
	sel := Selector{Steps: steps, Text: s.text[start:s.at], At: start}
	if len(steps) == 0 {
		return sel, fail(start, "A selector names a property: $.eventName.")
	}
	return sel, nil
}

func (s *scanner) step() (Step, *Problem) {
	start := s.at
	dotted := s.text[s.at] == '.'
	if dotted {
		s.at++
	}
	if s.at < len(s.text) && s.text[s.at] == '[' {
		return s.bracket(start)
	}
	if s.at < len(s.text) && s.text[s.at] == '*' {
		s.at++
		return Step{Kind: AnyMember}, nil
	}
	name := s.at
	for s.at < len(s.text) && isNameByte(s.text[s.at]) {
		s.at++
	}
	if s.at == name {
		return Step{}, fail(start, "A name is missing here. One with other signs than letters, digits, - and _ is written $.['my.name'].")
	}
	return Step{Kind: Member, Name: s.text[name:s.at]}, nil
}

// bracket reads [0], [*] and ['name'].
func (s *scanner) bracket(start int) (Step, *Problem) {
	end := strings.IndexByte(s.text[s.at:], ']')
	if end < 0 {
		return Step{}, fail(s.at, "This bracket is never closed.")
	}
	inside := s.text[s.at+1 : s.at+end]
	if inside != "" && (inside[0] == '\'' || inside[0] == '"') {
		return s.named(inside[:1])
	}
	s.at += end + 1
	inside = strings.TrimSpace(inside)
	if inside == "*" {
		return Step{Kind: AnyElement}, nil
	}
	n, err := strconv.ParseUint(inside, 10, 31)
	if err != nil {
		return Step{}, fail(start, "In brackets stands the number of an element, *, or a name in quotes, not %q.", inside)
	}
	return Step{Kind: Element, Index: int(n)}, nil
}

// named reads a name in quotes and the bracket after it.
func (s *scanner) named(quote string) (Step, *Problem) {
	start := s.at
	from := s.at + 2
	end := strings.Index(s.text[from:], quote)
	if end < 0 || !strings.HasPrefix(s.text[from+end+1:], "]") {
		return Step{}, fail(start, "This name ends with %s and ].", quote)
	}
	if end == 0 {
		return Step{}, fail(start, "A name can't be empty.")
	}
	s.at = from + end + 2
	return Step{Kind: Member, Name: s.text[from : from+end]}, nil
}
