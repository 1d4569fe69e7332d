package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// planted is a secret of a test, in all the forms in which an output could show it.
type planted struct {
	name  string
	value string
	core  string              // letters and digits in it, which no other text has
	forms map[string][]string // by encoding
}

// encodings are what outputs are searched for, each a family of forms.
var encodings = []string{"as it is", "URL-encoded", "JSON-escaped", "base64", "hexadecimal", "HTML-escaped"}

// plant makes a secret of a format, in which the verb stands for its core.
func plant(name, format string) planted {
	sum := sha256.Sum256([]byte(name))
	core := strings.NewReplacer("+", "", "/", "").Replace(base64.RawStdEncoding.EncodeToString(sum[:]))[:22]
	return plantCore(name, fmt.Sprintf(format, core), core)
}

// shownPart is how many letters of a secret's core in a row are a leak by themselves.
const shownPart = 10

func plantCore(name, value, core string) planted {
	p := planted{name: name, value: value, core: core, forms: map[string][]string{}}
	add := func(encoding string, forms ...string) {
		for _, f := range forms {
			if f = squeezed(f); len(f) >= 8 && !slices.Contains(p.forms[encoding], f) {
				p.forms[encoding] = append(p.forms[encoding], f)
			}
		}
	}
	add("as it is", value)
	for i := range max(1, len(core)-shownPart+1) {
		add("as it is", core[i:min(i+shownPart, len(core))])
	}
	for _, text := range []string{value, core} {
		query, all := url.QueryEscape(text), percentAll(text)
		add("URL-encoded", query, url.PathEscape(text), all, strings.ToLower(all), lowerPercents(query))
		add("JSON-escaped", jsonForms(text)...)
		for _, form := range jsonForms(text) {
			add("JSON-escaped", jsonForms(form)...)
		}
		for shift := range 3 {
			add("base64", inBase64(text, shift, base64.StdEncoding), inBase64(text, shift, base64.URLEncoding))
		}
		add("hexadecimal", hex.EncodeToString([]byte(text)), strings.ToUpper(hex.EncodeToString([]byte(text))))
		var escaped bytes.Buffer
		_ = xml.EscapeText(&escaped, []byte(text))
		add("HTML-escaped", html.EscapeString(text), escaped.String())
	}
	return p
}

func percentAll(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

var percents = regexp.MustCompile(`%[0-9A-F]{2}`)

func lowerPercents(text string) string {
	return percents.ReplaceAllStringFunc(text, strings.ToLower)
}

// jsonForms are a text within quotes of JSON, as several writers escape it.
func jsonForms(text string) []string {
	withHTML, _ := json.Marshal(text)
	var plain bytes.Buffer
	e := json.NewEncoder(&plain)
	e.SetEscapeHTML(false)
	_ = e.Encode(text)
	var all strings.Builder
	for _, r := range text {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			all.WriteRune(r)
		} else {
			fmt.Fprintf(&all, `\u%04x`, r)
		}
	}
	unquoted := func(s string) string { return s[1 : len(s)-1] }
	return []string{unquoted(string(withHTML)), unquoted(strings.TrimSpace(plain.String())), unquoted(strconv.QuoteToASCII(text)), all.String()}
}

// inBase64 are the digits that a text gives wherever so many bytes stand before it:
// those that depend on nothing else.
func inBase64(text string, shift int, encoding *base64.Encoding) string {
	whole := encoding.WithPadding(base64.NoPadding).EncodeToString(append(make([]byte, shift), text...))
	first := (shift*8 + 5) / 6
	last := (shift + len(text)) * 8 / 6
	return whole[first:min(last, len(whole))]
}

var (
	colours = regexp.MustCompile("\x1b\\[[0-9;]*[A-Za-z]")
	gaps    = strings.NewReplacer(" ", "", "\n", "", "\t", "", "\r", "", "│", "", "┃", "", "|", "", "╷", "", "╵", "")
)

// squeezed is a text without what may stand between the parts of a secret: colours,
// line breaks, the edges of boxes.
func squeezed(text string) string {
	return gaps.Replace(colours.ReplaceAllString(text, ""))
}

// leaks are the secrets that an output shows, with the encoding.
func leaks(output string, secrets []planted) []string {
	text := squeezed(output)
	folded := strings.ToLower(text)
	var found []string
	for _, s := range secrets {
		for _, encoding := range encodings {
			shows := func(form string) bool {
				if encoding == "as it is" {
					return strings.Contains(folded, strings.ToLower(form))
				}
				return strings.Contains(text, form)
			}
			if i := slices.IndexFunc(s.forms[encoding], shows); i >= 0 {
				found = append(found, fmt.Sprintf("%s, %s (%s)", s.name, encoding, s.forms[encoding][i]))
			}
		}
	}
	return found
}
