package view

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"github.com/fatih/color"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcled"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Diagnostics prints what is wrong with a configuration, each with its place and
// the lines of the file. It returns Failed where one is an error.
//
// HCL's own writer is not used: it prints the values of variables, and snippets
// with colours in the middle of what Mask looks for.
func (p *Printer) Diagnostics(diags hcl.Diagnostics, files map[string]*hcl.File) int {
	for _, d := range diags {
		p.diagnostic(d, files)
	}
	if diags.HasErrors() {
		return Failed
	}
	return Done
}

// CountWarnings says how many warnings there are of a directory's files, and what shows
// them.
func (p *Printer) CountWarnings(n int, dir string) {
	if n == 0 {
		return
	}
	command := "alertplan validate"
	if dir != "." {
		command += " " + dir
	}
	p.Warn("the files have %s: `%s` shows %s.", plural(n, "warning"), command, pick(n, "it", "them"))
}

func (p *Printer) diagnostic(d *hcl.Diagnostic, files map[string]*hcl.File) {
	kind, paint := "Error", color.FgRed
	if d.Severity == hcl.DiagWarning {
		kind, paint = "Warning", color.FgYellow
	}
	p.line("%s %s\n", p.bold(p.paint(kind+":", paint)), p.bold(printable(d.Summary)))
	if d.Subject != nil {
		p.snippet(*d.Subject, files[d.Subject.Filename])
	}
	p.detail(printable(d.Detail))
}

// mostLines is how many lines of a file a snippet shows.
const mostLines = 4

// snippet prints where a problem is, and the lines that it spans.
func (p *Printer) snippet(at hcl.Range, file *hcl.File) {
	where := fmt.Sprintf("  on %s line %d", at.Filename, at.Start.Line)
	if file == nil {
		p.line("%s\n", where)
		return
	}
	if block := blockAt(file, at.Start.Byte); block != "" {
		where += ", in " + block
	}
	p.line("%s:", where)
	last := at.End.Line
	if at.End.Column == 1 && last > at.Start.Line {
		last-- // it ends with a line break
	}
	// From where the problem is, not from the file's beginning: a large file may
	// have a thousand problems.
	start := bytes.LastIndexByte(file.Bytes[:min(at.Start.Byte, len(file.Bytes))], '\n') + 1
	rest := file.Bytes[start:]
	for number := at.Start.Line; number <= last && len(rest) > 0; number++ {
		if number == at.Start.Line+mostLines {
			p.line("  …")
			break
		}
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		from, to := 0, len(line)
		if number == at.Start.Line {
			from = at.Start.Byte - start
		}
		if at.Start.Line == at.End.Line {
			to = at.End.Byte - start
		}
		shown, before, marked := p.excerpt(line, from, to)
		p.line("  %4d: %s", number, shown)
		if at.Start.Line == at.End.Line {
			p.underline(before, marked)
		}
	}
	p.line("")
}

// blockAt is the head of the outermost block at a place of a file. hcled looks through
// all blocks for it: of a large file that has a problem in each, nearly all the time.
func blockAt(file *hcl.File, offset int) string {
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return hcled.ContextString(file, offset)
	}
	after := sort.Search(len(body.Blocks), func(i int) bool { return body.Blocks[i].TypeRange.Start.Byte > offset })
	if after == 0 || !body.Blocks[after-1].Range().ContainsOffset(offset) {
		return ""
	}
	block := body.Blocks[after-1]
	head := block.Type
	for _, label := range block.Labels {
		head += fmt.Sprintf(" %q", label)
	}
	return head
}

// underline marks what a problem is about. It counts what is shown: wide characters
// take two places, a secret as many as its mask.
func (p *Printer) underline(before, marked string) {
	var blanks strings.Builder
	for _, r := range before {
		if r == '\t' {
			blanks.WriteByte('\t')
			continue
		}
		blanks.WriteString(strings.Repeat(" ", text.StringWidthWithoutEscSequences(string(r))))
	}
	p.line("        %s%s", blanks.String(), p.paint(strings.Repeat("^", max(1, text.StringWidthWithoutEscSequences(marked))), color.FgRed))
}

// shown is a part of a file as it appears.
func (p *Printer) shown(part []byte) string {
	return p.masked(printable(string(part)))
}

// Declared is how much a configuration declares.
type Declared struct{ Monitors, Workflows, Destinations int }

func (d Declared) String() string {
	words := []string{plural(d.Monitors, "monitor")}
	if d.Workflows > 0 {
		words = append(words, plural(d.Workflows, "workflow"))
	}
	return strings.Join(append(words, plural(d.Destinations, "destination")), ", ")
}

// Valid is the last line of validate: what was found, in numbers.
func (p *Printer) Valid(declared Declared, diags hcl.Diagnostics) int {
	errors, warnings := count(diags)
	if errors > 0 {
		counts := plural(errors, "error")
		if warnings > 0 {
			counts += ", " + plural(warnings, "warning")
		}
		p.line("%s %s.", p.bold(p.paint("The configuration is not valid:", color.FgRed)), counts)
		return Failed
	}
	counts := declared.String()
	if warnings > 0 {
		counts += ", " + plural(warnings, "warning")
	}
	p.line("%s %s.", p.bold(p.paint("The configuration is valid:", color.FgGreen)), counts)
	return Done
}

func count(diags hcl.Diagnostics) (errors, warnings int) {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}
