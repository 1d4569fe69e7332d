package mustache

import (
	"fmt"
	"strings"
)

func sprintf(format string, a ...any) string { return fmt.Sprintf(format, a...) }

// node is one thing of a template: what mustache.java calls a code. Text that
// follows it belongs to it.
type node interface {
	base() *common
	render(r *renderer, scopes scopes) error
	// identity writes the node back as template text.
	identity(b *strings.Builder)
}

type common struct{ after string }

func (c *common) base() *common { return c }

// textNode is text at the start of a block (and the end of a template).
type textNode struct{ common }

func (n *textNode) identity(b *strings.Builder) { b.WriteString(n.after) }

type commentNode struct {
	common
	delimiters
	name string
}

func (n *commentNode) identity(b *strings.Builder) {
	b.WriteString(n.start + "!" + n.name + n.end + n.after)
}

type valueNode struct {
	common
	delimiters
	name    string
	escaped bool
	line    int
}

func (n *valueNode) identity(b *strings.Builder) {
	if n.escaped {
		b.WriteString(n.start + n.name + n.end + n.after)
		return
	}
	b.WriteString(n.start + "{" + n.name + "}" + n.end + n.after)
}

type sectionNode struct {
	common
	delimiters
	name  string
	code  string // of a function: how the server spells it back
	inner []node
	line  int
}

func (n *sectionNode) identity(b *strings.Builder) { n.identityAs(b, "#", n.name) }

func (n *sectionNode) identityAs(b *strings.Builder, sigil, name string) {
	b.WriteString(n.start + sigil + name + n.end)
	for _, child := range n.inner {
		child.identity(b)
	}
	b.WriteString(n.start + "/" + name + n.end)
	b.WriteString(n.after)
}

// invertedNode is {{^name}}.
type invertedNode struct{ sectionNode }

func (n *invertedNode) identity(b *strings.Builder) { n.identityAs(b, "^", n.name) }

// namedNode is {{$name}}, which without inheritance is just its content.
type namedNode struct{ sectionNode }

func (n *namedNode) identity(b *strings.Builder) { n.identityAs(b, "$", n.name) }

// checkedNode is {{?name}}, which without inheritance is just its content too.
type checkedNode struct{ sectionNode }

func (n *checkedNode) identity(b *strings.Builder) { n.identityAs(b, "?", n.name) }

// urlNode is {{#url}}; written back it is its content alone.
type urlNode struct{ sectionNode }

func (n *urlNode) identity(b *strings.Builder) {
	for _, child := range n.inner {
		child.identity(b)
	}
}

// functionNode is {{#toJson}} and {{#join}}.
type functionNode struct {
	sectionNode
	argument  string
	delimiter string
}

func (n *functionNode) identity(b *strings.Builder) { n.identityAs(b, "#", n.code) }

func identityOf(nodes []node) string {
	var b strings.Builder
	for _, n := range nodes {
		n.identity(&b)
	}
	return b.String()
}
