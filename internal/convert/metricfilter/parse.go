package metricfilter

import "strings"

// maxDepth is how deep parentheses may stand in each other.
const maxDepth = 100

// Parse reads a pattern of any kind.
func Parse(text string) (Pattern, *Problem) {
	s := &scanner{text: text}
	switch s.peek() {
	case '{':
		condition, problem := s.json()
		if problem != nil {
			return nil, problem
		}
		return &JSON{Condition: condition}, nil
	case '[':
		return s.delimited()
	default:
		return s.terms()
	}
}

func (s *scanner) json() (Condition, *Problem) {
	s.take("{")
	condition, problem := s.any(0, s.compared)
	if problem != nil {
		return nil, problem
	}
	if s.peek() == ')' {
		return nil, fail(s.at, "This parenthesis closes nothing.")
	}
	if !s.take("}") {
		return nil, fail(s.at, "There should be &&, || or } here, not %s.", s.near())
	}
	if !s.end() {
		return nil, fail(s.at, "Nothing can follow the }, but here stands %s.", s.near())
	}
	return condition, nil
}

// any reads conditions with || between them, which binds least; one reads a single one.
func (s *scanner) any(depth int, one func() (Condition, *Problem)) (Condition, *Problem) {
	list, problem := s.list("||", func() (Condition, *Problem) { return s.all(depth, one) })
	if problem != nil || len(list) == 1 {
		return first(list), problem
	}
	return &Any{Of: list}, nil
}

func (s *scanner) all(depth int, one func() (Condition, *Problem)) (Condition, *Problem) {
	list, problem := s.list("&&", func() (Condition, *Problem) { return s.group(depth, one) })
	if problem != nil || len(list) == 1 {
		return first(list), problem
	}
	return &All{Of: list}, nil
}

func first(list []Condition) Condition {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// list reads what a mark divides.
func (s *scanner) list(mark string, read func() (Condition, *Problem)) ([]Condition, *Problem) {
	var list []Condition
	for {
		c, problem := read()
		if problem != nil {
			return nil, problem
		}
		if list = append(list, c); !s.take(mark) {
			return list, nil
		}
	}
}

// group reads a condition, or several in parentheses.
func (s *scanner) group(depth int, one func() (Condition, *Problem)) (Condition, *Problem) {
	s.blanks()
	start := s.at
	if s.peek() != '(' {
		return one()
	}
	if depth >= maxDepth {
		return nil, fail(start, "Parentheses stand in more than %d others here.", maxDepth)
	}
	s.take("(")
	condition, problem := s.any(depth+1, one)
	if problem != nil {
		return nil, problem
	}
	if !s.take(")") {
		return nil, fail(start, "This parenthesis is never closed: instead of ) stands %s.", s.near())
	}
	return condition, nil
}

// compared reads a condition on a selector.
func (s *scanner) compared() (Condition, *Problem) {
	selector, problem := s.selector()
	if problem != nil {
		return nil, problem
	}
	s.blanks()
	at := s.at
	switch {
	case s.keyword("NOT", "EXISTS"):
		return &Missing{Selector: selector}, nil
	case s.keyword("EXISTS"), s.keyword("IS", "NOT"):
		return nil, fail(at, "CloudWatch has no EXISTS and no IS NOT. That something is there is = *.")
	case s.keyword("IS"):
		for _, what := range []string{"NULL", "TRUE", "FALSE"} {
			if s.keyword(what) {
				return &Is{Selector: selector, What: what}, nil
			}
		}
		return nil, fail(s.at, "After IS comes NULL, TRUE or FALSE, not %s.", s.near())
	}
	operator, ok := s.operator()
	if !ok {
		return nil, fail(at, "After %s comes =, !=, <, <=, >, >=, IS or NOT EXISTS (in capitals), not %s.", selector.Text, s.near())
	}
	value, problem := s.value("(){}=<>!&|,")
	if problem != nil {
		return nil, problem
	}
	return &Comparison{Selector: selector, Operator: operator, Value: value}, s.checked(operator, value)
}

// checked refuses values that an operator doesn't take.
func (s *scanner) checked(op Operator, v Value) *Problem {
	switch {
	case !v.Quoted && strings.HasPrefix(v.Text, "$") && !v.Regex:
		return fail(v.At, "A value can't be a selector: CloudWatch compares with what stands in the pattern.")
	case op == Equal || op == NotEqual:
		return nil
	case v.Quoted || v.Regex || !v.IsNumber():
		return fail(v.At, "%s compares numbers, and this is none.", op)
	}
	return nil
}
