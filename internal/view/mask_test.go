package view_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/view"
)

func TestMask(t *testing.T) {
	const slack = "https://hooks.slack.com/services/T000/B000/x?y=z&a=b"
	tests := []struct {
		name    string
		secrets []string
		text    string
		want    string
	}{
		{"as it is", []string{"hunter2"}, "a hunter2 b", "a (sensitive) b"},
		{"twice", []string{"hunter2"}, "hunter2hunter2", "(sensitive)(sensitive)"},
		{"short ones stay", []string{"abc", ""}, "abc", "abc"},
		{"JSON", []string{"a\"b\\c\nd"}, `{"x": "a\"b\\c\nd"}`, `{"x": "(sensitive)"}`},
		{"JSON without HTML escapes", []string{slack}, `{"x": "` + slack + `"}`, `{"x": "(sensitive)"}`},
		{"JSON with HTML escapes", []string{slack}, `{"x": "https://hooks.slack.com/services/T000/B000/x?y=z\u0026a=b"}`, `{"x": "(sensitive)"}`},
		{"query of a URL", []string{"p@ss word"}, "http://h/?p=" + url.QueryEscape("p@ss word"), "http://h/?p=(sensitive)"},
		{"path of a URL", []string{"p/ss word"}, "http://h/" + url.PathEscape("p/ss word"), "http://h/(sensitive)"},
		{"an error that quotes the path alone", []string{slack}, "POST /services/T000/B000/x?y=z&a=b: 404", "POST (sensitive): 404"},
		{"without white space around", []string{" hunter2\n"}, "hunter2", "(sensitive)"},
		{"one within another", []string{"hunter2", "xxhunter2xx"}, "xxhunter2xx hunter2", "(sensitive) (sensitive)"},
		{"base64, wherever it stands", []string{"hunter2/hunter2"}, base64.StdEncoding.EncodeToString([]byte("me:hunter2/hunter2\n")), "bWU6(sensitive)Cg=="},
		{"hexadecimal", []string{"hunter2/"}, "0x" + hex.EncodeToString([]byte("hunter2/")), "0x(sensitive)"},
		{"HTML", []string{"a<b>&\"c\""}, html.EscapeString("a<b>&\"c\""), "(sensitive)"},
		{"in capitals", []string{"hunter two"}, "HUNTER TWO", "(sensitive)"},
		{"all percent-encoded", []string{"p/ss"}, "%70%2f%73%73 %70%2F%73%73", "(sensitive) (sensitive)"},
		{"a word of it", []string{"https://x.example.com/in/Zx81Zx81Zx81/y"}, "no such hook: Zx81Zx81Zx81", "no such hook: (sensitive)"},
		{"Go's quotes", []string{"a\"b\tcdef"}, fmt.Sprintf("%q", "a\"b\tcdef"), `"(sensitive)"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for size := 1; size <= len(tt.text); size++ {
				if got := writtenInParts(t, tt.secrets, tt.text, size); got != tt.want {
					t.Fatalf("in parts of %d bytes: %q, want %q", size, got, tt.want)
				}
			}
		})
	}
}

func writtenInParts(t *testing.T, secrets []string, text string, size int) string {
	t.Helper()
	var out bytes.Buffer
	m := view.NewMask(&out)
	m.Hide(secrets...)
	for rest := text; rest != ""; {
		n := min(size, len(rest))
		if written, err := m.Write([]byte(rest[:n])); err != nil || written != n {
			t.Fatalf("Write: %d, %v", written, err)
		}
		rest = rest[n:]
	}
	if err := m.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What can't be the beginning of a secret is written at once, so that a question
// is seen before its answer.
func TestMaskHoldsNothingBackWithoutNeed(t *testing.T) {
	var out bytes.Buffer
	m := view.NewMask(&out)
	m.Hide("hunter2")
	m.Write([]byte("yes or no: hun"))
	if got := out.String(); got != "yes or no: " {
		t.Errorf("%q is written", got)
	}
	m.Flush()
	if got := out.String(); got != "yes or no: hun" {
		t.Errorf("after Flush %q is written", got)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestMaskTellsOfFailedWrites(t *testing.T) {
	if _, err := view.NewMask(failingWriter{}).Write([]byte("x")); err == nil {
		t.Error("no error")
	}
}

// FuzzMask holds that no secret of four bytes or more is ever written, however
// it is cut into writes.
func FuzzMask(f *testing.F) {
	f.Add("hunter2", "token", "a hunter2 token hunter2token", uint8(3))
	f.Add("aaaa", "aaaaa", "aaaaaaaaaaaaa", uint8(1))
	f.Add("abcd", "bcde", "abcde", uint8(2))
	f.Add("p@ss \"w\"", "\u00e4\u00f6\u00fc", "p@ss \"w\" \u00e4\u00f6\u00fc", uint8(5))
	f.Fuzz(func(t *testing.T, one, two, text string, size uint8) {
		secrets := []string{one, two}
		quoted, _ := json.Marshal(one)
		text += one + two + one + string(quoted) + url.QueryEscape(two)
		got := writtenInParts(t, secrets, text, int(size)+1)
		rest := strings.ReplaceAll(got, destinations.Masked, "\x00")
		for _, s := range secrets {
			// A secret that holds the mark itself, or 0, can't be told from it here.
			if len(s) >= 4 && !strings.Contains(s, "\x00") && strings.Contains(rest, s) {
				t.Errorf("%q is in %q", s, got)
			}
		}
	})
}

// A text that was cut inside of a secret shows nothing of it.
func TestMaskCut(t *testing.T) {
	for text, want := range map[string]string{
		"to https://example.com/SECRET…: none":     "to (sensitive)…: none",
		"to https://example.com/SECRET … the rest": "to (sensitive) … the rest",
		"to https://example.com/SECR, other":       "to https://example.com/SECR, other",
		"to htt…":                                  "to htt…",
	} {
		for n := range len(text) {
			var out strings.Builder
			m := view.NewMask(&out)
			m.Hide("https://example.com/SECRETS")
			m.Write([]byte(text[:n]))
			m.Write([]byte(text[n:]))
			m.Flush()
			if strings.IndexByte("\x80\xa6", text[n]) >= 0 || strings.HasPrefix(text[n:], "…") {
				continue // a write that begins with dots: they are written with what they cut
			}
			if out.String() != want {
				t.Errorf("%q | %q: %q", text[:n], text[n:], out.String())
			}
		}
	}
}
