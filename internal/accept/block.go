package accept

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/schema/grammar"
)

// writer makes a block of the files say what another block says, attribute by
// attribute and block by block: what says it already stays as it is written.
type writer struct {
	*merger
	value func(hclsyntax.Expression) (any, bool)
}

// within are the arguments and blocks that a change may touch; others stay.
type within struct{ attributes, blocks []string }

func (w *writer) block(have *hclsyntax.Block, want generate.Block, in within, path string) {
	said := want
	if w.crlf {
		said = want.OnLines()
	}
	var added []generate.Attribute
	var gone []*hclsyntax.Attribute
	for _, name := range in.attributes {
		attribute, there := have.Body.Attributes[name]
		switch value := want.Get(name); {
		case there && value == nil:
			gone = append(gone, attribute)
		case there:
			w.attribute(attribute, value)
		case value != nil:
			added = append(added, generate.Attribute{Name: name, Value: said.Get(name)})
		}
	}
	w.exchange(have, gone, added, path)
	for _, kind := range in.blocks {
		w.blocks(have, blocksOf(want, kind), kind, path)
	}
}

func blocksOf(b generate.Block, kind string) []generate.Block {
	var found []generate.Block
	for _, child := range b.Blocks {
		if child.Type == kind {
			found = append(found, child)
		}
	}
	return found
}

// attribute gives an argument another value.
func (w *writer) attribute(a *hclsyntax.Attribute, value any) {
	if reference, ok := value.(generate.Reference); ok {
		if old, known := w.value(a.Expr); known && old != string(reference) {
			if reason, word := origin(a.Expr); reason != FromExpression || !isReference(word) {
				w.leave(a.Expr, old, string(reference), cmpReason(reason), word)
				return
			}
			w.edits = append(w.edits, w.replace(a.Expr.Range(), string(reference)))
		}
		return
	}
	old, known := w.value(a.Expr)
	if !known {
		reason, word := origin(a.Expr)
		w.leave(a.Expr, nil, value, cmpReason(reason), word)
		return
	}
	w.merge(a.Expr, old, value)
}

func cmpReason(r Reason) Reason {
	if r == "" {
		return FromExpression
	}
	return r
}

func isReference(word string) bool {
	return strings.HasPrefix(word, "destination.") || strings.HasPrefix(word, "existing.") || strings.HasPrefix(word, "monitor.")
}

// exchange takes arguments away and adds others, one in the place of another where it
// can be.
func (w *writer) exchange(b *hclsyntax.Block, gone []*hclsyntax.Attribute, added []generate.Attribute, path string) {
	indent := w.indent(b.OpenBraceRange.Start.Byte) + "  "
	if len(added) > 1 && len(gone) == 1 && b.OpenBraceRange.Start.Line == b.CloseBraceRange.Start.Line {
		w.unfold(b, "", added, indent) // it has no more than one
		return
	}
	for _, a := range gone {
		if reason, word := origin(a.Expr); reason != "" && reason != FromExpression {
			old, _ := w.value(a.Expr)
			w.leave(a.Expr, old, nil, reason, word)
			continue
		}
		at := a.Range()
		if len(added) > 0 {
			if text, ok := said(added[0], indent); ok {
				w.edits = append(w.edits, edit{w.name, at.Start.Byte, w.exact(a.Expr).End.Byte, text})
				added = added[1:]
				continue
			}
		}
		w.edits = append(w.edits, w.cut(at.Start.Byte, w.exact(a.Expr).End.Byte))
	}
	if len(added) == 0 {
		return
	}
	if b.OpenBraceRange.Start.Line == b.CloseBraceRange.Start.Line {
		w.unfold(b, strings.TrimSpace(string(w.bytes[b.OpenBraceRange.End.Byte:b.CloseBraceRange.Start.Byte])), added, indent)
		return
	}
	for _, a := range added {
		text, ok := said(a, indent)
		if !ok {
			w.left = append(w.left, leftover{new: a.Value, reason: NoLiteral})
			continue
		}
		w.edits = append(w.edits, w.insert(w.nextLine(w.placeFor(b, a.Name, path)), indent+text+"\n"))
	}
}

func said(a generate.Attribute, indent string) (string, bool) {
	value, ok := generate.Value(a.Value, indent)
	return a.Name + " = " + value, ok
}

// placeFor is a byte of the line behind which an argument is written: that of the last
// argument that comes before it in the reference, else that of the block's head.
func (w *writer) placeFor(b *hclsyntax.Block, name, path string) int {
	order := orderOf(path)
	at, best := b.OpenBraceRange.End.Byte, -1
	for _, a := range b.Body.Attributes {
		if i := slices.Index(order, a.Name); i < slices.Index(order, name) && i > best {
			at, best = w.exact(a.Expr).End.Byte, i
		}
	}
	return at
}

// orderOf are the arguments of a block in the order of the reference.
func orderOf(path string) []string {
	entry, ok := grammar.Find(path)
	if !ok || entry.Block == nil {
		return nil
	}
	var names []string
	for _, a := range entry.Block.Arguments {
		names = append(names, a.Name)
	}
	return names
}

// unfold writes a block that stands on one line over several, with what is inside.
func (w *writer) unfold(b *hclsyntax.Block, inside string, added []generate.Attribute, indent string) {
	from, to := b.OpenBraceRange.End.Byte, b.CloseBraceRange.Start.Byte
	var text strings.Builder
	text.WriteString("\n")
	if inside != "" {
		text.WriteString(indent + inside + "\n")
	}
	for _, a := range added {
		line, ok := said(a, indent)
		if !ok {
			w.left = append(w.left, leftover{new: a.Value, reason: NoLiteral})
			return
		}
		text.WriteString(indent + line + "\n")
	}
	text.WriteString(strings.TrimSuffix(indent, "  "))
	w.edits = append(w.edits, edit{w.name, from, to, text.String()})
}

// blocks makes the inner blocks of a kind what they should be, in their order.
func (w *writer) blocks(outer *hclsyntax.Block, want []generate.Block, kind, path string) {
	have := innerBlocks(outer, kind)
	inner := path + "." + kind
	for i := range min(len(have), len(want)) {
		w.block(have[i], want[i], allOf(inner), inner)
	}
	for _, b := range have[min(len(have), len(want)):] {
		w.removeBlock(b)
	}
	for _, b := range want[min(len(have), len(want)):] {
		w.addBlock(outer, b)
	}
}

// allOf is everything that a block may hold.
func allOf(path string) within {
	in := within{attributes: orderOf(path)}
	if entry, ok := grammar.Find(path); ok && entry.Block != nil {
		for _, b := range entry.Block.Blocks {
			in.blocks = append(in.blocks, b.Name)
		}
	}
	return in
}

func innerBlocks(b *hclsyntax.Block, kind string) []*hclsyntax.Block {
	var found []*hclsyntax.Block
	for _, child := range b.Body.Blocks {
		if child.Type == kind {
			found = append(found, child)
		}
	}
	return found
}

// innerBlock is a block by its label; nil where it does not stand there.
func innerBlock(b *hclsyntax.Block, kind, label string) *hclsyntax.Block {
	for _, child := range innerBlocks(b, kind) {
		if len(child.Labels) == 1 && child.Labels[0] == label {
			return child
		}
	}
	return nil
}

// removeBlock takes a block away, with one of the blank lines around it.
func (w *writer) removeBlock(b *hclsyntax.Block) {
	from, to := w.lineStart(b.TypeRange.Start.Byte), w.nextLine(b.CloseBraceRange.End.Byte)
	if !w.startsLine(b.TypeRange.Start.Byte) || strings.TrimSpace(string(w.bytes[b.CloseBraceRange.End.Byte:to])) != "" {
		w.edits = append(w.edits, edit{w.name, b.TypeRange.Start.Byte, b.CloseBraceRange.End.Byte, ""})
		return
	}
	if before := w.lineStart(max(from-1, 0)); from > 0 && strings.TrimSpace(string(w.bytes[before:from])) == "" {
		from = before
	}
	w.edits = append(w.edits, edit{w.name, from, to, ""})
}

// addBlock writes a block at the end of another.
func (w *writer) addBlock(outer *hclsyntax.Block, b generate.Block) {
	if w.crlf {
		b = b.OnLines()
	}
	indent := w.indent(outer.OpenBraceRange.Start.Byte)
	text, ok := b.Text(indent + "  ")
	if !ok {
		w.left = append(w.left, leftover{reason: NoLiteral})
		return
	}
	closing := outer.CloseBraceRange.Start.Byte
	if !w.startsLine(closing) {
		w.edits = append(w.edits, edit{w.name, closing, closing, "\n" + text + "\n" + indent})
		return
	}
	blank := "\n"
	if last := w.before(closing, hclsyntax.TokenNewline); last.Range.Start.Byte <= outer.OpenBraceRange.Start.Byte {
		blank = ""
	}
	w.edits = append(w.edits, w.insert(w.lineStart(closing), blank+text+"\n"))
}
