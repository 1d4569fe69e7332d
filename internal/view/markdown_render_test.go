package view_test

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// rendered is what a renderer of GitHub's Markdown makes of a comment.
type rendered struct {
	rows, columns int
	fences        []string // their content
	details       int
	cells         [][]string // the text of each
	loose         []string   // text that stands in no code
}

var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM))

// ours is all the HTML that a comment may hold.
var ours = regexp.MustCompile(`^(<!-- alertplan:[a-z]+( [a-z]+=[A-Za-z0-9_./-]+)* -->|<details>|</details>|<summary>.*</summary>)$`)

// render reads a comment as GitHub does, and fails where anything in it is more than
// text, but for what the comment is made of.
func render(t testing.TB, markdown string) rendered {
	t.Helper()
	source := []byte(markdown)
	var out rendered
	root := gfm.Parser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link, *ast.Image, *ast.AutoLink, *ast.RawHTML, *ast.CodeBlock, *ast.Blockquote, *ast.List, *extast.Strikethrough, *extast.TaskCheckBox:
			t.Errorf("the text makes a %s in\n%s", n.Kind(), markdown)
		case *ast.Emphasis:
			if n.Level != 2 {
				t.Errorf("emphasis in\n%s", markdown)
			}
		case *ast.HTMLBlock:
			out.html(t, n, source)
		case *ast.FencedCodeBlock:
			var b strings.Builder
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				b.Write(line.Value(source))
			}
			out.fences = append(out.fences, b.String())
			return ast.WalkSkipChildren, nil
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *extast.Table:
			out.columns = len(n.Alignments)
		case *extast.TableRow:
			out.rows++
			var cells []string
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				cells = append(cells, plainText(c, source))
			}
			if len(cells) != out.columns {
				t.Errorf("a row of %d cells, not %d: %q", len(cells), out.columns, cells)
			}
			out.cells = append(out.cells, cells)
		case *ast.Text:
			out.loose = append(out.loose, string(n.Value(source)))
		}
		return ast.WalkContinue, nil
	})
	for _, l := range out.loose {
		if strings.ContainsAny(l, "@#<>[]\\`*_") || strings.Contains(l, "://") || strings.Contains(l, "www.") {
			t.Errorf("what may be more than text stands in no code: %q", l)
		}
	}
	return out
}

func (r *rendered) html(t testing.TB, n *ast.HTMLBlock, source []byte) {
	var lines []string
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		lines = append(lines, strings.TrimSpace(string(line.Value(source))))
	}
	if n.HasClosure() {
		lines = append(lines, strings.TrimSpace(string(n.ClosureLine.Value(source))))
	}
	for _, l := range lines {
		if l == "" {
			continue
		}
		if !ours.MatchString(l) {
			t.Errorf("HTML that is not the comment's own: %q", l)
		}
		switch {
		case l == "<details>":
			r.details++
		case l == "</details>":
			r.details--
		case strings.HasPrefix(l, "<summary>"):
			inner := strings.NewReplacer("<summary>", "", "</summary>", "", "<code>", "", "</code>", "").Replace(l)
			if strings.ContainsAny(inner, "<>") {
				t.Errorf("tags in a title: %q", l)
			}
			if outside := regexp.MustCompile(`<code>[^<]*</code>`).ReplaceAllString(l, ""); strings.ContainsAny(html.UnescapeString(outside), "@#") {
				t.Errorf("a title mentions somebody: %q", l)
			}
		}
	}
}

func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if leaf, ok := n.(*ast.Text); ok && entering {
			b.Write(leaf.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// checkComment wants what holds for each comment: it is below the limit however it is
// counted, begins with its marker, which is nowhere else, and all blocks are closed.
func checkComment(t testing.TB, markdown, marker string, limit int) rendered {
	t.Helper()
	if len(markdown) >= limit || len(utf16.Encode([]rune(markdown))) >= limit {
		t.Errorf("%d bytes, %d UTF-16 units: not below %d", len(markdown), len(utf16.Encode([]rune(markdown))), limit)
	}
	if !strings.HasPrefix(markdown, marker+"\n") || strings.Count(markdown, "<!-- alertplan:") != 1 {
		t.Errorf("the marker %s is not once at the beginning of\n%s", marker, markdown)
	}
	r := render(t, markdown)
	if r.details != 0 {
		t.Errorf("%d blocks of details are not closed in\n%s", r.details, markdown)
	}
	return r
}
