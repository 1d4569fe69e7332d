package view

import (
	"cmp"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/destinations"
)

// shortestMasked is the length, in bytes, from which on a secret is masked
// wherever it stands: shorter ones would take words of the output apart, and
// hide nothing that can't be guessed.
const shortestMasked = 4

// Mask is the last writer before a stream: it replaces every known secret, as it
// is and as JSON and URLs write it. It stands beside the types that print
// masked, for what reaches the output by another way: a server's error that
// quotes a URL, a snippet of a file.
type Mask struct {
	mu      sync.Mutex
	out     io.Writer
	secrets []string // the longest first
	pending []byte   // what may be the beginning of a secret
}

// NewMask masks what is written to out. Secrets are told by Hide, as they become
// known.
func NewMask(out io.Writer) *Mask { return &Mask{out: out} }

// Hide adds secrets.
func (m *Mask) Hide(secrets ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range secrets {
		for _, form := range spellings(s) {
			if len(form) >= shortestMasked && !slices.Contains(m.secrets, form) {
				m.secrets = append(m.secrets, form)
			}
		}
	}
	slices.SortStableFunc(m.secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
}

func spellings(s string) []string {
	forms := []string{s, strings.TrimSpace(s), url.QueryEscape(s), url.PathEscape(s)}
	if quoted, err := json.Marshal(s); err == nil {
		forms = append(forms, strings.Trim(string(quoted), `"`))
	}
	if u, err := url.Parse(s); err == nil && u.Host != "" && len(u.RequestURI()) > 8 {
		forms = append(forms, u.RequestURI(), u.Host+u.RequestURI()) // errors often quote the path alone
	}
	return forms
}

// Masked is a text with the secrets that are known so far replaced.
func (m *Mask) Masked(text string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.masked(text)
}

func (m *Mask) masked(text string) string {
	for _, s := range m.secrets {
		text = strings.ReplaceAll(text, s, destinations.Masked)
	}
	return text
}

// Write masks p and writes what is certain to be no beginning of a secret; Flush
// writes the rest.
func (m *Mask) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text := m.masked(string(m.pending) + string(p))
	keep := m.openTail(text)
	m.pending = []byte(text[len(text)-keep:])
	if _, err := io.WriteString(m.out, text[:len(text)-keep]); err != nil {
		return 0, err
	}
	return len(p), nil
}

// openTail is how many bytes at the end of text may begin a secret.
func (m *Mask) openTail(text string) int {
	longest := 0
	for _, s := range m.secrets {
		for n := min(len(s)-1, len(text)); n > longest; n-- {
			if strings.HasSuffix(text, s[:n]) {
				longest = n
				break
			}
		}
	}
	return longest
}

// Flush writes what was held back. Call it at the end, and before a prompt.
func (m *Mask) Flush() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err := m.out.Write(m.pending)
	m.pending = nil
	return err
}
