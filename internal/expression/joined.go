package expression

import "strings"

// IsJoined tells whether operators join all operands into one. What Holds computes of
// others is the last operand only.
func (e *Expression) IsJoined() bool {
	left := 0
	for _, step := range e.Steps {
		switch {
		case !IsOperator(step):
			left++
		case step != "!":
			left--
		}
	}
	return left == 1
}

// Neighbours are the pairs of && and || that follow each other in a text within one
// pair of parentheses, whatever stands between them. Since both bind alike, two that
// differ are read otherwise than elsewhere.
func Neighbours(text string) [][2]string {
	var pairs [][2]string
	before := []string{""} // the last operator of each pair of parentheses that is open
	for i := range len(text) {
		last := len(before) - 1
		switch {
		case text[i] == '(':
			before = append(before, "")
		case text[i] == ')' && last > 0:
			before = before[:last]
		case strings.HasPrefix(text[i:], "&&"), strings.HasPrefix(text[i:], "||"):
			operator := text[i : i+2]
			if before[last] != "" {
				pairs = append(pairs, [2]string{before[last], operator})
			}
			before[last] = operator
		}
	}
	return pairs
}
