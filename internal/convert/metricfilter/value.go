package metricfilter

import (
	"encoding/json"
	"math/big"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

var (
	numberForm  = pattern.New(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$`)
	digitsStars = pattern.New(`^[+-]?[0-9]*\.?[0-9]*$`)
)

// IsNumber tells whether a value is a number: one without quotes, in scientific
// notation or not.
func (v Value) IsNumber() bool { return !v.Quoted && !v.Regex && numberForm.MatchString(v.Text) }

// Number is the value as JSON has it: without a plus sign, an exponent only where the
// digits are many.
func (v Value) Number() json.Number {
	r, ok := new(big.Rat).SetString(strings.TrimPrefix(v.Text, "+"))
	if !ok {
		return json.Number(v.Text)
	}
	if r.IsInt() {
		if n := r.Num().String(); len(n) <= 19 {
			return json.Number(n)
		}
	} else if text := r.FloatString(12); len(text) <= 24 {
		if again, _ := new(big.Rat).SetString(text); again.Cmp(r) == 0 {
			return json.Number(strings.TrimRight(text, "0"))
		}
	}
	f, _ := r.Float64()
	out, _ := json.Marshal(f)
	return json.Number(out)
}

// wild is a text with * at its ends taken off.
type wild struct {
	text          string
	before, after bool // anything may stand there
}

// wildcard reads a text in which * stands for any text.
func (v Value) wildcard() (wild, *Problem) {
	w := wild{text: v.Text}
	w.text, w.before = cutStar(w.text, strings.CutPrefix)
	w.text, w.after = cutStar(w.text, strings.CutSuffix)
	if w.before && w.text == "" {
		w.after = true // "*" alone
	}
	if i := strings.IndexByte(w.text, '*'); i >= 0 {
		return w, &Problem{At: v.At, Summary: "What an inner * means isn't documented", Detail: "CloudWatch takes * as a wildcard at the beginning and the end of a text. " +
			"Of one in the middle its page once said that it is just an asterisk, and now says nothing. Write a regular expression: %^Put.*Policy$%."}
	}
	return w, nil
}

func cutStar(text string, cut func(string, string) (string, bool)) (string, bool) {
	return cut(text, "*")
}

// looksNumeric is true for 4*: digits and stars without quotes, which may be meant for
// a number or for a text.
func (v Value) looksNumeric() bool {
	bare := strings.Trim(v.Text, "*")
	return !v.Quoted && !v.Regex && bare != v.Text && bare != "" && digitsStars.MatchString(bare)
}
