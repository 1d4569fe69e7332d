package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

// runnerCommand is what the runner takes a line for, without characters that its comparison
// passes over.
var runnerCommand = regexp.MustCompile(`(?m)^\s*::|##\[`)

var unseen = regexp.MustCompile(`[\p{Cf}\x{FE00}-\x{FE0F}]`)

func TestNothingPrintedIsACommand(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain: text\n":                 "plain: text\n",
		"a::b ::error::\n":              "a::b ::error::\n",
		"::error::x\n":                  ": :error::x\n",
		"  \t::error::x\nnext\n":        "  \t: :error::x\nnext\n",
		"\u00a0\u2003::error::x\n":      "\u00a0\u2003: :error::x\n",
		"\u200b:\u200b:error::x\n":      ": :error::x\n",
		"a ##[add-mask]x ##[group]\n":   "a # #[add-mask]x # #[group]\n",
		"#\u200b#\ufeff[add-mask]x\n":   "# #[add-mask]x\n",
		"\x00::error::x\n":              ": :error::x\n",
		"no end ::":                     "no end ::",
		"::no end":                      ": :no end",
		":::: \n":                       ": ::: \n",
		"\n\n::x\n":                     "\n\n: :x\n",
		"kept\u200b as it is, ##x [y\n": "kept\u200b as it is, ##x [y\n",
	} {
		for size := range 4 {
			var out bytes.Buffer
			s := &gitHubStream{out: &out}
			for rest := []byte(text); len(rest) > 0; {
				n := len(rest)
				if size > 0 {
					n = min(size, n)
				}
				s.Write(rest[:n])
				rest = rest[n:]
			}
			s.Flush()
			if out.String() != want {
				t.Errorf("%q in parts of %d: %q, want %q", text, size, out.String(), want)
			}
		}
	}
}

func FuzzNothingPrintedIsACommand(f *testing.F) {
	f.Add("x\n  ::a", "::b\n##", "[c]\n")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		var out bytes.Buffer
		s := &gitHubStream{out: &out}
		for _, text := range []string{a, b, c} {
			s.Write([]byte(text))
		}
		s.Flush()
		if seen := unseen.ReplaceAllString(out.String(), ""); runnerCommand.MatchString(seen) {
			t.Errorf("%q prints %q", a+b+c, out.String())
		}
		if !strings.Contains(a+b+c, ":") && !strings.Contains(a+b+c, "#") && out.String() != a+b+c {
			t.Errorf("%q prints %q", a+b+c, out.String())
		}
	})
}
