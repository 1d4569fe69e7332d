package evaluate

import (
	"slices"

	"github.com/alertplan/alertplan/internal/expression"
)

// The conditions that are no expressions.
const (
	alwaysTrue  = "return true"
	alwaysFalse = "return false"
)

// choose finds the documents that fulfil a condition. found are the queries
// that found any document.
func choose(c *expression.Expression, found []foundBy) ([]string, error) {
	var all []string
	for _, q := range found {
		all = union(all, q.documents)
	}
	var stack [][]string
	pop := func() ([]string, bool) {
		if len(stack) == 0 {
			return nil, false
		}
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		return top, true
	}
	for _, step := range c.Steps {
		if !expression.IsOperator(step) {
			stack = append(stack, resolveOperand(step, found))
			continue
		}
		right, ok := pop()
		left := all
		if ok && step != "!" {
			left, ok = pop()
		}
		if !ok {
			return nil, &expression.Error{}
		}
		switch step {
		case "&&":
			stack = append(stack, keep(left, func(doc string) bool { return slices.Contains(right, doc) }))
		case "||":
			stack = append(stack, union(left, right))
		case "!":
			stack = append(stack, keep(left, func(doc string) bool { return !slices.Contains(right, doc) }))
		}
	}
	top, ok := pop()
	if !ok {
		return nil, &expression.Error{}
	}
	return top, nil
}

// resolveOperand is what "query[name=a]" stands for: of a name or an id the first
// query that has it, of a tag all.
func resolveOperand(text string, found []foundBy) []string {
	key, value := expression.Operand(text)
	var out []string
	for _, q := range found {
		switch {
		case key == "name" && q.def.Text("name") == value, key == "id" && q.def.Text("id") == value:
			return q.documents
		case key == "tag" && slices.Contains(q.def.Array("tags"), any(value)):
			out = union(out, q.documents)
		}
	}
	return out
}

// union is a list with what another has more, in order.
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func keep(list []string, wanted func(string) bool) []string {
	var out []string
	for _, x := range list {
		if wanted(x) {
			out = append(out, x)
		}
	}
	return out
}
