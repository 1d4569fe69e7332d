// Package expression reads the conditions of document-level and chained triggers,
// such as query[name=a] && !query[tag=b], as 2.19.4 does: blanks go; && and || bind
// alike, from the left; ! binds closer; text that begins with the language's word
// ("query", "monitor") is an operand, whatever follows; its other words are passed
// over in silence.
//
// It is a leaf: it must not know what an operand stands for.
package expression

import (
	"slices"
	"strings"
)

// Language is one of the two languages of expressions.
type Language struct {
	word  string   // that operands begin with
	words []string // that mean nothing alone
}

// The languages: conditions over document queries, and over a workflow's monitors.
var (
	Documents = Language{word: "query", words: []string{"tag", "name", "id", "[", "]", "="}}
	Chained   = Language{word: "monitor", words: []string{"id", "[", "]", "="}}
)

// Expression is a condition that was read.
type Expression struct {
	// Steps are operands ("query[name=a]") and operators in the order in which a
	// machine with a stack does them.
	Steps []string

	language Language
}

// operators in the order in which a text is split at them, with their precedence.
var operators = []struct {
	text       string
	precedence int
}{{"&&", 2}, {"||", 2}, {"!", 3}, {"(", 1}, {")", 1}}

// Error is a fault of a condition, in the server's words; without a reason it is the
// Java exception that has none.
type Error struct{ Reason string }

func (e *Error) Error() string {
	if e.Reason == "" {
		return "Unknown error"
	}
	return e.Reason
}

// Parse reads a condition. The error is an *Error. What has not enough operands is
// read all the same, and fails when it is computed.
func (l Language) Parse(text string) (*Expression, error) {
	c := &Expression{language: l}
	parts := []string{strings.ReplaceAll(text, " ", "")}
	for _, op := range operators {
		var next []string
		for _, part := range parts {
			if len(part) <= 1 {
				next = append(next, part)
				continue
			}
			for i, piece := range strings.Split(part, op.text) {
				if i > 0 {
					next = append(next, op.text)
				}
				next = append(next, piece)
			}
		}
		parts = next
	}
	var stack []string
	for _, part := range parts {
		if part == "" {
			continue
		}
		var err error
		if stack, err = c.take(part, stack); err != nil {
			return nil, err
		}
	}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		if top == "(" {
			return nil, &Error{"No matching right parenthesis."}
		}
		c.Steps, stack = append(c.Steps, top), stack[:len(stack)-1]
	}
	return c, nil
}

// take puts one part of the text into the steps or onto the stack of operators.
func (c *Expression) take(part string, stack []string) ([]string, error) {
	own := precedence(part)
	switch {
	case strings.HasPrefix(part, c.language.word):
		c.Steps = append(c.Steps, part)
	case part == "(":
		return append(stack, part), nil
	case part == ")":
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if top == "(" {
				return stack, nil
			}
			c.Steps = append(c.Steps, top)
		}
		return nil, &Error{"No matching left parenthesis."}
	case own > 0:
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			if above := precedence(top); own > above || own == above && part == "!" {
				break
			}
			c.Steps, stack = append(c.Steps, top), stack[:len(stack)-1]
		}
		return append(stack, part), nil
	case !slices.Contains(c.language.words, part):
		return nil, &Error{"Error while processing the trigger expression '" + part + "'"}
	}
	return stack, nil
}

// precedence is an operator's, 0 of any other text.
func precedence(text string) int {
	for _, op := range operators {
		if op.text == text {
			return op.precedence
		}
	}
	return 0
}

// IsOperator tells an operator from an operand.
func IsOperator(step string) bool { return precedence(step) > 0 }

// Operand takes "query[name=a]" apart; both are empty where it is none.
func Operand(text string) (key, value string) {
	if _, rest, ok := strings.Cut(text, "["); ok {
		text = rest
	}
	text, _, _ = strings.Cut(text, "]")
	if pair := strings.Split(text, "="); len(pair) == 2 {
		return pair[0], pair[1]
	}
	return "", ""
}

// Holds computes an expression whose operands are true or false. The error is an
// *Error.
func (e *Expression) Holds(operand func(string) bool) (bool, error) {
	var stack []bool
	for _, step := range e.Steps {
		if !IsOperator(step) {
			stack = append(stack, operand(step))
			continue
		}
		n := len(stack)
		if n == 0 || n == 1 && step != "!" {
			return false, &Error{}
		}
		right := stack[n-1]
		switch step {
		case "!":
			stack[n-1] = !right
			continue
		case "&&":
			stack[n-2] = stack[n-2] && right
		case "||":
			stack[n-2] = stack[n-2] || right
		}
		stack = stack[:n-1]
	}
	if len(stack) == 0 {
		return false, &Error{}
	}
	return stack[len(stack)-1], nil
}
