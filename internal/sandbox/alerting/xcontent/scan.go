package xcontent

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// scanner cuts the first JSON value of a body into items. It stops at the first
// fault, which a Reader throws only when it gets there: an earlier token that a
// parser refuses comes first, as it does on the server.
type scanner struct {
	data      []byte
	pos       int
	line      int
	lineStart int
	items     []item
	open      []frame
}

// frame is an object or list that is not closed yet.
type frame struct {
	object       bool
	keys         keys
	line, column int
	any          bool // a member has been read
}

// keys are those of an object so far.
type keys struct {
	few  []string
	many map[string]bool // all of them, where they are many
}

const fewKeys = 16

// add adds a key; it is false where it was there before.
func (k *keys) add(name string) bool {
	switch {
	case k.many != nil:
		if k.many[name] {
			return false
		}
		k.many[name] = true
		return true
	case slices.Contains(k.few, name):
		return false
	case len(k.few) < fewKeys:
		k.few = append(k.few, name)
		return true
	}
	k.many = map[string]bool{name: true}
	for _, earlier := range k.few {
		k.many[earlier] = true
	}
	return true
}

// scan reads items up to the end of the first value, or up to the fault.
func scan(data []byte) ([]item, *fault.Fault) {
	s := &scanner{data: data, line: 1, items: make([]item, 0, min(len(data)/bytesPerItem+8, 1<<12))}
	if strings.HasPrefix(string(data[:min(3, len(data))]), "\ufeff") {
		s.pos, s.lineStart = 3, 3
	}
	for {
		if err := s.limited(); err != nil {
			return s.items, err
		}
		done, err := s.step()
		if err != nil || done {
			return s.items, err
		}
	}
}

// bytesPerItem is about how many bytes of a body make an item.
const bytesPerItem = 9

// The sandbox's own limits, where the server has none: they protect this process's
// memory and stack. 2.19.4 takes 2,000 levels.
const (
	maxDepth = 10_000
	maxItems = 4_000_000
)

func (s *scanner) limited() *fault.Fault {
	switch {
	case len(s.open) > maxDepth:
		return fault.Require("Document nesting depth (%d) exceeds the maximum allowed (%d)", len(s.open), maxDepth)
	case len(s.items) > maxItems:
		return fault.Require("the sandbox reads at most %d keys, values and brackets of a body", maxItems)
	}
	return nil
}

// step reads the next item with the punctuation before it; done is true after
// the last one.
func (s *scanner) step() (done bool, err *fault.Fault) {
	if err := s.skipBlank(); err != nil {
		return true, err
	}
	if len(s.open) == 0 {
		if len(s.items) > 0 || s.pos >= len(s.data) {
			return true, nil
		}
		return false, s.value()
	}
	top := &s.open[len(s.open)-1]
	if s.pos >= len(s.data) {
		return true, s.unexpectedEnd(top)
	}
	c := s.data[s.pos]
	if c == closing(top.object) {
		s.close(top)
		return false, nil
	}
	if top.any {
		if c != ',' {
			return true, s.unexpected(s.pos, "was expecting comma to separate "+kindOf(top.object)+" entries")
		}
		s.pos++
		if err := s.skipBlank(); err != nil {
			return true, err
		}
	}
	top.any = true
	if top.object {
		return false, s.member(top)
	}
	return false, s.value()
}

func closing(object bool) byte {
	if object {
		return '}'
	}
	return ']'
}

func kindOf(object bool) string {
	if object {
		return "Object"
	}
	return "Array"
}

func (s *scanner) close(top *frame) {
	start := s.pos
	s.pos++
	kind := EndArray
	if top.object {
		kind = EndObject
	}
	s.open = s.open[:len(s.open)-1]
	s.add(kind, "", start)
}

// member reads a key, its colon and the beginning of its value.
func (s *scanner) member(top *frame) *fault.Fault {
	start := s.pos
	if s.pos >= len(s.data) {
		return s.unexpectedEnd(top)
	}
	if s.data[s.pos] != '"' {
		return s.unexpected(s.pos, "was expecting double-quote to start field name")
	}
	name, err := s.quoted()
	if err != nil {
		return err
	}
	if !top.keys.add(name) {
		return s.jackson(fault.JSONParse, fmt.Sprintf("Duplicate field '%s'", name), s.pos)
	}
	s.add(FieldName, name, start)
	if err := s.skipBlank(); err != nil {
		return err
	}
	if s.pos >= len(s.data) {
		return s.endInMember()
	}
	if s.data[s.pos] != ':' {
		return s.unexpected(s.pos, "was expecting a colon to separate field name and value")
	}
	s.pos++
	if err := s.skipBlank(); err != nil {
		return err
	}
	if s.pos >= len(s.data) {
		return s.endInMember()
	}
	return s.value()
}

// value reads a literal, or opens an object or list.
func (s *scanner) value() *fault.Fault {
	if s.pos >= len(s.data) {
		return s.unexpectedEnd(&s.open[len(s.open)-1])
	}
	start, c := s.pos, s.data[s.pos]
	switch {
	case c == '{' || c == '[':
		s.pos++
		kind := StartArray
		if c == '{' {
			kind = StartObject
		}
		s.open = append(s.open, frame{object: c == '{', line: s.line, column: start - s.lineStart + 1})
		s.add(kind, "", start)
		return nil
	case c == '"':
		text, err := s.quoted()
		if err != nil {
			return err
		}
		s.add(String, text, start)
		return nil
	case c == '-' || c >= '0' && c <= '9':
		return s.number()
	}
	return s.word()
}

func (s *scanner) number() *fault.Fault {
	start := s.pos
	for s.pos < len(s.data) && strings.IndexByte("+-.0123456789eE", s.data[s.pos]) >= 0 {
		s.pos++
	}
	text := string(s.data[start:s.pos])
	digits := strings.TrimPrefix(text, "-")
	switch {
	case digits == "" || digits[0] < '0' || digits[0] > '9':
		return s.unexpected(start+1, "expected digit (0-9) to follow minus sign, for valid numeric value")
	case len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9':
		return s.jackson(fault.JSONParse, "Invalid numeric value: Leading zeroes not allowed", start+2)
	case strings.HasSuffix(text, "."):
		return s.unexpected(s.pos, "Decimal point not followed by a digit")
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil && !strings.Contains(err.Error(), "range") {
		return s.unexpected(s.pos, "Expected space separating root-level values")
	}
	s.add(Number, text, start)
	return nil
}

func (s *scanner) word() *fault.Fault {
	start := s.pos
	for s.pos < len(s.data) && (s.data[s.pos] == '_' || s.data[s.pos] == '$' || s.data[s.pos] >= 0x80 ||
		s.data[s.pos]|0x20 >= 'a' && s.data[s.pos]|0x20 <= 'z' || s.data[s.pos] >= '0' && s.data[s.pos] <= '9') {
		s.pos++
	}
	switch text := string(s.data[start:s.pos]); text {
	case "true", "false":
		s.add(Boolean, text, start)
		return nil
	case "null":
		s.add(Null, text, start)
		return nil
	case "NaN", "Infinity":
		return s.jackson(fault.JSONParse, fmt.Sprintf(
			"Non-standard token '%s': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow", text), s.pos)
	case "":
		if c := s.data[start]; c < ' ' {
			return s.jackson(fault.JSONParse, fmt.Sprintf("Illegal character ((CTRL-CHAR, code %d)): "+
				"only regular white space (\\r, \\n, \\t) is allowed between tokens", c), start+1)
		}
		return s.unexpected(start, expectedValue)
	default:
		return s.jackson(fault.JSONParse, fmt.Sprintf("Unrecognized token '%s': was expecting %s", text, expectedWords), min(s.pos+1, len(s.data)))
	}
}

const (
	expectedWords = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
	expectedValue = "expected a valid value " + expectedWords
)

func (s *scanner) add(kind Token, text string, start int) {
	s.items = append(s.items, item{
		kind: kind, text: text, start: start, line: s.line, column: start - s.lineStart + 1,
		endLine: s.line, endColumn: s.pos - s.lineStart + 1,
	})
}
