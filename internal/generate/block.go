package generate

import (
	"strings"
	"unicode/utf8"
)

// Block is a block as it is to be written.
type Block struct {
	// Comment stands above it, line by line; "" for none.
	Comment string

	Type       string
	Labels     []string
	Attributes []Attribute
	Blocks     []Block
}

// Attribute is an argument with its value, as Expression takes it.
type Attribute struct {
	Name  string
	Value any

	// Comment stands above it, line by line; "" for none.
	Comment string
}

// Set adds an argument, unless it says nothing.
func (b *Block) Set(name string, value any) {
	if value != nil {
		b.Attributes = append(b.Attributes, Attribute{Name: name, Value: value})
	}
}

// Get is an argument's value, nil where there is none.
func (b Block) Get(name string) any {
	for _, a := range b.Attributes {
		if a.Name == name {
			return a.Value
		}
	}
	return nil
}

// Text writes a block in the layout of alertplan fmt, each line behind indent. It is
// false for a text that no literal can say.
func (b Block) Text(indent string) (string, bool) {
	inner := indent + "  "
	var w strings.Builder
	writeComment(&w, b.Comment, indent)
	w.WriteString(indent + b.Type)
	for _, label := range b.Labels {
		w.WriteString(" " + Quoted(label))
	}
	if len(b.Attributes)+len(b.Blocks) == 0 {
		w.WriteString(" {}")
		return w.String(), true
	}
	w.WriteString(" {\n")
	values := make([]string, len(b.Attributes))
	for i, a := range b.Attributes {
		var ok bool
		if values[i], ok = Value(a.Value, inner); !ok {
			return "", false
		}
	}
	for i, a := range b.Attributes {
		writeComment(&w, a.Comment, inner)
		w.WriteString(inner + a.Name + strings.Repeat(" ", b.widthAt(i, values)-utf8.RuneCountInString(a.Name)) + " = " + values[i] + "\n")
	}
	for i, child := range b.Blocks {
		text, ok := child.Text(inner)
		if !ok {
			return "", false
		}
		if i > 0 || len(b.Attributes) > 0 {
			w.WriteString("\n")
		}
		w.WriteString(text + "\n")
	}
	w.WriteString(indent + "}")
	return w.String(), true
}

// writeComment writes a comment above what it is of.
func writeComment(w *strings.Builder, text, indent string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		w.WriteString(strings.TrimRight(indent+"# "+line, " ") + "\n")
	}
}

// widthAt is the width of names in the run of lines that an argument is one of: equals
// signs stand below each other as far as values are of one line.
func (b Block) widthAt(i int, values []string) int {
	from, to := i, i
	for from > 0 && !strings.Contains(values[from-1], "\n") {
		from--
	}
	for to < len(values)-1 && !strings.Contains(values[to], "\n") {
		to++
	}
	width := 0
	for _, a := range b.Attributes[from : to+1] {
		width = max(width, utf8.RuneCountInString(a.Name))
	}
	return width
}

// Value writes the value of an argument: a text of several lines as a heredoc, any
// other as Expression does.
func Value(v any, indent string) (string, bool) {
	if text, isText := v.(string); isText {
		return Text(text, indent)
	}
	return Expression(v, indent), true
}

// OnLines is the block with every text in quotes: a heredoc has the line breaks of the
// file, which may be others than those of the text.
func (b Block) OnLines() Block {
	out := Block{Type: b.Type, Labels: b.Labels}
	for _, a := range b.Attributes {
		if text, isText := a.Value.(string); isText {
			a.Value = Line(text)
		}
		out.Attributes = append(out.Attributes, a)
	}
	for _, child := range b.Blocks {
		out.Blocks = append(out.Blocks, child.OnLines())
	}
	return out
}
