package view

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/alertplan/alertplan/internal/pattern"
)

// shortestLine is the length, in bytes, from which on a line of a secret is one
// too: diffs and snippets print line by line.
const shortestLine = 8

// shortestEncoded is the length, in bytes, from which on a secret is looked for in
// base64 and in hexadecimal digits, which may be anything else where they are few.
const shortestEncoded = 8

// shortestToken is the length from which on a run of letters and digits within a
// secret is one too: compilers and servers quote a word of what they were given.
const shortestToken = 12

// spellings are the ways in which a secret may be written: whole, on one line, as
// single lines, as a part of a URL, in other case, its tokens; each of them as it is, quoted for JSON,
// Go and HCL, quoted once more within such a text, percent-encoded, escaped for HTML
// and XML; and whole, wherever it stands in what is written in base64 or hexadecimal
// digits.
func spellings(secret string) []string {
	forms := tokens(secret)
	for _, part := range parts(secret) {
		once := quotings(part)
		forms = append(forms, part, html.EscapeString(part), inXML(part))
		forms = append(forms, percentEncoded(part)...)
		for _, q := range once {
			forms = append(forms, q)
			forms = append(forms, quotings(q)...)
		}
	}
	for _, whole := range []string{secret, strings.TrimSpace(secret)} {
		if len(whole) >= shortestEncoded {
			digits := hex.EncodeToString([]byte(whole))
			forms = append(append(forms, digits, strings.ToUpper(digits)), inBase64(whole)...)
		}
	}
	return forms
}

// tokens are the runs of letters and digits that are long enough to be a secret by
// themselves, and hold both, as words don't.
func tokens(secret string) []string {
	var found []string
	for _, run := range strings.FieldsFunc(secret, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(run) >= shortestToken && strings.ContainsFunc(run, unicode.IsDigit) && strings.ContainsFunc(run, unicode.IsLetter) {
			found = append(found, run)
		}
	}
	return found
}

// percentEncoded are the ways to write a text in a URL: what may stay differs, and how
// digits are written.
func percentEncoded(text string) []string {
	var all strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&all, "%%%02X", c)
	}
	forms := []string{url.QueryEscape(text), url.PathEscape(text), all.String()}
	for _, f := range forms {
		forms = append(forms, percentDigits.ReplaceAllStringFunc(f, strings.ToLower))
	}
	return forms
}

var percentDigits = pattern.New("%[0-9A-F]{2}")

// inBase64 are the digits that a text gives wherever it stands in what is encoded:
// those that depend on nothing before and behind it.
func inBase64(text string) []string {
	var forms []string
	for shift := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			digits := encoding.EncodeToString(append(make([]byte, shift), text...))
			forms = append(forms, digits[(shift*8+5)/6:(shift+len(text))*8/6])
		}
	}
	return forms
}

func inXML(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes all
	return b.String()
}

func parts(secret string) []string {
	list := []string{secret, strings.ToUpper(secret), strings.ToLower(secret), printable(secret), strings.TrimSpace(secret), strings.Join(strings.Fields(secret), " "), oneLine(secret)}
	if strings.ContainsAny(secret, "\r\n") {
		for line := range strings.Lines(secret) {
			if line = strings.TrimSpace(line); len(line) >= shortestLine {
				list = append(list, line)
			}
		}
	}
	u, err := url.Parse(secret)
	if err != nil || u.Host == "" {
		return list
	}
	list = append(list, u.String())
	for _, path := range []string{u.RequestURI(), u.EscapedPath(), u.Path} {
		if len(path) > shortestLine { // errors often quote the path alone
			list = append(list, u.Host+path, path)
		}
	}
	if given, set := u.User.Password(); set {
		list = append(list, u.User.String(), given)
	}
	return list
}

func quotings(text string) []string {
	forms := []string{inside(strconv.Quote(text)), inside(strconv.QuoteToASCII(text))}
	if quoted, err := json.Marshal(text); err == nil {
		forms = append(forms, inside(string(quoted)))
	}
	var b bytes.Buffer
	plain := json.NewEncoder(&b)
	plain.SetEscapeHTML(false)
	if plain.Encode(text) == nil {
		forms = append(forms, inside(strings.TrimSuffix(b.String(), "\n")))
	}
	hcl := strings.NewReplacer("${", "$${", "%{", "%%{")
	for _, f := range forms {
		if escaped := hcl.Replace(f); escaped != f {
			forms = append(forms, escaped)
		}
	}
	return forms
}

// inside takes the quotes off, and only them: a secret may end in quotes itself.
func inside(quoted string) string { return quoted[1 : len(quoted)-1] }
