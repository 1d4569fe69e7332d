package main

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"unicode"
)

// gitHubStream keeps what is printed from being a command of GitHub's runner. On both
// streams it takes a line for one that begins with :: behind blanks, or has ##[ in it
// anywhere (actions/runner, ActionCommand); a message in a pull request could set the
// outputs of a step, or hide words of its log. In such a line a blank is put between the
// two signs. The runner compares as .NET does by default, without characters that can't
// be seen: a line that is a command without them loses them.
type gitHubStream struct {
	mu   sync.Mutex
	out  io.Writer
	open []byte // of a line, what has come so far
}

func (s *gitHubStream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end := bytes.LastIndexByte(p, '\n') + 1
	if end == 0 {
		s.open = append(s.open, p...)
		return len(p), nil
	}
	var safe strings.Builder
	for line := range strings.Lines(string(s.open) + string(p[:end])) {
		safe.WriteString(harmless(line))
	}
	s.open = append(s.open[:0], p[end:]...)
	if _, err := io.WriteString(s.out, safe.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Flush writes a line that did not end.
func (s *gitHubStream) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	line := harmless(string(s.open))
	s.open = nil
	_, err := io.WriteString(s.out, line)
	return err
}

// harmless is a line that no runner takes for a command.
func harmless(line string) string {
	seen := strings.Map(func(r rune) rune {
		if isUnseen(r) {
			return -1
		}
		return r
	}, line)
	command := strings.HasPrefix(strings.TrimLeftFunc(seen, unicode.IsSpace), "::")
	if !command && !strings.Contains(seen, "##[") {
		return line
	}
	if command {
		seen = strings.Replace(seen, "::", ": :", 1)
	}
	return strings.ReplaceAll(seen, "##[", "# #[")
}

// isUnseen tells whether comparisons by language pass over a character.
func isUnseen(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) ||
		unicode.IsControl(r) && !unicode.IsSpace(r)
}
