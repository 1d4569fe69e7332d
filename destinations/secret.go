package destinations

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// Masked is what a secret prints as, everywhere.
const Masked = "(sensitive)"

// Secret is a text that no output, log, plan or error may show. It prints and
// marshals masked, whatever the verb; only Reveal gives it away.
type Secret struct {
	value   string
	unknown string // what is missing, "" where the value is known
}

// NewSecret hides value.
func NewSecret(value string) Secret { return Secret{value: value} }

// UnknownSecret is a secret whose value is not known in this run; reason names
// what is missing, such as "var.slack_url".
func UnknownSecret(reason string) Secret { return Secret{unknown: reason} }

// Reveal is the value itself: for the request that sends it, for comparing, and
// for the writer that masks it, and for nothing else.
func (s Secret) Reveal() string { return s.value }

// Unknown tells whether the value is not known in this run, and what is missing.
func (s Secret) Unknown() (reason string, unknown bool) { return s.unknown, s.unknown != "" }

// String is Masked.
func (Secret) String() string { return Masked }

// GoString is Masked, for %#v.
func (Secret) GoString() string { return Masked }

// Format is Masked for every verb.
func (Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, Masked) }

// MarshalJSON is Masked.
func (Secret) MarshalJSON() ([]byte, error) { return json.Marshal(Masked) }

// LogValue is Masked.
func (Secret) LogValue() slog.Value { return slog.StringValue(Masked) }
