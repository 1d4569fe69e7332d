package metricfilter

import "strings"

// set reads a character class: [abc], [a-z], [^0-9].
func (r *regexReader) set() (string, *Problem) {
	r.at++
	var b strings.Builder
	b.WriteByte('[')
	if r.at < len(r.text) && r.text[r.at] == '^' {
		b.WriteByte('^')
		r.at++
	}
	empty := b.Len()
	for {
		if r.at >= len(r.text) {
			return "", r.fail("[ is never closed.")
		}
		if r.text[r.at] == ']' {
			r.at++
			if b.Len() == empty {
				return "", r.fail("A set in brackets is empty.")
			}
			return b.String() + "]", nil
		}
		low, class, problem := r.member()
		if problem != nil {
			return "", problem
		}
		if class != "" {
			b.WriteString(class)
			continue
		}
		b.WriteString(inSet(low))
		if !strings.HasPrefix(r.text[r.at:], "-") || strings.HasPrefix(r.text[r.at:], "-]") {
			continue
		}
		r.at++
		if r.at >= len(r.text) {
			return "", r.fail("[ is never closed.")
		}
		high, class, problem := r.member()
		if problem != nil {
			return "", problem
		}
		if class != "" || high < low {
			return "", r.fail("A range in brackets goes from a lower character to a higher one.")
		}
		b.WriteString("-" + inSet(high))
	}
}

// member reads a character of a set, or a class such as \d.
func (r *regexReader) member() (c byte, class string, _ *Problem) {
	c = r.text[r.at]
	switch {
	case c == '[':
		return 0, "", r.fail("A bracket stands in a set; \\[ may stand for it.")
	case c >= 0x80:
		return 0, "", r.fail("CloudWatch takes no other than ASCII characters in regular expressions.")
	case c != '\\':
		r.at++
		return c, "", nil
	}
	plain, lucene, problem := r.escape()
	switch {
	case problem != nil:
		return 0, "", problem
	case plain != "":
		return plain[0], "", nil
	case strings.HasPrefix(lucene, "[^"):
		return 0, "", r.fail("\\D, \\S and \\W can't stand in a set: Lucene has nothing to say that with.")
	}
	return 0, strings.Trim(lucene, "[]"), nil
}

// inSet is a character as it stands in a set of Lucene's.
func inSet(c byte) string {
	if isAlphanumeric(c) {
		return string(c)
	}
	return `\` + string(c)
}
