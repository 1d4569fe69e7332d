package view

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/pattern"
)

// How long texts get within a comment, in characters. Longer ones end in dots.
const (
	longestCell = 120
	longestLine = 1000
)

// text is what may be shown of a text from a file or a cluster: without secrets that
// are known and control characters, and without what begins a marker.
func (c Comment) text(text string) string {
	if c.Mask != nil {
		text = c.Mask(text)
	}
	text = printable(strings.ToValidUTF8(text, "\uFFFD"))
	return strings.ReplaceAll(text, "<!-- alertplan:", "<!- - alertplan:")
}

// code is a text on one line as a code span. In one nothing is taken for HTML, a link,
// a mention or an issue's number. A bar is escaped, as tables are cut into cells before
// anything else.
func (c Comment) code(text string) string {
	return codeSpan(strings.Join(strings.Fields(c.text(text)), " "), longestCell)
}

func codeSpan(text string, most int) string {
	if text = shortened(text, most); text == "" {
		return ""
	}
	ticks := strings.Repeat("`", longestRun(text)+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return ticks + strings.ReplaceAll(text, "|", `\|`) + ticks
}

// codes are several code spans in a sentence.
func (c Comment) codes(list []string) string { return and(mapped(list, c.code)) }

// plain are the words that no renderer takes for more than words.
var plain = pattern.New(`^[\p{L}0-9 ,;:'().%-]*$`)

// linked is what GitHub makes a link of in plain words: an address, an issue, a commit.
var linked = pattern.New(`(?i)www\.|gh-[0-9]|[0-9a-f]{7}`)

// prose is a sentence of ours, as it is where nothing in it means more; else it is a
// code span.
func (c Comment) prose(text string) string {
	text = strings.Join(strings.Fields(c.text(text)), " ")
	if plain.MatchString(text) && !linked.MatchString(text) {
		return shortened(text, 4*longestCell)
	}
	return codeSpan(text, 4*longestCell)
}

// title is a text on one line within an HTML block.
func (c Comment) title(text string) string {
	return "<code>" + html.EscapeString(shortened(strings.Join(strings.Fields(c.text(text)), " "), longestCell)) + "</code>"
}

// shortened is a text of so many characters at most.
func shortened(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	n := 0
	for i := range text {
		if n == most-1 {
			return text[:i] + "…"
		}
		n++
	}
	return text
}

// longestRun is the length of the longest run of backticks.
func longestRun(text string) int {
	longest, run := 0, 0
	for _, b := range []byte(text) {
		if b != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// fenced is a block that shows lines as they are, between fences that none of them
// closes.
func fenced(language string, lines []string) string {
	runs := 0
	for _, l := range lines {
		runs = max(runs, longestRun(l))
	}
	fence := strings.Repeat("`", max(3, runs+1))
	var b strings.Builder
	b.WriteString(fence + language + "\n")
	for _, l := range lines {
		b.WriteString(l + "\n")
	}
	b.WriteString(fence + "\n")
	return b.String()
}

// cutLines are the lines of a text, each of them no longer than is shown.
func cutLines(text string) []string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, l := range lines {
		lines[i] = shortened(strings.TrimRight(l, " \t"), longestLine)
	}
	return lines
}
