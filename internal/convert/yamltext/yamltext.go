// Package yamltext reads YAML with its places: the documents of a file as nodes, and where
// each of them stands in the text.
//
// It must not know what a text is about, nor files.
package yamltext

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/pattern"
)

// Text is a text of YAML.
type Text struct {
	source convert.Source
	lines  []int // where each line begins, in bytes
}

// Of is a source as YAML.
func Of(source convert.Source) *Text {
	t := &Text{source: source, lines: []int{0}}
	for i, c := range source.Text {
		if c == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// Problem is what keeps a text from being read.
type Problem struct {
	At     int // in bytes
	Detail string
}

var lineOf = pattern.New(`line ([0-9]+)`)

// Documents are the contents of the text's documents, in their order; those before a
// problem are there, too. A document of nothing is none.
func (t *Text) Documents() ([]*yaml.Node, *Problem) {
	var out []*yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(t.source.Text))
	for {
		var doc yaml.Node
		err := decoder.Decode(&doc)
		switch {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return out, t.problem(err)
		case len(doc.Content) > 0 && !isNull(doc.Content[0]):
			out = append(out, doc.Content[0])
		}
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func (t *Text) problem(err error) *Problem {
	p := &Problem{Detail: "It is no YAML: " + strings.TrimPrefix(err.Error(), "yaml: ") + "."}
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		if n, _ := strconv.Atoi(m[1]); n >= 1 && n <= len(t.lines) {
			p.At = t.lines[n-1]
		}
	}
	return p
}

// Offset is where a node begins, in bytes.
func (t *Text) Offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(t.lines) {
		return 0
	}
	at := t.lines[n.Line-1]
	for column := 1; column < n.Column && at < len(t.source.Text); column++ {
		at++
		for at < len(t.source.Text) && t.source.Text[at]&0xC0 == 0x80 { // columns are characters
			at++
		}
	}
	return at
}

// At is the place of a node, as far as its first line goes.
func (t *Text) At(n *yaml.Node) hcl.Range {
	from := t.Offset(n)
	to := from
	for to < len(t.source.Text) && t.source.Text[to] != '\n' && t.source.Text[to] != '\r' {
		to++
	}
	if length := len(n.Value) + quotes(n); n.Kind == yaml.ScalarNode && len(n.Value) > 0 && to-from > length && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle|yaml.TaggedStyle) == 0 {
		to = from + length
	}
	return t.source.Range(from, max(to, min(from+1, len(t.source.Text))))
}

func quotes(n *yaml.Node) int {
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		return 2
	}
	return 0
}

// Pair is a member of a mapping.
type Pair struct{ Key, Value *yaml.Node }

// Pairs are the members of a mapping; none of what is none.
func Pairs(n *yaml.Node) []Pair {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	var out []Pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, Pair{n.Content[i], n.Content[i+1]})
	}
	return out
}

// Member is the value of a mapping's key; nil for none.
func Member(n *yaml.Node, key string) *yaml.Node {
	pairs := Pairs(n)
	if i := slices.IndexFunc(pairs, func(p Pair) bool { return p.Key.Value == key }); i >= 0 {
		return pairs[i].Value
	}
	return nil
}

// Follow is what an alias stands for; any other node is itself. No alias stands for
// another one.
func Follow(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// Items are the items of a list, or a value alone; none of nothing. Aliases are followed.
func Items(n *yaml.Node) []*yaml.Node {
	switch n = Follow(n); {
	case n == nil:
		return nil
	case n.Kind != yaml.SequenceNode:
		return []*yaml.Node{n}
	}
	out := make([]*yaml.Node, len(n.Content))
	for i, item := range n.Content {
		out[i] = Follow(item)
	}
	return out
}
