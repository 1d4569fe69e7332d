package view

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("a", 500) + `"wrong"` + strings.Repeat("b", 500)
	for _, c := range []struct {
		name, line           string
		from, to             int
		text, before, marked string
	}{
		{"short", "x = 1", 4, 5, "x = 1", "x = ", "1"},
		{"long", long, 500, 507, "…" + strings.Repeat("a", 60) + `"wrong"` + strings.Repeat("b", 133) + "…", "…" + strings.Repeat("a", 60), `"wrong"`},
		{"at the beginning", long, 0, 1, strings.Repeat("a", 140) + "…", "", "a"},
		{"at the end", long, 1006, 1007, "…" + strings.Repeat("b", 61), "…" + strings.Repeat("b", 60), "b"},
		{"behind the end", long, 2000, 2001, "…" + strings.Repeat("b", 60), "…" + strings.Repeat("b", 60), ""},
		{"all", long, 0, 1007, strings.Repeat("a", 140) + "…", "", strings.Repeat("a", 140)},
		{"of several bytes", strings.Repeat("ü", 400), 400, 402, "…" + strings.Repeat("ü", 200) + "…", "…" + strings.Repeat("ü", 60), "ü"},
	} {
		p := NewPrinter(&bytes.Buffer{}, Plain)
		text, before, marked := p.excerpt([]byte(c.line), c.from, c.to)
		if text != c.text || before != c.before || marked != c.marked {
			t.Errorf("%s: got %q, %q, %q", c.name, text, before, marked)
		}
	}
}

// No part of a secret is shown, wherever a line is cut.
func TestExcerptOfSecrets(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	secrets := []string{strings.Repeat("S", 30) + "1", strings.Repeat("S", 300) + "2", "SSSS3"}
	mask := NewMask(&bytes.Buffer{})
	mask.Hide(secrets...)
	p := NewPrinter(mask, Plain)
	for range 5000 {
		var line strings.Builder
		for line.Len() < 1500 {
			if r.IntN(3) == 0 {
				line.WriteString(strings.Repeat("x", r.IntN(80)))
			} else {
				line.WriteString(secrets[r.IntN(len(secrets))])
			}
		}
		at := r.IntN(line.Len())
		text, _, _ := p.excerpt([]byte(line.String()), at, at+r.IntN(50))
		if strings.Contains(text, "S") {
			t.Fatalf("at %d of %s: %s", at, line.String(), text)
		}
	}
}
