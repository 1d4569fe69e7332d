package sigma

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/pattern"
)

var (
	decimal = pattern.New(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	padded  = pattern.New(`^[0-9]+$`)
)

// readValue reads a value as YAML means it; the reason says why it is none.
func readValue(n *yaml.Node) (*value, string) {
	if n.Kind != yaml.ScalarNode {
		return nil, "A value is a text, a number, true, false or null, or a list of them."
	}
	v := &value{node: n, text: n.Value}
	switch n.ShortTag() {
	case "!!null":
		v.kind = isNull
	case "!!bool":
		v.kind, v.yes = isBool, strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		if number, ok := readNumber(n); ok {
			v.kind, v.number = isNumber, number
		} else if !padded.MatchString(n.Value) { // else an account: a text of digits
			return nil, n.Value + " is no number that a search could ask for. If a text is meant, write it in quotes."
		}
	case "!!binary":
		return nil, "Bytes are nothing that a search could ask for."
	}
	if v.kind == isText {
		v.texts = []wild{readWild(n.Value)}
	}
	return v, ""
}

// asText takes a number for the text that it is written as; false for what is none.
func (v *value) asText() bool {
	if v.kind == isNumber {
		v.kind, v.texts = isText, []wild{readWild(v.text)}
	}
	return v.kind == isText
}

// readNumber is a number as JSON has it.
func readNumber(n *yaml.Node) (string, bool) {
	if decimal.MatchString(n.Value) {
		return n.Value, true
	}
	if len(n.Value) > 1 && n.Value[0] == '0' && padded.MatchString(n.Value) {
		return "", false
	}
	var whole int64
	if n.ShortTag() == "!!int" && n.Decode(&whole) == nil {
		return strconv.FormatInt(whole, 10), true
	}
	var f float64
	if n.Decode(&f) != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return "", false
	}
	text, err := json.Marshal(f)
	return string(text), err == nil
}

// words that readers of YAML 1.1 take for true and false, and those of 1.2 for texts.
var oldBooleans = []string{"yes", "no", "on", "off"}

// unclear tells whether a text is one that tools read in two ways.
func unclear(n *yaml.Node) bool {
	return n.Style == 0 && n.ShortTag() == "!!str" && slices.Contains(oldBooleans, strings.ToLower(n.Value))
}
