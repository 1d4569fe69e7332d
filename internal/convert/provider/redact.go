package provider

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/pattern"
)

var (
	// heads begin the parts of a file that are shown or hidden by themselves.
	heads = pattern.New(`(?m)^[ \t]*(resource|data|variable|locals|module|output|provider|terraform|import|moved|removed|check)\b[^\n]*`)

	resourceHead = pattern.New(`^\s*resource\s+"([a-z_]+)"`)
	urls         = pattern.New(`://[^\s"'<>\\]+`)
	quoted       = pattern.New(`(?m)"(?:[^"\\\n]|\\.)*("[ \t]*[:=]|"|$)`)
)

// Redacted are sources as they may be shown: of monitors everything but what follows the
// scheme of a URL, of all else no text in quotes but keys. The places stay the same.
func Redacted(sources []convert.Source) []convert.Source {
	out := slices.Clone(sources)
	for i, s := range out {
		out[i].Text = []byte(redacted(string(s.Text), !strings.HasSuffix(s.Name, ".tf")))
	}
	return out
}

func redacted(text string, values bool) string {
	var b strings.Builder
	from := 0
	hide := func(part string) {
		head, part := headOf(part)
		b.WriteString(head)
		part = urls.ReplaceAllStringFunc(part, stars)
		if values || !isMonitorHead(head) {
			part = quoted.ReplaceAllStringFunc(part, func(t string) string {
				if closes := quoted.FindStringSubmatch(t)[1]; len(closes) > 1 { // a key's
					return t
				}
				return stars(t)
			})
		}
		b.WriteString(part)
	}
	for _, at := range heads.Regexp().FindAllStringIndex(text, -1) {
		hide(text[from:at[0]])
		from = at[0]
	}
	hide(text[from:])
	return b.String()
}

// headOf is what stands before a block's brace, which is shown, and the rest.
func headOf(part string) (head, rest string) {
	line, _, _ := strings.Cut(part, "\n")
	if at := strings.IndexByte(line, '{'); at >= 0 && heads.MatchString(line) {
		return part[:at], part[at:]
	}
	return "", part
}

func isMonitorHead(head string) bool {
	m := resourceHead.FindStringSubmatch(head)
	return m != nil && slices.Contains(monitorTypes, m[1])
}

// stars is a text of the same length that says nothing. Quotes stay.
func stars(text string) string {
	out := []byte(text)
	for i, c := range out {
		if c != '"' && c != '\n' && c != ' ' {
			out[i] = '*'
		}
	}
	return string(out)
}
