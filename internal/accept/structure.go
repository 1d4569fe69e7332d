package accept

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// object merges member by member; false where a key can't be told.
func (m *merger) object(e *hclsyntax.ObjectConsExpr, old, new *orderedjson.Object) bool {
	items := map[string]hclsyntax.ObjectConsItem{}
	for _, item := range e.Items {
		key, ok := itemKey(item.KeyExpr)
		if !ok {
			return false
		}
		items[key] = item
	}
	var added []orderedjson.Member
	for _, member := range new.Members() {
		item, there := items[member.Key]
		if !there {
			added = append(added, member)
			continue
		}
		before, _ := old.Get(member.Key)
		m.merge(item.ValueExpr, before, member.Value)
	}
	gone := func(item hclsyntax.ObjectConsItem) bool {
		key, _ := itemKey(item.KeyExpr)
		return !new.Has(key)
	}
	if len(added) > 0 && !slices.ContainsFunc(e.Items, func(item hclsyntax.ObjectConsItem) bool { return !gone(item) }) {
		m.insertMembers(e, added, 0)
		return true
	}
	for i, item := range e.Items {
		if gone(item) {
			m.drop(item.KeyExpr.Range().Start.Byte, item.ValueExpr.Range().End.Byte, i > 0)
		}
	}
	m.insertMembers(e, added, len(e.Items))
	return true
}

func itemKey(e hclsyntax.Expression) (string, bool) {
	v, diags := e.Value(nil)
	if diags.HasErrors() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

func (m *merger) insertMembers(e *hclsyntax.ObjectConsExpr, added []orderedjson.Member, left int) {
	if len(added) == 0 {
		return
	}
	at := e.Range()
	if len(e.Items) == 0 || left == 0 {
		o := orderedjson.NewObject(added...)
		m.edits = append(m.edits, m.replace(at, generate.Expression(o, m.indent(at.Start.Byte))))
		return
	}
	last := e.Items[len(e.Items)-1]
	indent := m.indent(last.KeyExpr.Range().Start.Byte)
	var said []string
	for _, member := range added {
		said = append(said, generate.Key(member.Key)+" = "+generate.Expression(member.Value, indent))
	}
	m.insertBehind(last.ValueExpr.Range().End.Byte, at.End.Byte, said, indent, false)
}

// insertBehind writes elements behind one that ends at a byte, within brackets that end
// at another: on lines of their own where the closing bracket has one.
func (m *merger) insertBehind(end, closing int, said []string, indent string, commas bool) {
	next := m.after(end, hclsyntax.TokenComment, hclsyntax.TokenNewline)
	hasComma := next.Type == hclsyntax.TokenComma
	if !m.startsLine(closing - 1) {
		text := ", " + strings.Join(said, ", ")
		m.edits = append(m.edits, m.insert(end, text))
		return
	}
	if commas && !hasComma {
		m.edits = append(m.edits, m.insert(end, ","))
	}
	behind := end
	if hasComma {
		behind = next.Range.End.Byte
	}
	var b strings.Builder
	for _, one := range said {
		b.WriteString(indent + one)
		if commas || hasComma {
			b.WriteString(",")
		}
		b.WriteString("\n")
	}
	m.edits = append(m.edits, m.insert(m.nextLine(behind), b.String()))
}

// drop takes an element away, and the comma that parted it from the others.
func (m *merger) drop(from, to int, hasBefore bool) {
	next := m.after(to, hclsyntax.TokenComment, hclsyntax.TokenNewline)
	switch {
	case next.Type == hclsyntax.TokenComma:
		to = next.Range.End.Byte
	case hasBefore:
		if before := m.before(from, hclsyntax.TokenNewline); before.Type == hclsyntax.TokenComma {
			from = before.Range.Start.Byte
			m.edits = append(m.edits, edit{m.name, from, to, ""})
			return
		}
	}
	m.edits = append(m.edits, m.cut(from, to))
}

// list merges element by element.
func (m *merger) list(e *hclsyntax.TupleConsExpr, old, new []any) {
	first, last := 0, 0
	for first < min(len(old), len(new)) && orderedjson.Equal(old[first], new[first]) {
		first++
	}
	for last < min(len(old), len(new))-first && orderedjson.Equal(old[len(old)-1-last], new[len(new)-1-last]) {
		last++
	}
	paired := min(len(old), len(new)) - first - last
	for i := first; i < first+paired; i++ {
		m.merge(e.Exprs[i], old[i], new[i])
	}
	if gone, end := first+paired, len(old)-last; gone < end {
		m.drop(e.Exprs[gone].Range().Start.Byte, e.Exprs[end-1].Range().End.Byte, gone > 0)
	}
	m.insertElements(e, first+paired, new[first+paired:len(new)-last])
}

// insertElements writes elements before the one at i.
func (m *merger) insertElements(e *hclsyntax.TupleConsExpr, i int, added []any) {
	if len(added) == 0 {
		return
	}
	at := e.Range()
	if len(e.Exprs) == 0 {
		m.edits = append(m.edits, m.replace(at, generate.Expression(added, m.indent(at.Start.Byte))))
		return
	}
	near := e.Exprs[max(i-1, 0)].Range()
	indent := m.indent(near.Start.Byte)
	var said []string
	for _, v := range added {
		said = append(said, generate.Expression(v, indent))
	}
	switch {
	case i > 0:
		m.insertBehind(near.End.Byte, at.End.Byte, said, indent, true)
	case m.startsLine(near.Start.Byte):
		m.edits = append(m.edits, m.insert(m.lineStart(near.Start.Byte), indent+strings.Join(said, ",\n"+indent)+",\n"))
	default:
		m.edits = append(m.edits, m.insert(near.Start.Byte, strings.Join(said, ", ")+", "))
	}
}
