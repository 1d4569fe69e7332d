package mustache

import (
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/pattern"
)

// trim is String.trim: blanks and control characters go.
func trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
}

// tag reads a tag whose opening delimiter stood at pos, and what it opens.
// closed says that it was the block's closing tag.
func (b *block) tag(pos int) (closed bool, err error) {
	command, terminated := b.command()
	if command == "" {
		return false, b.fail(pos, b.p.line, "Empty mustache")
	}
	_, size := utf8.DecodeRuneInString(command)
	name := trim(command[size:])
	switch command[0] {
	case '#', '^', '<', '?', '$':
		return false, b.open(command[0], name, pos)
	case '/':
		return b.close(name, pos)
	case '>':
		b.flush()
		b.note(Partial, name, pos)
		return false, b.fail(pos, 0, "Template "+name+" not found")
	case '{':
		return false, b.raw(name, pos)
	case '&':
		b.flush()
		b.value(name, RawVariable, pos)
	case '%':
		b.flush()
		b.note(Other, name, pos)
		b.pragma(name)
	case '!':
		b.note(Comment, name, pos)
		b.nodes = append(b.nodes, &commentNode{name: name, delimiters: b.delimiters()})
		b.flush()
	case '=':
		return false, b.changeDelimiters(name, pos)
	default:
		if !terminated {
			return false, b.fail(pos, b.p.line, "Improperly closed variable")
		}
		b.flush()
		b.value(trim(command), Variable, pos)
	}
	return false, nil
}

// pragma is a tag that the server logs and ignores, but for one that it takes
// without doing anything.
func (b *block) pragma(text string) {
	name, _, _ := strings.Cut(text, " ")
	if strings.EqualFold(name, "implicit-iterator") {
		b.nodes = append(b.nodes, &textNode{})
	}
}

// command reads up to the closing delimiter. In a delimiter tag the text up to
// the second equals sign may hold the closing delimiter.
func (b *block) command() (command string, terminated bool) {
	var text strings.Builder
	p := b.p
	inDelimiters := strings.HasPrefix(p.text[p.pos:], "=")
	if inDelimiters {
		text.WriteByte('=')
		p.pos++
		b.column++
	}
	for {
		at := p.pos
		c := p.read()
		if c == eof {
			return text.String(), false
		}
		b.column++
		switch {
		case inDelimiters && c == '=':
			inDelimiters = false
		case inDelimiters:
			text.WriteString(p.text[at:p.pos])
		case strings.HasPrefix(p.text[at:], b.comparedEnd):
			p.pos = at + len(b.comparedEnd)
			b.column += utf8.RuneCountInString(b.comparedEnd) - 1
			return text.String(), true
		default:
			text.WriteString(p.text[at:p.pos])
		}
	}
}

func (b *block) setDelimiters(start, end string) {
	b.start, b.end = start, end
	b.comparedStart, b.comparedEnd = compared(start), compared(end)
}

func compared(delimiter string) string {
	runes := []rune(delimiter)
	return string(runes[:min(2, len(runes))])
}

func (b *block) delimiters() delimiters { return delimiters{b.start, b.end} }

func (b *block) value(name string, kind TagKind, pos int) {
	b.note(kind, name, pos)
	b.nodes = append(b.nodes, &valueNode{
		name: name, escaped: kind == Variable, delimiters: b.delimiters(), line: b.p.line,
	})
}

// raw is {{{name}}}: with other delimiters the last character of the name is
// taken to be the closing brace.
func (b *block) raw(name string, pos int) error {
	b.flush()
	endRunes := []rune(b.end)
	if len(endRunes) < 2 {
		return b.fail(pos, 0, "Index 1 out of bounds for length 1")
	}
	if endRunes[1] != '}' {
		if name == "" {
			return b.fail(pos, 0, "Range [0, -1) out of bounds for length 0")
		}
		runes := []rune(name)
		b.value(string(runes[:len(runes)-1]), RawVariable, pos)
		return nil
	}
	if c := b.p.read(); c != '}' {
		return b.fail(pos, b.p.line, sprintf("Improperly closed variable: %s in %s:%d@%d",
			name, templateName, b.p.line, b.column+1))
	}
	b.value(name, RawVariable, pos)
	return nil
}

func (b *block) changeDelimiters(text string, pos int) error {
	b.flush()
	b.note(Delimiters, text, pos)
	parts := strings.Fields(text)
	if len(parts) != 2 {
		return b.fail(pos, b.p.line, "Invalid delimiter string: "+text)
	}
	b.setDelimiters(parts[0], parts[1])
	return nil
}

func (b *block) close(name string, pos int) (bool, error) {
	b.note(Close, name, pos)
	if !b.startOfLine || !b.onlyWhitespace {
		b.flush()
	}
	if b.closes == nil || *b.closes != name {
		open := "null"
		if b.closes != nil {
			open = *b.closes
		}
		return false, b.fail(pos, b.p.line, sprintf("Mismatched start/end tags: %s != %s in %s:%d",
			open, name, templateName, b.p.line))
	}
	return true, nil
}

// open parses a section. Blanks before a tag alone on its line go, if the
// section has several lines.
func (b *block) open(sigil byte, name string, pos int) error {
	b.note(sectionKind(sigil, name), name, pos)
	b.startOfLine = b.startOfLine && b.onlyWhitespace
	line := b.p.line
	inner, err := b.section(name, pos)
	if err != nil {
		return err
	}
	lines := b.p.line - line
	if !b.onlyWhitespace || lines == 0 {
		b.flush()
	}
	b.out.Reset()
	b.afterSection = lines != 0
	return b.addSection(sigil, sectionNode{name: name, inner: inner, delimiters: b.delimiters(), line: line}, pos)
}

func sectionKind(sigil byte, name string) TagKind {
	switch {
	case sigil == '^':
		return InvertedSection
	case sigil != '#':
		return Other
	case isFunction(name):
		return Function
	default:
		return Section
	}
}

var joinPattern = pattern.New(`^join delimiter='(.*)'$`)

func isFunction(name string) bool {
	return strings.EqualFold(name, "toJson") || strings.EqualFold(name, "join") ||
		strings.EqualFold(name, "url") || joinPattern.MatchString(name)
}

func (b *block) addSection(sigil byte, s sectionNode, pos int) error {
	switch sigil {
	case '^':
		b.nodes = append(b.nodes, &invertedNode{s})
		return nil
	case '$':
		b.nodes = append(b.nodes, &namedNode{s})
		return nil
	case '<':
		return b.fail(pos, 0, "Template "+s.name+" not found")
	case '?':
		b.nodes = append(b.nodes, &checkedNode{s})
		return nil
	}
	if !isFunction(s.name) {
		b.nodes = append(b.nodes, &s)
		return nil
	}
	n, err := b.function(s, pos)
	if err != nil {
		return err
	}
	b.nodes = append(b.nodes, n)
	return nil
}

// function makes the node of toJson, join and url. What toJson and join are
// about is the text between their tags.
func (b *block) function(s sectionNode, pos int) (node, error) {
	if strings.EqualFold(s.name, "url") {
		return &urlNode{s}, nil
	}
	code, delimiter := "join", ","
	if strings.EqualFold(s.name, "toJson") {
		code = "toJson"
	} else if match := joinPattern.FindStringSubmatch(s.name); match != nil {
		delimiter = match[1]
	}
	if len(s.inner) != 1 {
		return nil, b.fail(pos, 0, "Mustache function ["+code+"] must contain one and only one identifier")
	}
	argument := identityOf(s.inner)
	if _, plain := s.inner[0].(*textNode); plain {
		b.note(Argument, argument, pos)
	}
	s.code = code
	return &functionNode{sectionNode: s, argument: argument, delimiter: delimiter}, nil
}
