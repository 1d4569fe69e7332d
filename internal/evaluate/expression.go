package evaluate

import (
	"slices"
	"strings"
)

// expression is a condition in the language of document-level and chained
// triggers. Read as 2.19.4 reads it: blanks go; && and || bind alike, from the
// left; ! binds closer; text that begins with the language's word ("query",
// "monitor") is an operand, whatever follows; its other words are passed over in
// silence.
type expression struct {
	word  string   // that operands begin with
	words []string // that mean nothing alone
	// steps are operands ("query[name=a]") and operators in the order in which a
	// machine with a stack does them.
	steps []string
}

// operators in the order in which a text is split at them, with their precedence.
var operators = []struct {
	text       string
	precedence int
}{{"&&", 2}, {"||", 2}, {"!", 3}, {"(", 1}, {")", 1}}

// conditionError is a fault of a condition; without a reason it is the Java
// exception that has none.
type conditionError struct{ reason string }

func (e *conditionError) Error() string {
	if e.reason == "" {
		return "Unknown error"
	}
	return e.reason
}

// parseExpression reads a text into an expression that says which language it is.
func parseExpression(text string, c *expression) (*expression, error) {
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
			return nil, &conditionError{"No matching right parenthesis."}
		}
		c.steps, stack = append(c.steps, top), stack[:len(stack)-1]
	}
	return c, nil
}

// take puts one part of the text into the steps or onto the stack of operators.
func (c *expression) take(part string, stack []string) ([]string, error) {
	own := precedence(part)
	switch {
	case strings.HasPrefix(part, c.word):
		c.steps = append(c.steps, part)
	case part == "(":
		return append(stack, part), nil
	case part == ")":
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if top == "(" {
				return stack, nil
			}
			c.steps = append(c.steps, top)
		}
		return nil, &conditionError{"No matching left parenthesis."}
	case own > 0:
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			if above := precedence(top); own > above || own == above && part == "!" {
				break
			}
			c.steps, stack = append(c.steps, top), stack[:len(stack)-1]
		}
		return append(stack, part), nil
	case !slices.Contains(c.words, part):
		return nil, &conditionError{"Error while processing the trigger expression '" + part + "'"}
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

// operand takes "query[name=a]" apart; both are empty where it is none.
func operand(text string) (key, value string) {
	if _, rest, ok := strings.Cut(text, "["); ok {
		text = rest
	}
	text, _, _ = strings.Cut(text, "]")
	if pair := strings.Split(text, "="); len(pair) == 2 {
		return pair[0], pair[1]
	}
	return "", ""
}
