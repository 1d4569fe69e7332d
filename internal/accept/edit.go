package accept

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// edit replaces the bytes from from up to to of a file.
type edit struct {
	file     string
	from, to int
	text     string
}

// source is a file as it stands on disk: all edits are of its bytes.
type source struct {
	name   string
	bytes  []byte
	tokens hclsyntax.Tokens
	crlf   bool
}

func newSource(name string, content []byte) *source {
	tokens, _ := hclsyntax.LexConfig(content, name, hcl.InitialPos)
	return &source{name: name, bytes: content, tokens: tokens, crlf: bytes.Contains(content, []byte("\r\n"))}
}

func (s *source) text(at hcl.Range) string { return string(s.bytes[at.Start.Byte:at.End.Byte]) }

func (s *source) replace(at hcl.Range, text string) edit {
	return edit{s.name, at.Start.Byte, at.End.Byte, text}
}

func (s *source) insert(at int, text string) edit { return edit{s.name, at, at, text} }

// lineStart is the first byte of the line that a byte stands on.
func (s *source) lineStart(at int) int { return bytes.LastIndexByte(s.bytes[:at], '\n') + 1 }

// lineEnd is the byte behind the line that a byte stands on: its line break, or the
// end of the file.
func (s *source) lineEnd(at int) int {
	if at > 0 && at <= len(s.bytes) && s.bytes[at-1] == '\n' {
		at-- // a heredoc ends behind its line break
	}
	if i := bytes.IndexByte(s.bytes[at:], '\n'); i >= 0 {
		at += i
	} else {
		at = len(s.bytes)
	}
	if at > 0 && s.bytes[at-1] == '\r' {
		at--
	}
	return at
}

// nextLine is the first byte of the line after that which a byte stands on.
func (s *source) nextLine(at int) int {
	end := s.lineEnd(at)
	if i := bytes.IndexByte(s.bytes[end:], '\n'); i >= 0 {
		return end + i + 1
	}
	return len(s.bytes)
}

// indent is what the line of a byte begins with.
func (s *source) indent(at int) string {
	line := s.bytes[s.lineStart(at):]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// startsLine tells whether nothing but blanks stands before a byte on its line.
func (s *source) startsLine(at int) bool {
	return len(bytes.TrimSpace(s.bytes[s.lineStart(at):at])) == 0
}

// after is the first token behind a byte that is none of some types.
func (s *source) after(at int, skip ...hclsyntax.TokenType) hclsyntax.Token {
	for _, t := range s.tokens {
		if t.Range.Start.Byte >= at && !slices.Contains(skip, t.Type) {
			return t
		}
	}
	return s.tokens[len(s.tokens)-1]
}

// before is the last token that ends before a byte and is none of some types.
func (s *source) before(at int, skip ...hclsyntax.TokenType) hclsyntax.Token {
	found := s.tokens[0]
	for _, t := range s.tokens {
		if t.Range.End.Byte > at {
			break
		}
		if !slices.Contains(skip, t.Type) {
			found = t
		}
	}
	return found
}

// cut takes a part away, and the line where nothing is left on it. What stands behind
// it on the line, such as a comment, stays.
func (s *source) cut(from, to int) edit {
	if to > from && s.bytes[to-1] == '\n' {
		to = s.lineEnd(to)
	}
	rest := s.bytes[to:s.lineEnd(to)]
	blank := len(rest) - len(bytes.TrimLeft(rest, " \t"))
	switch {
	case s.startsLine(from) && len(bytes.TrimSpace(rest)) == 0:
		return edit{s.name, s.lineStart(from), s.nextLine(to), ""}
	case len(bytes.TrimSpace(rest)) == 0: // what is before it stays
		for from > 0 && (s.bytes[from-1] == ' ' || s.bytes[from-1] == '\t') {
			from--
		}
		return edit{s.name, from, s.lineEnd(to), ""}
	default:
		return edit{s.name, from, to + blank, ""}
	}
}

// apply makes all edits of a file; false where two of them are of the same bytes.
func (s *source) apply(edits []edit) ([]byte, bool) {
	var own []edit
	for _, e := range edits {
		if e.file == s.name {
			own = append(own, e)
		}
	}
	slices.SortStableFunc(own, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var b bytes.Buffer
	at := 0
	for _, e := range own {
		if e.from < at {
			return nil, false
		}
		b.Write(s.bytes[at:e.from])
		text := e.text
		if s.crlf {
			text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
		}
		b.WriteString(text)
		at = e.to
	}
	b.Write(s.bytes[at:])
	return b.Bytes(), true
}

// comments are those of a file, sorted: each must still be there afterwards.
func comments(content []byte) []string {
	tokens, _ := hclsyntax.LexConfig(content, "", hcl.InitialPos)
	var found []string
	for _, t := range tokens {
		if t.Type == hclsyntax.TokenComment {
			found = append(found, strings.TrimSpace(string(t.Bytes)))
		}
	}
	slices.Sort(found)
	return found
}
