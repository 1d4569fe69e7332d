package sigma

import (
	"encoding/base64"
	"strings"
	unicodes "unicode/utf16"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/pattern"
)

// encode changes texts without wildcards to what they look like in an encoding: one text,
// or several of which one is found.
func (i *item) encode(encoding func(string) (texts []string, bytes bool)) (*yaml.Node, string) {
	return i.each(func(v *value) string {
		if !v.asText() {
			return "It encodes texts."
		}
		var out []wild
		for _, w := range v.texts {
			text, literal := w.literal()
			if !literal {
				return "A text with wildcards can't be encoded: what stands for them is not known. Let contains, startswith or endswith stand behind the encoding."
			}
			texts, bytes := encoding(text)
			v.bytes = bytes
			for _, t := range texts {
				out = append(out, wild{}.add(part{text: t}))
			}
		}
		v.texts = out
		return ""
	})
}

func base64Text(text string) ([]string, bool) {
	return []string{base64.StdEncoding.EncodeToString([]byte(text))}, false
}

// base64Offset are the parts of an encoded text that don't depend on what stands around
// it, for each of three places where it can begin.
func base64Offset(text string) ([]string, bool) {
	var out []string
	for offset := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(" ", offset) + text))
		from := []int{0, 2, 3}[offset]
		to := len(encoded) - []int{0, 3, 2}[(len(text)+offset)%3]
		out = append(out, encoded[min(from, to):to])
	}
	return out, false
}

func utf16le(text string) ([]string, bool) { return utf16Bytes(text, 0, 8), true }

func utf16be(text string) ([]string, bool) { return utf16Bytes(text, 8, 0), true }

// utf16 begins with a mark of the order of bytes.
func utf16(text string) ([]string, bool) {
	return []string{"\xff\xfe" + utf16Bytes(text, 0, 8)[0]}, true
}

func utf16Bytes(text string, first, second int) []string {
	var b strings.Builder
	for _, unit := range unicodes.Encode([]rune(text)) {
		b.WriteByte(byte(unit >> first))
		b.WriteByte(byte(unit >> second))
	}
	return []string{b.String()}
}

// dashes are what windash takes for one another.
var dashes = []string{"-", "/", "\u2013", "\u2014", "\u2015"}

// mostWays is how many ways to write one text are asked for.
const mostWays = 125

// dash is one that stands before a word, and not within one.
var dash = pattern.New("(^|[^0-9A-Za-z_])([-/\u2013\u2014\u2015])([0-9A-Za-z_])")

// windash gives a text in all ways to write its dashes that begin a parameter.
func windash(v *value) string {
	if v.kind != isText {
		return "windash stands before texts."
	}
	var out []wild
	for _, w := range v.texts {
		ways := []wild{nil}
		for _, p := range w {
			var longer []wild
			for _, way := range ways {
				for _, text := range dashed(p.text) {
					longer = append(longer, append(way[:len(way):len(way)], part{text, p.any}))
				}
			}
			if ways = longer; len(ways) > mostWays {
				return "It holds so many dashes that there are more than 125 ways to write it."
			}
		}
		out = append(out, ways...)
	}
	v.texts = out
	return ""
}

func dashed(text string) []string {
	at := dash.Regexp().FindStringSubmatchIndex(text)
	if at == nil {
		return []string{text}
	}
	var out []string
	for _, rest := range dashed(text[at[5]:]) {
		for _, d := range dashes {
			if len(out) <= mostWays {
				out = append(out, text[:at[4]]+d+rest)
			}
		}
	}
	return out
}
