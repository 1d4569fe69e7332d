package view

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
)

// shortestLine is the length, in bytes, from which on a line of a secret is one
// too: diffs and snippets print line by line.
const shortestLine = 8

// spellings are the ways in which a secret may be written: whole, on one line, as
// single lines, as a part of a URL; each of them as it is, quoted for JSON, Go and
// HCL, quoted once more within such a text, and percent-encoded.
func spellings(secret string) []string {
	var forms []string
	for _, part := range parts(secret) {
		once := quotings(part)
		forms = append(forms, part, url.QueryEscape(part), url.PathEscape(part))
		for _, q := range once {
			forms = append(forms, q)
			forms = append(forms, quotings(q)...)
		}
	}
	return forms
}

func parts(secret string) []string {
	list := []string{secret, printable(secret), strings.TrimSpace(secret), strings.Join(strings.Fields(secret), " "), oneLine(secret)}
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
	forms := []string{inside(strconv.Quote(text))}
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
