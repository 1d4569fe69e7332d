package manual

import (
	"fmt"
	"strings"
)

// roff is a text in roff under way, with the macros of man(7).
type roff struct{ strings.Builder }

func (r *roff) line(text string) { r.WriteString(text + "\n") }

// request is a macro with arguments, which may be empty. Dashes stay as they are there:
// a date has some.
func (r *roff) request(name string, arguments ...string) {
	for _, a := range arguments {
		a = strings.ReplaceAll(escaped(oneLine(a)), `\-`, "-")
		name += ` "` + strings.ReplaceAll(a, `"`, `\(dq`) + `"`
	}
	r.line(name)
}

func (r *roff) section(name string) { r.line(".SH " + strings.ToUpper(name)) }

// item is a name and, indented below it, what is said of it.
func (r *roff) item(name, text string) {
	r.line(".TP")
	r.line(name)
	r.filled(text)
}

// paragraphs are texts between empty lines: filled, or, where a line is indented,
// left as they are.
func (r *roff) paragraphs(text string) {
	for i, paragraph := range strings.Split(strings.Trim(text, "\n"), "\n\n") {
		paragraph = strings.Trim(paragraph, "\n")
		if paragraph == "" {
			continue
		}
		if laidOut(paragraph) {
			r.line(".PP")
			r.verbatim(paragraph)
			continue
		}
		if i > 0 {
			r.line(".PP")
		}
		r.filled(paragraph)
	}
}

func laidOut(paragraph string) bool {
	for l := range strings.Lines(paragraph) {
		if l[0] == ' ' || l[0] == '\t' {
			return true
		}
	}
	return false
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// filled is text whose lines are broken by who shows it.
func (r *roff) filled(text string) {
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			r.line(begun(escaped(l)))
		}
	}
}

// verbatim is text whose lines stay as they are, indented.
func (r *roff) verbatim(text string) {
	r.line(".RS 4")
	r.line(".nf")
	for _, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		r.line(begun(escaped(strings.ReplaceAll(strings.TrimRight(l, " \t"), "\t", "    "))))
	}
	r.line(".fi")
	r.line(".RE")
}

// unindented takes away what all lines begin with.
func unindented(text string) string {
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	least := -1
	for _, l := range lines {
		if n := len(l) - len(strings.TrimLeft(l, " ")); strings.TrimSpace(l) != "" && (least < 0 || n < least) {
			least = n
		}
	}
	for i, l := range lines {
		lines[i] = l[min(max(least, 0), len(l)):]
	}
	return strings.Join(lines, "\n")
}

// begun keeps the begin of a line from being read as a request.
func begun(line string) string {
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
		return `\&` + line
	}
	return line
}

// signs are what roff would show as another one, or read as its own.
var signs = strings.NewReplacer(`\`, `\e`, "-", `\-`, "`", `\(ga`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`)

// escaped is text that shows as it is, in ASCII.
func escaped(text string) string {
	var b strings.Builder
	for _, c := range signs.Replace(text) {
		switch {
		case c > 126:
			fmt.Fprintf(&b, `\[u%04X]`, c)
		case c >= ' ' || c == '\t' || c == '\n':
			b.WriteRune(c)
		}
	}
	return b.String()
}
