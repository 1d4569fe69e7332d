package elastalert

import "strings"

// literal is a text that holds nothing to be filled in.
func (r *rule) literal(at place, text string) string {
	if strings.Contains(text, "{{") {
		r.refuse(at, "Braces in a text", "Two braces begin a tag of Mustache, and stand for themselves in ElastAlert. Take them out.")
	}
	return text
}

// format is Python's: {} and {0} are filled in, {{ and }} are braces.
func (m message) format(s setting, text string, value func(name string, next int) (string, bool)) string {
	var b strings.Builder
	next := 0
	bad := func(what string) string {
		m.refuse(s.at(), "Text that can't be filled in", "%s: what is filled in is {}, {0} or {name}, of %[2]s_args or %[2]s_kw.", what, s.key.Value)
		return ""
	}
	for i := 0; i < len(text); i++ {
		rest := text[i:]
		switch {
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			if b.Len() > 0 && strings.HasSuffix(b.String(), rest[:1]) || len(rest) > 2 && rest[2] == rest[0] {
				return bad("Braces next to braces would be a tag of Mustache")
			}
			b.WriteByte(rest[0])
			i++
		case rest[0] == '{':
			name, _, closed := strings.Cut(rest[1:], "}")
			v, ok := value(name, next)
			if !closed || !ok {
				return bad("Nothing is there for {" + name + "}")
			}
			b.WriteString(v)
			i += len(name) + 1
			next++
		case rest[0] == '}':
			return bad("A brace is closed that none opens")
		default:
			b.WriteByte(rest[0])
		}
	}
	return b.String()
}
