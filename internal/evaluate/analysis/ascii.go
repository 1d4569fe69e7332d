package analysis

// Most texts are ASCII. Of UAX #29's rules these are left: letters, digits and
// underscores stay together; a colon, a full stop and an apostrophe stay between
// letters; a comma, a semicolon, a full stop and an apostrophe between digits.

type asciiClass byte

const (
	other asciiClass = iota
	letter
	numeric
	underscore
	betweenLetters
	betweenDigits
	betweenBoth
)

var asciiClasses = func() (c [256]asciiClass) {
	for b := 'a'; b <= 'z'; b++ {
		c[b], c[b-'a'+'A'] = letter, letter
	}
	for b := '0'; b <= '9'; b++ {
		c[b] = numeric
	}
	c['_'], c[':'] = underscore, betweenLetters
	c[','], c[';'] = betweenDigits, betweenDigits
	c['.'], c['\''] = betweenBoth, betweenBoth
	return c
}()

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// asciiTokens is standardTokens of an ASCII text.
func asciiTokens(text string, longest int) []Token {
	const usual = 7 // bytes a word, with what separates it
	out := make([]Token, 0, len(text)/usual+1)
	for at := 0; at < len(text); {
		end, word := asciiWord(text, at)
		switch {
		case word && end-at > longest:
			out = append(out, cut(Token{Term: text[at:end], Start: at, End: end}, longest)...)
		case word:
			out = append(out, Token{Term: text[at:end], Start: at, End: end})
		}
		at = end
	}
	for i := range out {
		out[i].Position = i
	}
	return out
}

// asciiWord is where the segment that begins at ends, and whether there is a letter
// or a digit in it.
func asciiWord(text string, at int) (end int, word bool) {
	last := asciiClasses[text[at]]
	if last == other || last > underscore {
		return at + 1, false
	}
	word = last != underscore
	for end = at + 1; end < len(text); end++ {
		c := asciiClasses[text[end]]
		switch {
		case c == other:
			return end, word
		case c <= underscore:
			word = word || c != underscore
		case end+1 == len(text) || !joins(last, c, asciiClasses[text[end+1]]):
			return end, word
		default:
			end++
			c = asciiClasses[text[end]]
		}
		last = c
	}
	return end, word
}

// joins tells whether a mark stays between two characters.
func joins(before, mark, after asciiClass) bool {
	switch {
	case before != after:
		return false
	case before == letter:
		return mark == betweenLetters || mark == betweenBoth
	}
	return before == numeric && (mark == betweenDigits || mark == betweenBoth)
}
