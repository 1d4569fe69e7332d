package mapping

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// maxTermBytes is Lucene's limit of a term, in bytes of UTF-8.
const maxTermBytes = 32766

// read adds a JSON value to the document. Errors without a status are causes, to
// be wrapped by the caller; those with one stand for themselves.
func (f *Field) read(doc *Document, v any) error {
	if v == nil {
		if v = f.NullValue; v == nil {
			return nil
		}
	}
	var err error
	switch f.Type {
	case "text":
		err = f.readText(doc, v)
	case "keyword":
		err = f.readKeyword(doc, v)
	case "boolean":
		err = f.readBoolean(doc, v)
	case "ip":
		err = f.readIP(doc, v)
	case "date":
		err = f.readDate(doc, v)
	default:
		err = f.readNumber(doc, v)
	}
	return f.forgive(doc, v, err)
}

// forgive lets pass what ignore_malformed lets pass. Observed on 2.19.4: numbers,
// dates and addresses are named in _ignored; under the index's setting other types
// and objects are left out without a word, but for an object in a scaled_float.
func (f *Field) forgive(doc *Document, v any, err error) error {
	var cause *fault.Error
	if err == nil || !errors.As(err, &cause) || cause.Status != 0 {
		return err
	}
	_, isObject := v.(*orderedjson.Object)
	if f.IgnoreMalformed && !isObject {
		switch f.Type {
		case "text", "keyword", "boolean", "scaled_float":
		default:
			doc.ignore(f.Path)
		}
		return nil
	}
	if f.Lenient && f.Type == "scaled_float" {
		return fault.New(400, "mapper_parsing_exception", "failed to parse").CausedBy(
			fault.Illegal("Malformed content, found extra data after parsing: END_OBJECT"))
	}
	if f.Lenient {
		return nil
	}
	return err
}

func (f *Field) values(doc *Document) *Values {
	v := doc.Values[f.Path]
	if v == nil {
		v = &Values{}
		doc.Values[f.Path] = v
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
	if values.Length > 0 || values.next > 0 {
		values.next += f.Gap
	}
	last := -1
	for _, t := range f.Analyze(text) {
		if len(t.Term) > maxTermBytes {
			return immense(f.Path, t.Term)
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
	if f.IgnoreAbove >= 0 && len(utf16.Encode([]rune(text))) > f.IgnoreAbove {
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
	values := f.values(doc)
	values.Ints = append(values.Ints, t.UnixMilli())
	return nil
}

func (f *Field) readNumber(doc *Document, v any) error {
	if text, ok := v.(string); ok && text == "" && f.Coerce {
		if f.NullValue == nil {
			return nil
		}
		v = f.NullValue
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

// roundHalfUp is Math.round.
func roundHalfUp(x float64) int64 { return int64(math.Floor(x + 0.5)) }

// Number is a value of a numeric field: Int for the whole types, Float for the
// others, rounded to the type's precision.
type Number struct {
	Int   int64
	Float float64
}

// limits of the whole types.
var limits = map[string][2]int64{"long": {math.MinInt64, math.MaxInt64}, "integer": {math.MinInt32, math.MaxInt32},
	"short": {math.MinInt16, math.MaxInt16}, "byte": {math.MinInt8, math.MaxInt8}}

// javaName is what messages call a whole type.
var javaName = map[string]string{"long": "long (-9223372036854775808 - 9223372036854775807)",
	"integer": "int (-2147483648 - 2147483647)", "short": "Java short", "byte": "Java byte"}

// ParseNumber reads a JSON number or a text as a numeric field type does. With
// coerce the whole types cut decimals off. Errors have no status.
func ParseNumber(fieldType string, v any, coerce bool) (Number, error) {
	switch v := v.(type) {
	case string:
		if limit, whole := limits[fieldType]; whole {
			n, err := wholeOfText(fieldType, v, limit, coerce)
			return Number{Int: n}, err
		}
		d, err := javaDouble(v)
		if err != nil {
			return Number{}, fault.New(0, "number_format_exception", "For input string: \"%s\"", v)
		}
		return decimal(fieldType, d)
	case json.Number:
		if limit, whole := limits[fieldType]; whole {
			n, err := wholeOfNumber(fieldType, v.String(), limit, coerce)
			return Number{Int: n}, err
		}
		d, _ := strconv.ParseFloat(v.String(), 64)
		return decimal(fieldType, d)
	case bool:
		token := "VALUE_FALSE"
		if v {
			token = "VALUE_TRUE"
		}
		return Number{}, fault.New(0, "json_parse_exception", "Current token (%s) not numeric, can not use numeric value accessors", token)
	default:
		return Number{}, fault.New(0, "json_parse_exception", "Current token (START_OBJECT) not numeric, can not use numeric value accessors")
	}
}

func wholeOfText(fieldType, text string, limit [2]int64, coerce bool) (int64, error) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= limit[0] && n <= limit[1] {
		return n, nil
	}
	if fieldType == "long" {
		r, ok := new(big.Rat).SetString(text)
		if !ok || strings.ContainsAny(text, "/_ xXpPbBoO") || hugeExponent(text) {
			return 0, fault.New(0, "illegal_argument_exception", "For input string: \"%s\"", text)
		}
		whole := new(big.Int).Quo(r.Num(), r.Denom())
		if !coerce && !r.IsInt() {
			return 0, fault.New(0, "illegal_argument_exception", "Value [%s] has a decimal part", text)
		}
		if !whole.IsInt64() {
			return 0, fault.New(0, "illegal_argument_exception", "Value [%s] is out of range for a long", text)
		}
		return whole.Int64(), nil
	}
	d, err := javaDouble(text)
	if err != nil {
		return 0, fault.New(0, "number_format_exception", "For input string: \"%s\"", text)
	}
	if !(d >= float64(limit[0]) && d <= float64(limit[1])) && !math.IsNaN(d) {
		article := map[string]string{"integer": "an integer", "short": "a short", "byte": "a byte"}[fieldType]
		return 0, fault.New(0, "illegal_argument_exception", "Value [%s] is out of range for %s", text, article)
	}
	if !coerce && d != math.Trunc(d) {
		return 0, fault.New(0, "illegal_argument_exception", "Value [%s] has a decimal part", text)
	}
	if math.IsNaN(d) {
		return 0, nil
	}
	return int64(d), nil
}

// hugeExponent guards big.Rat, which would build the whole number.
func hugeExponent(text string) bool {
	i := strings.IndexAny(text, "eE")
	if i < 0 {
		return false
	}
	n, err := strconv.Atoi(text[i+1:])
	return err != nil || n > 5000 || n < -5000
}

func wholeOfNumber(fieldType, text string, limit [2]int64, coerce bool) (int64, error) {
	out := fault.New(0, "input_coercion_exception", "Numeric value (%s) out of range of %s", text, javaName[fieldType])
	if isInteger(text) {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < limit[0] || n > limit[1] {
			if fieldType == "byte" && err == nil && n >= -32768 && n <= 32767 {
				return 0, fault.New(0, "illegal_argument_exception", "Value [%s] is out of range for a byte", text)
			}
			return 0, out
		}
		return n, nil
	}
	d, _ := strconv.ParseFloat(text, 64)
	if !coerce && d != math.Trunc(d) {
		return 0, fault.New(0, "illegal_argument_exception", "%s cannot be converted to %s without data loss", text,
			map[string]string{"long": "Long", "integer": "Integer", "short": "Short", "byte": "Byte"}[fieldType])
	}
	if d >= float64(limit[0]) && d < float64(limit[1])+1 {
		return int64(d), nil
	}
	return 0, out
}

func decimal(fieldType string, d float64) (Number, error) {
	name := fieldType
	switch fieldType {
	case "float":
		d = float64(float32(d))
	case "half_float":
		was := d
		d = float64(toHalf(float32(d)))
		if math.IsInf(d, 0) && !math.IsInf(was, 0) {
			return Number{}, fault.New(0, "illegal_argument_exception", "[half_float] supports only finite values, but got [%s]", JavaDouble(float64(float32(was))))
		}
	}
	if math.IsInf(d, 0) || math.IsNaN(d) {
		return Number{}, fault.New(0, "illegal_argument_exception", "[%s] supports only finite values, but got [%s]", name, JavaDouble(d))
	}
	return Number{Float: d}, nil
}

// javaDouble is Double.parseDouble.
func javaDouble(s string) (float64, error) {
	t := strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if t == "" {
		return 0, strconv.ErrSyntax
	}
	switch strings.TrimLeft(t, "+-") {
	case "NaN":
		return math.NaN(), nil
	case "Infinity":
		if t[0] == '-' {
			return math.Inf(-1), nil
		}
		return math.Inf(1), nil
	}
	if strings.ContainsAny(t, "_xXiInNpP") {
		return 0, strconv.ErrSyntax
	}
	t = strings.TrimRight(t[:len(t)-1], "") + strings.TrimRight(t[len(t)-1:], "dDfF")
	d, err := strconv.ParseFloat(t, 64)
	if err != nil && !math.IsInf(d, 0) {
		return 0, strconv.ErrSyntax
	}
	return d, nil
}

// toHalf rounds to half precision (to nearest, ties to even).
func toHalf(x float32) float32 {
	d := float64(x)
	if d == 0 || math.IsNaN(d) || math.IsInf(d, 0) {
		return x
	}
	_, exp := math.Frexp(d)
	step := math.Ldexp(1, max(exp-11, -24))
	h := math.RoundToEven(d/step) * step
	if math.Abs(h) > 65504 {
		return float32(math.Inf(int(math.Copysign(1, d))))
	}
	return float32(h)
}

// JavaDouble prints a double as Double.toString does.
func JavaDouble(d float64) string {
	switch {
	case math.IsNaN(d):
		return "NaN"
	case math.IsInf(d, 1):
		return "Infinity"
	case math.IsInf(d, -1):
		return "-Infinity"
	case d == 0:
		if math.Signbit(d) {
			return "-0.0"
		}
		return "0.0"
	}
	if a := math.Abs(d); a >= 1e-3 && a < 1e7 {
		s := strconv.FormatFloat(d, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	}
	s := strconv.FormatFloat(d, 'e', -1, 64)
	mantissa, exp, _ := strings.Cut(s, "e")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, _ := strconv.Atoi(exp)
	return mantissa + "E" + strconv.Itoa(n)
}

// preview is a value as error messages show it.
func preview(v any) string {
	if n, ok := v.(json.Number); ok && !isInteger(n.String()) {
		d, _ := strconv.ParseFloat(n.String(), 64)
		return JavaDouble(d)
	}
	return javaText(v)
}
