package schema

import "strings"

// checkQueryString finds what Lucene's parser stumbles over, and what it reads
// otherwise than people do.
func (b *monitorBlock) checkQueryString(text string, at place) {
	if isUnknown(text) || strings.Contains(text, "{{") {
		return
	}
	s := &queryScanner{text: text, words: map[string]bool{}}
	if problem := s.scan(); problem != "" {
		b.report("broken-query-string", at, "The query string %s. The server takes it, and the search fails when it runs: silently, over a pattern of daily indices.", problem)
		return
	}
	if s.words["AND"] && s.words["OR"] {
		b.report("mixed-operators", at, "A query string has no precedence: A OR B AND C finds what has B and C, and A alone is not found. Put brackets around what belongs together.")
	}
}

// queryScanner reads a query string as Lucene's lexer does, as far as that tells
// what is left open. Each form was tried on 2.19.4.
type queryScanner struct {
	text  string
	i     int
	open  int             // round brackets
	word  string          // the one that is being read, outside brackets
	words map[string]bool // those outside brackets
}

// scan returns the end of a sentence that says what is wrong, or "".
func (s *queryScanner) scan() string {
	for ; s.i < len(s.text); s.i++ {
		problem := ""
		switch c := s.text[s.i]; c {
		case '\\':
			s.i++
			if s.i == len(s.text) {
				return "ends with a backslash"
			}
			s.word += "\\"
		case '"':
			problem = s.skip("\"", "does not close a quote")
		case '/':
			problem = s.skip("/", "begins a regular expression with / and does not end it; a slash itself is written \\/, or in quotes")
		case '[', '{':
			problem = s.skip("]}", "does not close the range that begins with "+string(c))
		case ']', '}':
			return "has a " + string(c) + " that closes nothing; itself it is written \\" + string(c)
		case '(':
			s.endWord()
			s.open++
		case ')':
			s.endWord()
			s.open--
			if s.open < 0 {
				return "closes a bracket that was not opened"
			}
		case ' ', '\t', '\n', '\r', ':':
			s.endWord()
		default:
			if s.open == 0 {
				s.word += string(c)
			}
		}
		if problem != "" {
			return problem
		}
	}
	s.endWord()
	if s.open > 0 {
		return "does not close a bracket"
	}
	return ""
}

func (s *queryScanner) endWord() {
	if s.word != "" {
		s.words[s.word] = true
	}
	s.word = ""
}

// skip goes to the next of the closing characters.
func (s *queryScanner) skip(closing, problem string) string {
	s.endWord()
	for s.i++; s.i < len(s.text); s.i++ {
		switch {
		case s.text[s.i] == '\\':
			s.i++
		case strings.IndexByte(closing, s.text[s.i]) >= 0:
			return ""
		case closing == "]}" && s.text[s.i] == '"': // a text in a range
			if end := strings.IndexByte(s.text[s.i+1:], '"'); end >= 0 {
				s.i += end + 1
			}
		}
	}
	return problem
}

// regexpProblem finds what Lucene's regular expressions need closed.
func regexpProblem(pattern string) string {
	depth := 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '\\':
			i++
			if i >= len(pattern) {
				return "ends with a backslash"
			}
		case '[':
			end := classEnd(pattern, i+1)
			if end < 0 {
				return "does not close a ["
			}
			i = end
		case '"':
			end := strings.IndexByte(pattern[i+1:], '"')
			if end < 0 {
				return "does not close a quote, which is special in it; itself it is written \\\""
			}
			i += end + 1
		case '(':
			depth++
		case ')':
			depth--
			if depth < 0 && i > 0 && !strings.ContainsRune("|&~(", rune(pattern[i-1])) {
				return "closes a bracket that was not opened"
			}
			depth = max(depth, 0) // where something must begin, it is itself
		}
	}
	if depth > 0 {
		return "does not close a bracket"
	}
	return ""
}

// classEnd is where a character class ends; its first character can be "]".
func classEnd(pattern string, i int) int {
	if i < len(pattern) && pattern[i] == '^' {
		i++
	}
	for first := i; i < len(pattern); i++ {
		switch {
		case pattern[i] == '\\':
			i++
		case pattern[i] == ']' && i > first:
			return i
		}
	}
	return -1
}
