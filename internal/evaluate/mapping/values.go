package mapping

import (
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// maxTermBytes is Lucene's limit of a term, in bytes of UTF-8.
const maxTermBytes = 32766

// read adds a JSON value to the document. Errors without a status are causes, to
// be wrapped by the caller; those with one stand for themselves.
func (f *Field) read(doc *Document, v any) error {
	if v == nil {
		if v = f.NullValue; v == nil && f.Type == "constant_keyword" {
			return fault.New(0, "illegal_argument_exception", "constant keyword field [%s] must have a value", f.Path)
		} else if v == nil {
			return nil
		}
	}
	var err error
	switch f.Type {
	case "text", "match_only_text":
		err = f.readText(doc, v)
	case "keyword", "wildcard":
		err = f.readKeyword(doc, v)
	case "boolean":
		err = f.readBoolean(doc, v)
	case "ip":
		err = f.readIP(doc, v)
	case "date", "date_nanos":
		err = f.readDate(doc, v)
	default:
		err = f.readRarer(doc, v)
	}
	return f.forgive(doc, v, err)
}

// forgive lets pass what ignore_malformed lets pass. Observed on 2.19.4: numbers,
// dates and addresses are named in _ignored; under the index's setting other types
// and objects are left out without a word, but for an object in a scaled_float.
func (f *Field) forgive(doc *Document, v any, err error) error {
	var cause *fault.Error
	if err == nil || !errors.As(err, &cause) {
		return err
	}
	if f.IsRange() {
		return f.forgiveSpan(doc, v, cause)
	}
	if cause.Status != 0 {
		return err
	}
	_, isObject := v.(*orderedjson.Object)
	_, isNumber := v.(json.Number)
	late := isNumber && f.Type == "unsigned_long" && strings.Contains(cause.Reason, "out of range") // found when it is read already
	if f.IgnoreMalformed && !isObject && !late && f.Type != "flat_object" {
		switch f.Type {
		case "text", "keyword", "boolean":
			if f.Strict {
				return err // only the index said so
			}
		case "scaled_float":
			if _, isBool := v.(bool); isBool && f.Strict {
				return err
			}
		default:
			doc.ignore(f.Path)
		}
		return nil
	}
	lenient := f.lenient()
	if lenient && f.Type == "scaled_float" {
		return fault.New(400, "mapper_parsing_exception", "failed to parse").CausedBy(
			fault.Illegal("Malformed content, found extra data after parsing: END_OBJECT"))
	}
	if lenient {
		return nil
	}
	return err
}

// lenient tells that whatever is malformed is left out without a word.
func (f *Field) lenient() bool {
	firm := f.firm && f.IgnoresObjects
	return !f.Strict && !firm && (f.Lenient || f.IgnoreMalformed && f.IgnoresObjects)
}

func (f *Field) values(doc *Document) *Values {
	v := doc.Values.Get(f.Path)
	if v == nil {
		v = doc.newValues()
		doc.Values.Set(f.Path, v)
	}
	return v
}

// scalarText is the text of a JSON scalar as it stands in the document.
func scalarText(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case json.Number:
		return v.String(), nil
	default:
		return "", fault.New(0, "illegal_state_exception", "Can't get text on a START_OBJECT")
	}
}

func (f *Field) readText(doc *Document, v any) error {
	text, err := scalarText(v)
	if err != nil || !f.Indexed {
		return err
	}
	values := f.values(doc)
	if f.readWords(values, text) {
		return nil
	}
	if values.Length > 0 || values.next > 0 {
		values.next += f.Gap
	}
	last := -1
	tokens := f.Analyze(text)
	values.Tokens = slices.Grow(values.Tokens, len(tokens))
	for _, t := range tokens {
		if len(t.Term) > maxTermBytes {
			return immense(f.Path, t.Term)
		}
		if t.Position == last {
			values.Overlaps++
		}
		last = t.Position
		t.Position += values.next
		values.Tokens = append(values.Tokens, t)
		values.Length++
	}
	values.next += last + 1
	return nil
}

func immense(path, term string) error {
	prefix := make([]string, 30)
	for i := range prefix {
		prefix[i] = strconv.Itoa(int(int8(term[i])))
	}
	return fault.Illegal("Document contains at least one immense term in field=%q (whose UTF8 encoding is longer than the max length %d), "+
		"all of which were skipped.  Please correct the analyzer to not produce such terms.  The prefix of the first immense term is: '[%s]...', "+
		"original message: bytes can be at most %d in length; got %d", path, maxTermBytes, strings.Join(prefix, ", "), maxTermBytes, len(term)).
		CausedBy(fault.New(0, "max_bytes_length_exceeded_exception", "bytes can be at most %d in length; got %d", maxTermBytes, len(term)))
}

func (f *Field) readKeyword(doc *Document, v any) error {
	text, err := scalarText(v)
	if err != nil {
		return err
	}
	if f.IgnoreAbove >= 0 && exceeds(text, f.IgnoreAbove) {
		return nil
	}
	if f.Normalize != nil {
		text = f.Normalize(text)
	}
	if len(text) > maxTermBytes && (f.Indexed || f.DocValues) {
		return immense(f.Path, text)
	}
	values := f.values(doc)
	values.Terms = append(values.Terms, text)
	return nil
}

func (f *Field) readBoolean(doc *Document, v any) error {
	var n int64
	switch v := v.(type) {
	case bool:
		if v {
			n = 1
		}
	case string:
		switch v {
		case "true":
			n = 1
		case "false", "":
		default:
			return fault.New(0, "illegal_argument_exception", "Failed to parse value [%s] as only [true] or [false] are allowed.", v)
		}
	case json.Number:
		return fault.New(0, "json_parse_exception", "Current token (VALUE_NUMBER_INT) not of boolean type")
	default:
		return fault.New(0, "json_parse_exception", "Current token (START_OBJECT) not of boolean type")
	}
	values := f.values(doc)
	values.Ints = append(values.Ints, n)
	return nil
}

func (f *Field) readIP(doc *Document, v any) error {
	text, err := scalarText(v)
	if err != nil {
		return err
	}
	ip, ok := ParseIP(text)
	if !ok {
		return fault.New(0, "illegal_argument_exception", "'%s' is not an IP string literal.", text)
	}
	values := f.values(doc)
	values.Terms = append(values.Terms, ip)
	return nil
}

// ParseIP reads an address into its 16 bytes, IPv4 mapped into IPv6.
func ParseIP(text string) (string, bool) {
	if address, _, scoped := strings.Cut(text, "%"); scoped && strings.Contains(address, ":") {
		text = address
	}
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return "", false
	}
	b := addr.As16()
	return string(b[:]), true
}

// PrintIP writes 16 bytes as the server prints addresses.
func PrintIP(b string) string {
	addr, ok := netip.AddrFromSlice([]byte(b))
	if !ok {
		return ""
	}
	return addr.Unmap().String()
}

func (f *Field) readDate(doc *Document, v any) error {
	text, err := scalarText(v)
	if err != nil {
		return err
	}
	t, err := f.Format.Parse(text, datetime.Context{})
	if err != nil {
		if e, ok := err.(*fault.Error); ok {
			e.Status = 0
		}
		return err
	}
	if seconds := t.Unix(); seconds > math.MaxInt64/1000 || seconds < math.MinInt64/1000 {
		return fault.Unsupported("date [%s], whose milliseconds are beyond a long", text)
	}
	n := t.UnixMilli()
	if f.Type == "date_nanos" {
		if n, err = Nanos(t); err != nil {
			return err
		}
	}
	values := f.values(doc)
	values.Ints = append(values.Ints, n)
	return nil
}

// javaClass is what a document's number is read as.
var javaClass = map[string]string{"long": "Long", "integer": "Integer", "short": "Short", "byte": "Integer", "double": "Double",
	"float": "Float", "half_float": "Float", "scaled_float": "Double"}

func (f *Field) readNumber(doc *Document, v any) error {
	if text, ok := v.(string); ok && text == "" && f.Coerce {
		if f.NullValue == nil {
			return nil
		}
		v = f.NullValue
	}
	if _, isText := v.(string); isText && !f.Coerce {
		return fault.New(0, "illegal_argument_exception", "%s value passed as String", javaClass[f.Type])
	}
	n, err := ParseNumber(f.Type, v, f.Coerce)
	if err != nil {
		return err
	}
	values := f.values(doc)
	switch f.Type {
	case "scaled_float":
		values.Ints = append(values.Ints, roundHalfUp(n.Float*f.Scaling))
	case "double", "float", "half_float":
		values.Floats = append(values.Floats, n.Float)
	default:
		values.Ints = append(values.Ints, n.Int)
	}
	return nil
}

// preview is a value as error messages show it: as Java prints what was parsed.
func preview(v any) string {
	switch v := v.(type) {
	case json.Number:
		if !isInteger(v.String()) {
			d, _ := strconv.ParseFloat(v.String(), 64)
			return JavaDouble(d)
		}
	case *orderedjson.Object, []any:
		return javavalue.Print(javavalue.FromJSON(v), javavalue.JDK17)
	}
	return javaText(v)
}
