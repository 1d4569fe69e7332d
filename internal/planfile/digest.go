package planfile

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/scrypt"
	"golang.org/x/sync/errgroup"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// shortestSecret is the length, in bytes, from which on a secret is taken out of a
// text before that is digested. What is shorter is printed by every plan, too, where
// it stands within a text.
const shortestSecret = 4

// What stands for a secret in a spelled text: its number in between. A start that is
// the text's own has none.
const tokenStart, tokenEnd = "\x00", ";"

// digester makes the digests of one record. All of what a digest is of stands in the
// record besides, but for secrets; those are derived first, each once.
type digester struct {
	salt    []byte
	cost    Cost
	tokens  *strings.Replacer // secrets → tokens
	words   *strings.Replacer // secrets → what they print as
	numbers map[string]int    // secret → number of its token
	derived []string          // by number; "" as long as nobody needs it
}

// NewSalt is the salt of a new record.
func NewSalt() string {
	salt := make([]byte, 16)
	rand.Read(salt) // never fails
	return hex.EncodeToString(salt)
}

// newDigester takes the secrets that are known in this run.
func newDigester(s Secrets, known []string) (*digester, error) {
	salt, err := hex.DecodeString(s.Salt)
	if err != nil {
		return nil, fmt.Errorf("the salt is not in hex: %w", err)
	}
	d := &digester{salt: salt, cost: s.Cost, numbers: map[string]int{}}
	known = slices.SortedFunc(slices.Values(known), func(a, b string) int { // of two that begin alike the longer one
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	tokens, words := []string{tokenStart, tokenStart + tokenEnd}, []string{}
	for _, secret := range slices.Compact(known) {
		if len(secret) >= shortestSecret {
			tokens = append(tokens, secret, d.token(secret))
			words = append(words, secret, destinations.Masked)
		}
	}
	d.tokens, d.words = strings.NewReplacer(tokens...), strings.NewReplacer(words...)
	return d, nil
}

// token stands for a secret in a text that is to be digested.
func (d *digester) token(secret string) string {
	n, there := d.numbers[secret]
	if !there {
		n = len(d.numbers)
		d.numbers[secret] = n
		d.derived = append(d.derived, "")
	}
	return tokenStart + strconv.Itoa(n) + tokenEnd
}

// spell writes a value so that equal values give equal text, with tokens for secrets.
func (d *digester) spell(v any) string {
	var b strings.Builder
	d.write(&b, v)
	return b.String()
}

func (d *digester) write(b *strings.Builder, v any) {
	switch v := v.(type) {
	case *orderedjson.Object:
		b.WriteByte('{')
		for _, key := range slices.Sorted(slices.Values(v.Keys())) {
			d.text(b, key)
			b.WriteByte(':')
			child, _ := v.Get(key)
			d.write(b, child)
			b.WriteByte(',')
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for _, x := range v {
			d.write(b, x)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	case destinations.Secret:
		if missing, unknown := v.Unknown(); unknown {
			d.text(b, monitors.UnknownText(missing))
			return
		}
		b.WriteByte('"')
		b.WriteString(d.token(v.Reveal()))
		b.WriteByte('"')
	case string:
		d.text(b, v)
	case json.Number:
		d.text(b, orderedjson.CanonicalNumber(v)) // a secret may be a number
	case bool:
		b.WriteString(strconv.FormatBool(v))
	default:
		b.WriteString("null")
	}
}

var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// text quotes what stands between tokens, so that they stay what they are.
func (d *digester) text(b *strings.Builder, text string) {
	b.WriteByte('"')
	b.WriteString(escaped.Replace(d.tokens.Replace(text)))
	b.WriteByte('"')
}

// derive makes what spelled texts have tokens of, several at once.
func (d *digester) derive(spelled ...string) error {
	needed := map[string]bool{}
	for _, text := range spelled {
		for _, part := range strings.Split(text, tokenStart)[1:] {
			number, _, _ := strings.Cut(part, tokenEnd)
			needed[number] = true
		}
	}
	var group errgroup.Group
	group.SetLimit(min(runtime.GOMAXPROCS(0), 8))
	for secret, n := range d.numbers {
		if d.derived[n] != "" || !needed[strconv.Itoa(n)] {
			continue
		}
		group.Go(func() error {
			key, err := scrypt.Key([]byte(secret), d.salt, d.cost.N, d.cost.R, d.cost.P, 16)
			d.derived[n] = hex.EncodeToString(key)
			return err
		})
	}
	return group.Wait()
}

// digest is a keyed hash of a spelled text whose secrets are derived, of so many
// bytes, in hex.
func (d *digester) digest(spelled string, size int) string {
	mac := hmac.New(sha256.New, d.salt)
	parts := strings.Split(spelled, tokenStart)
	mac.Write([]byte(parts[0]))
	for _, part := range parts[1:] {
		number, after, _ := strings.Cut(part, tokenEnd)
		mac.Write([]byte(tokenStart))
		if n, err := strconv.Atoi(number); err == nil {
			mac.Write([]byte(d.derived[n]))
		}
		mac.Write([]byte(tokenEnd + after))
	}
	return hex.EncodeToString(mac.Sum(nil)[:size])
}
