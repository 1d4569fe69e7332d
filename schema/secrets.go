package schema

import (
	"slices"
	"strings"
	"unicode"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

// sensitive is the mark of secret values, missing the mark that says why a value
// is unknown.
type (
	sensitiveMark struct{}
	missingMark   struct{ reason string }
)

// unknown is a value of a type that is not known because what reason names has
// none.
func unknown(t cty.Type, reason string) cty.Value {
	return cty.UnknownVal(t).Mark(missingMark{reason})
}

// secrets gathers the values that no output may show.
type secrets struct {
	hidden map[string]bool
	public map[string]bool
}

func newSecrets() *secrets { return &secrets{hidden: map[string]bool{}, public: map[string]bool{}} }

func (s *secrets) add(text string) {
	if text != "" {
		s.hidden[text] = true
	}
}

// shortestLine is the length from which a line of a text with a secret in it is
// hidden too: diffs print line by line.
const shortestLine = 8

func (s *secrets) addLines(text string) {
	s.add(text)
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); len(line) >= shortestLine {
			s.add(line)
		}
	}
}

func (s *secrets) letOut(text string) { s.public[text] = true }

// addMarked adds the texts and numbers of a value as far as they carry the mark.
func (s *secrets) addMarked(v cty.Value) {
	_ = cty.Walk(v, func(_ cty.Path, v cty.Value) (bool, error) {
		if v.HasMark(sensitiveMark{}) {
			s.addAll(v)
			return false, nil
		}
		return true, nil
	})
}

func (s *secrets) addAll(v cty.Value) {
	plain, _ := v.UnmarkDeep()
	_ = cty.Walk(plain, func(_ cty.Path, v cty.Value) (bool, error) {
		if !v.IsKnown() || v.IsNull() {
			return true, nil
		}
		switch v.Type() {
		case cty.String:
			s.add(v.AsString())
		case cty.Number:
			s.add(numberText(v))
		}
		return true, nil
	})
}

// values lists them, sorted.
func (s *secrets) values() []string {
	var list []string
	for text := range s.hidden {
		if !s.public[text] {
			list = append(list, text)
		}
	}
	slices.Sort(list)
	return list
}

// shortestMasked is the length from which a secret is taken out of diagnostics'
// texts; what is shorter would tear words apart and tell where it stood.
const shortestMasked = 4

func (s *secrets) mask(text string) string {
	for _, secret := range s.values() {
		if len(secret) >= shortestMasked {
			text = strings.ReplaceAll(text, secret, destinations.Masked)
		}
	}
	return s.maskParts(text)
}

// shortestPart is the length from which a run of letters and digits is taken for a part
// of the secret that holds it: compilers quote words of what they could not read.
const shortestPart = 8

var runs = pattern.New(`[\pL\pN]+`)

// maskParts takes out what compilers quote of a secret. A run with letters alone is a
// word, and stays.
func (s *secrets) maskParts(text string) string {
	return runs.ReplaceAllStringFunc(text, func(run string) string {
		mixed := strings.ContainsFunc(run, unicode.IsDigit) && strings.ContainsFunc(run, unicode.IsLetter)
		if len(run) < shortestPart || !mixed {
			return run
		}
		for secret := range s.hidden {
			if !s.public[secret] && strings.Contains(secret, run) {
				return destinations.Masked
			}
		}
		return run
	})
}

// noReason is what missingIn says where nothing tells why.
const noReason = "a value that is not known yet"

// missingIn says what is missing for the unknown parts of a value.
func missingIn(v cty.Value) string {
	_, marks := v.UnmarkDeep()
	var reasons []string
	for m := range marks {
		if missing, ok := m.(missingMark); ok {
			reasons = append(reasons, missing.reason)
		}
	}
	slices.Sort(reasons)
	if len(reasons) == 0 {
		return noReason
	}
	return strings.Join(reasons, ", ")
}

// bothUnknown stands for what depends on two texts, of which either may be unknown,
// "" or known: it names all that is missing.
func bothUnknown(one, other string) string {
	var reasons []string
	for _, text := range []string{one, other} {
		if reason, unknown := monitors.Unknown(text); unknown {
			reasons = append(reasons, strings.Split(reason, ", ")...)
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	slices.Sort(reasons)
	return monitors.UnknownText(strings.Join(slices.Compact(reasons), ", "))
}

func unknownText(v cty.Value) string { return monitors.UnknownText(missingIn(v)) }
