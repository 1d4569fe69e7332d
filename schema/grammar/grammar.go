// Package grammar is the table of the language: which blocks there are, which
// arguments each can hold, of what type, with what default, and what it means.
//
// It is the one place that says so: package schema reads files by the body schemas
// that are made of it, the reference and the snippets for editors in docs are
// generated from it, and `alertplan explain` prints it. It must not know what is
// done with a value, nor any check beyond presence.
package grammar

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
)

// Block is a kind of block.
type Block struct {
	// Name is what it is called where it stands, such as trigger.
	Name string

	// Labels are the names of the texts behind the name; each must be there.
	Labels []string

	// Kind is the first label that this description is of, such as sns of a
	// destination; "" where it is of all.
	Kind string

	// Count is how often it may stand.
	Count Count

	// Doc is what it is for: a sentence or more, in Markdown.
	Doc string

	Arguments []Argument
	Blocks    []*Block

	// Free: it holds any names, which are the user's own.
	Free bool

	// Usual: most blocks around have one, so that snippets write it.
	Usual bool

	// Dynamic: its blocks may be made by dynamic blocks.
	Dynamic bool
}

// Count is how often a block may stand.
type Count string

// How often.
const (
	Any      Count = "any number"
	Optional Count = "at most one"
	One      Count = "exactly one"
	Some     Count = "one or more"
)

// Argument is a name = value within a block.
type Argument struct {
	Name string
	Type Type

	// Required: it must be there in each such block.
	Required bool

	// Default is what holds without it, in the words of the reference; "" where
	// nothing does.
	Default string

	// Values are all that a text can be; nil where it is free.
	Values []string

	// Secret: its value is printed nowhere.
	Secret bool

	// Doc is what it means: a sentence or more, in Markdown.
	Doc string

	// Usual: most such blocks have it, so that snippets write it.
	Usual bool

	// Example is a value as it is written, for snippets; "" takes one of the type's.
	Example string
}

// schemas are those that were made: one is needed for each block of a configuration.
var schemas sync.Map // of *Block → *hcl.BodySchema

// Schema is what HCL reads such a block's body by. It must not be changed.
func (b *Block) Schema() *hcl.BodySchema {
	if s, ok := schemas.Load(b); ok {
		return s.(*hcl.BodySchema)
	}
	s := b.makeSchema()
	schemas.Store(b, s)
	return s
}

func (b *Block) makeSchema() *hcl.BodySchema {
	s := &hcl.BodySchema{}
	for _, a := range b.Arguments {
		s.Attributes = append(s.Attributes, hcl.AttributeSchema{Name: a.Name, Required: a.Required})
	}
	seen := map[string]bool{}
	for _, inner := range b.Blocks {
		if !seen[inner.Name] {
			seen[inner.Name] = true
			s.Blocks = append(s.Blocks, hcl.BlockHeaderSchema{Type: inner.Name, LabelNames: inner.Labels})
		}
	}
	return s
}

// Argument finds an argument by its name.
func (b *Block) Argument(name string) (Argument, bool) {
	i := slices.IndexFunc(b.Arguments, func(a Argument) bool { return a.Name == name })
	if i < 0 {
		return Argument{}, false
	}
	return b.Arguments[i], true
}

// Block finds a block within by its title.
func (b *Block) Block(title string) *Block {
	i := slices.IndexFunc(b.Blocks, func(inner *Block) bool { return inner.Title() == title })
	if i < 0 {
		return nil
	}
	return b.Blocks[i]
}

// Title is the block's name, with its kind where it has one: destination.sns.
func (b *Block) Title() string {
	if b.Kind == "" {
		return b.Name
	}
	return b.Name + "." + b.Kind
}

// Visit calls f for a block and all within it, with the path to each, such as
// monitor.trigger.action; the outermost has the path "".
func (b *Block) Visit(f func(path string, b *Block)) { b.visit("", f) }

func (b *Block) visit(path string, f func(path string, b *Block)) {
	f(path, b)
	for _, inner := range b.Blocks {
		inner.visit(strings.TrimPrefix(path+"."+inner.Title(), "."), f)
	}
}

// Value is a value for the argument as it is written.
func (a Argument) Value() string {
	switch {
	case a.Example != "":
		return a.Example
	case len(a.Values) > 0:
		return strconv.Quote(a.Values[len(a.Values)-1])
	default:
		return a.Type.Example()
	}
}
