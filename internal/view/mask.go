package view

import (
	"io"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/destinations"
)

// shortestMasked is the length, in bytes, from which on a secret is masked
// wherever it stands: shorter ones would take words of the output apart, and
// hide nothing that can't be guessed.
const shortestMasked = 4

// Mask is the last writer before a stream: it replaces every known secret, in all
// of its spellings. It stands beside the types that print masked, for what
// reaches the output by another way: a server's error that quotes a URL, a
// snippet of a file.
type Mask struct {
	mu      sync.Mutex
	out     io.Writer
	known   map[string]bool
	byStart map[string][]string // by their first shortestMasked bytes
	starts  map[string]bool     // what is shorter than that, and begins one
	longest int
	pending string // what may be the beginning of a secret
	failed  error  // the first write to out that failed
}

// NewMask masks what is written to out. Secrets are told by Hide, as they become
// known.
func NewMask(out io.Writer) *Mask {
	return &Mask{out: out, known: map[string]bool{}, byStart: map[string][]string{}, starts: map[string]bool{}}
}

// Hide adds secrets.
func (m *Mask) Hide(secrets ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range secrets {
		for _, form := range spellings(s) {
			m.add(form)
		}
	}
}

func (m *Mask) add(form string) {
	if len(form) < shortestMasked || m.known[form] {
		return
	}
	m.known[form] = true
	m.byStart[form[:shortestMasked]] = append(m.byStart[form[:shortestMasked]], form)
	for n := 1; n < shortestMasked; n++ {
		m.starts[form[:n]] = true
	}
	m.longest = max(m.longest, len(form))
}

// Longest is how many bytes the longest secret has, in any of its spellings.
func (m *Mask) Longest() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.longest
}

// Masked is a text with the secrets that are known so far replaced.
func (m *Mask) Masked(text string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	masked, _ := m.mask(text, len(text))
	return masked
}

// Write masks p and writes what is certain to be no beginning of a secret; Flush
// writes the rest.
func (m *Mask) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text := m.pending + string(p)
	open := m.openTail(text)
	masked, end := m.mask(text, open)
	m.pending = text[end:]
	if err := m.write(masked); err != nil {
		return 0, err
	}
	return len(p), nil
}

// write keeps the first failure, since most of what prints doesn't look.
func (m *Mask) write(text string) error {
	_, err := io.WriteString(m.out, text)
	if m.failed == nil {
		m.failed = err
	}
	return err
}

// mask replaces the secrets in text up to where one may be open. Secrets that
// overlap are replaced together, lest the rest of one shows. It stops before a
// secret that reaches into the open part, and tells where.
func (m *Mask) mask(text string, open int) (masked string, end int) {
	var b strings.Builder
	written := 0
	for i := 0; i < open; {
		to := m.coveredFrom(text, i)
		if to == i {
			i++
			continue
		}
		b.WriteString(text[written:i])
		written = i
		if to > open {
			return b.String(), i
		}
		b.WriteString(destinations.Masked)
		i, written = to, to
	}
	b.WriteString(text[written:open])
	return b.String(), open
}

// coveredFrom is where the secrets end that begin at from or within one that
// does; from itself where none begins.
func (m *Mask) coveredFrom(text string, from int) int {
	to := from
	for i := from; i == from || i < to; i++ {
		if i+shortestMasked > len(text) {
			break
		}
		for _, s := range m.byStart[text[i:i+shortestMasked]] {
			to = max(to, i+shown(text[i:], s))
		}
	}
	return to
}

// shown is how many bytes of a secret a text begins with: all of them, or those
// before the dots by which a long text was cut; else 0.
func shown(text, secret string) int {
	n := 0
	for n < len(text) && n < len(secret) && text[n] == secret[n] {
		n++
	}
	if n == len(secret) || n >= shortestMasked && strings.HasPrefix(strings.TrimPrefix(text[n:], " "), "…") {
		return n
	}
	return 0
}

// openTail is where the end of text begins that may be the beginning of a secret.
func (m *Mask) openTail(text string) int {
	for i := max(0, len(text)-m.longest+1); i < len(text); i++ {
		rest := text[i:]
		if len(rest) < shortestMasked {
			if m.starts[rest] {
				return i
			}
			continue
		}
		for _, s := range m.byStart[rest[:shortestMasked]] {
			if len(s) > len(rest) && strings.HasPrefix(s, rest) {
				return i
			}
		}
	}
	return len(text)
}

// Flush writes what was held back, and tells the first error of all that was
// written so far. Call it at the end, and before a prompt.
func (m *Mask) Flush() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	masked, _ := m.mask(m.pending, len(m.pending))
	m.pending = ""
	m.write(masked)
	return m.failed
}

// MaskedIn is a JSON value with the secrets in its texts, numbers and keys replaced.
func (m *Mask) MaskedIn(v any) any { return m.maskedBeside(v, ownKeys{}) }
