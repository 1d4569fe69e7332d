package schema

import "strings"

// checkQueryString finds what Lucene's parser stumbles over, and what it reads
// otherwise than people do.
func (b *monitorBlock) checkQueryString(text string, at place) {
	words, problem := queryWords(text)
	switch {
	case isUnknown(text) || strings.Contains(text, "{{"):
	case problem != "":
		b.report("broken-query-string", at, "The query string %s. The server takes it, and the search fails when it runs: silently, over a pattern of daily indices.", problem)
	case words["AND"] && words["OR"]:
		b.report("mixed-operators", at, "A query string has no precedence: A OR B AND C finds what has B and C, and A alone is not found. Put brackets around what belongs together.")
	}
}

// queryWords are the operators at the outermost level of a query string.
func queryWords(text string) (words map[string]bool, problem string) {
	words = map[string]bool{}
	var open []byte
	word := ""
	for i := 0; i < len(text); i++ {
		c := text[i]
		inQuotes := len(open) > 0 && (open[len(open)-1] == '"' || open[len(open)-1] == '/')
		switch {
		case c == '\\':
			i++
		case inQuotes:
			if c == open[len(open)-1] {
				open = open[:len(open)-1]
			}
		case c == '"' || c == '/' && word == "":
			open = append(open, c)
		case c == '(':
			open = append(open, c)
		case c == ')':
			if len(open) == 0 {
				return words, "closes a bracket that was not opened"
			}
			open = open[:len(open)-1]
		}
		if c == ' ' || c == '\n' || c == '\t' || c == '(' || c == ')' || c == ':' {
			word = ""
			continue
		}
		word += string(c)
		if end := i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\n'; end && len(open) == 0 {
			words[word] = true
		}
	}
	if len(open) > 0 {
		return words, "does not close a " + map[byte]string{'"': "quote", '/': "regular expression", '(': "bracket"}[open[len(open)-1]]
	}
	return words, ""
}

// regexpProblem finds brackets that Lucene's regular expressions need closed.
func regexpProblem(pattern string) string {
	depth, class := 0, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
			if i >= len(pattern) {
				return "ends with a backslash"
			}
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')' && depth == 0:
			return "closes a bracket that was not opened"
		case c == ')':
			depth--
		}
	}
	switch {
	case class:
		return "does not close a ["
	case depth > 0:
		return "does not close a bracket"
	}
	return ""
}
