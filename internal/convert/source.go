package convert

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// Source is a text in another language.
type Source struct {
	Name string // as problems name it: a file, or <stdin>
	Text []byte
}

// Range is the place of the bytes from one offset to another; offsets that lie outside
// are brought in.
func (s Source) Range(from, to int) hcl.Range {
	from = min(max(from, 0), len(s.Text))
	to = min(max(to, from), len(s.Text))
	return hcl.Range{Filename: s.Name, Start: s.pos(from), End: s.pos(to)}
}

func (s Source) pos(offset int) hcl.Pos {
	before := s.Text[:offset]
	line := bytes.LastIndexByte(before, '\n') + 1
	return hcl.Pos{Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(before[line:]) + 1, Byte: offset}
}

// Whole is the place of the first line that says something.
func (s Source) Whole() hcl.Range {
	from := len(s.Text) - len(bytes.TrimLeft(s.Text, " \t\r\n"))
	to := len(s.Text)
	if line := bytes.IndexByte(s.Text[from:], '\n'); line >= 0 {
		to = from + line
	}
	return s.Range(from, to)
}

// Files are the sources as printers of diagnostics take them.
func Files(sources []Source) map[string]*hcl.File {
	files := map[string]*hcl.File{}
	for _, s := range sources {
		files[s.Name] = &hcl.File{Bytes: s.Text}
	}
	return files
}

// ordered sorts diagnostics by their places; those of one place stay as they came.
func ordered(diags hcl.Diagnostics) {
	sort.SliceStable(diags, func(i, j int) bool {
		a, b := diags[i].Subject, diags[j].Subject
		switch {
		case a == nil || b == nil:
			return a == nil && b != nil
		case a.Filename != b.Filename:
			return false
		default:
			return a.Start.Byte < b.Start.Byte
		}
	})
}

// Ordered sorts the diagnostics of several sources by source, and then by their places.
func Ordered(diags hcl.Diagnostics, sources []Source) {
	order := map[string]int{}
	for i, s := range sources {
		order[s.Name] = i
	}
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		if a.Subject == nil || b.Subject == nil { // what stands in no source comes last
			return cmp.Compare(without(a), without(b))
		}
		return cmp.Or(order[a.Subject.Filename]-order[b.Subject.Filename], a.Subject.Start.Byte-b.Subject.Start.Byte)
	})
}

func without(d *hcl.Diagnostic) int {
	if d.Subject == nil {
		return 1
	}
	return 0
}

// Once are diagnostics without those that were told of another instance of the same block.
func Once(diags hcl.Diagnostics) hcl.Diagnostics {
	var out hcl.Diagnostics
	for _, d := range diags {
		if !slices.ContainsFunc(out, func(o *hcl.Diagnostic) bool {
			samePlace := o.Subject == d.Subject || o.Subject != nil && d.Subject != nil && *o.Subject == *d.Subject
			return samePlace && o.Summary == d.Summary && o.Detail == d.Detail
		}) {
			out = append(out, d)
		}
	}
	return out
}
