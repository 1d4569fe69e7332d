package mustache

import (
	"strings"
	"unicode/utf8"
)

// Parse compiles a template. Its error is a *SyntaxError.
func Parse(source string) (*Template, error) {
	p := &parser{text: source, start: "{{", end: "}}", wholeTemplate: true}
	nodes, err := p.template()
	if err != nil {
		return nil, err
	}
	return &Template{nodes: nodes, tags: p.tags}, nil
}

// parseFragment compiles what stands inside a function section: the server
// writes it back as text and compiles that by itself.
func parseFragment(source string, d delimiters) ([]node, error) {
	p := &parser{text: source, start: d.start, end: d.end}
	return p.template()
}

type delimiters struct{ start, end string }

// parser reads as mustache.java's does, character by character, since the white
// space that it drops depends on the state at each. Sections are parsed by
// recursion and know the delimiters at their start only: a change inside of a
// section ends with it.
type parser struct {
	text          string
	pos           int
	line          int // as the server counts: line breaks inside of tags don't
	start, end    string
	wholeTemplate bool
	tags          []Tag
	depth         int
}

// maxDepth keeps a hostile template from exhausting the stack; the server's own
// stack ends somewhere above it.
const maxDepth = 1000

func (p *parser) template() ([]node, error) {
	nodes, err := p.block()
	if err != nil {
		return nil, err
	}
	return nodes, nil
}

const eof = rune(-1)

func (p *parser) read() rune {
	if p.pos >= len(p.text) {
		return eof
	}
	r, n := utf8.DecodeRuneInString(p.text[p.pos:])
	p.pos += n
	return r
}

// block is the state of one section's parse (or the whole template's).
type block struct {
	p          *parser
	closes     *string // the name that must close it; nil for the template
	start, end string
	// What the server compares of the delimiters: two characters.
	comparedStart, comparedEnd string

	out            strings.Builder
	nodes          []node
	onlyWhitespace bool
	startOfLine    bool
	// afterSection is set behind a section of several lines: a line that holds
	// nothing else loses its break then.
	afterSection bool
	sawReturn    bool
	column       int // as the server counts, for one of its messages
	firstLine    int
	openPos      int
}

func (p *parser) block() ([]node, error) {
	b := &block{p: p, onlyWhitespace: true, startOfLine: true, firstLine: p.line}
	b.setDelimiters(p.start, p.end)
	b.afterSection = p.line != 0
	if p.line == 0 {
		p.line = 1
	}
	return b.run()
}

// section parses what follows an opening tag up to its closing one.
func (b *block) section(name string, openPos int) ([]node, error) {
	p := b.p
	if p.depth++; p.depth > maxDepth {
		return nil, b.fail(openPos, p.line, "sections nested too deeply")
	}
	defer func() { p.depth-- }()
	inner := &block{
		p: p, closes: &name, onlyWhitespace: true,
		startOfLine: b.startOfLine, afterSection: p.line != 0, firstLine: p.line, openPos: openPos,
	}
	inner.setDelimiters(b.start, b.end)
	return inner.run()
}

func (b *block) run() ([]node, error) {
	for {
		at := b.p.pos
		c := b.p.read()
		if c == eof {
			return b.finish()
		}
		b.column++
		switch {
		case c == '\r':
			b.sawReturn = true
			continue
		case c == '\n':
			b.lineBreak()
			continue
		}
		b.sawReturn = false
		if strings.HasPrefix(b.p.text[at:], b.comparedStart) {
			b.p.pos = at + len(b.comparedStart)
			closed, err := b.tag(at)
			if err != nil || closed {
				return b.nodes, err
			}
			b.startOfLine = false
			continue
		}
		b.onlyWhitespace = b.onlyWhitespace && (c == ' ' || c == '\t')
		b.out.WriteString(b.p.text[at:b.p.pos])
	}
}

func (b *block) lineBreak() {
	b.p.line++
	if !b.afterSection || !b.onlyWhitespace {
		if b.sawReturn {
			b.out.WriteByte('\r')
		}
		b.out.WriteByte('\n')
	}
	b.flush()
	b.afterSection = false
	b.onlyWhitespace = true
	b.startOfLine = true
	b.column = 0
}

func (b *block) finish() ([]node, error) {
	b.flush()
	if b.closes != nil {
		return nil, b.fail(b.openPos, b.firstLine, "Failed to close '"+*b.closes+"' tag")
	}
	b.nodes = append(b.nodes, &textNode{}) // mustache.java ends a template with a code that writes nothing
	return b.nodes, nil
}

// flush hands the text so far to the node before it, as the server does: which
// text belongs to which node matters to url and to the functions.
func (b *block) flush() {
	text := b.out.String()
	b.out.Reset()
	if text == "" {
		return
	}
	if len(b.nodes) == 0 {
		b.nodes = append(b.nodes, &textNode{})
	}
	b.nodes[len(b.nodes)-1].base().after += text
}

func (b *block) fail(pos, serverLine int, reason string) *SyntaxError {
	line, column := position(b.p.text, pos)
	return &SyntaxError{Line: line, Column: column, Reason: reason, serverLine: serverLine}
}

func position(text string, pos int) (line, column int) {
	before := text[:pos]
	last := strings.LastIndexByte(before, '\n')
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[last+1:]) + 1
}

func (b *block) note(kind TagKind, name string, pos int) {
	if !b.p.wholeTemplate {
		return
	}
	line, column := position(b.p.text, pos)
	b.p.tags = append(b.p.tags, Tag{Kind: kind, Name: name, Line: line, Column: column, Offset: pos})
}
