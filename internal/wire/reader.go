package wire

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Error says what is wrong with a body, and where.
type Error struct {
	Path   string // such as triggers[0].query_level_trigger.actions[1].name
	Reason string
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Reason
	}
	return e.Path + ": " + e.Reason
}

// reader reads fields as the server does: null is as good as absent, numbers
// and booleans pass for text, numbers in strings for numbers, fractions are cut
// (observed on 2.19.4: monitors/coerced_values). It keeps the first problem and
// goes on with zero values, so that callers need to look once.
type reader struct{ err *Error }

func (r *reader) fail(path, format string, args ...any) {
	if r.err == nil {
		r.err = &Error{Path: path, Reason: fmt.Sprintf(format, args...)}
	}
}

func (r *reader) result() error {
	if r.err == nil {
		return nil
	}
	return r.err
}

// object is a JSON object with the path that leads to it.
type object struct {
	*orderedjson.Object
	path string
	r    *reader
}

func (o object) at(key string) string {
	if o.path == "" {
		return key
	}
	return o.path + "." + key
}

// value is the field's value, nil where it is absent or null.
func (o object) value(key string) any {
	v, _ := o.Get(key)
	return v
}

func (o object) text(key string) string {
	v := o.value(key)
	if v == nil {
		return ""
	}
	text, ok := plainText(v)
	if !ok {
		o.r.fail(o.at(key), "must be a text, not %s", kindOf(v))
	}
	return text
}

// required is a text that must be there, be it empty.
func (o object) required(key string) string {
	if o.value(key) == nil {
		o.r.fail(o.at(key), "is missing")
	}
	return o.text(key)
}

func (o object) boolean(key string, unset bool) bool {
	switch v := o.value(key).(type) {
	case nil:
		return unset
	case bool:
		return v
	case string:
		if v == "true" || v == "false" {
			return v == "true"
		}
	}
	o.r.fail(o.at(key), "must be true or false")
	return unset
}

func (o object) integer(key string, unset int) int {
	v := o.value(key)
	if v == nil {
		return unset
	}
	n, ok := wholeNumber(v)
	if !ok || n < math.MinInt32 || n > math.MaxInt32 {
		o.r.fail(o.at(key), "must be a whole number")
		return unset
	}
	return int(n)
}

// child is the object under key; ok is false where there is none.
func (o object) child(key string) (child object, ok bool) {
	v := o.value(key)
	if v == nil {
		return object{r: o.r, path: o.at(key)}, false
	}
	return o.r.object(v, o.at(key))
}

func (r *reader) object(v any, path string) (object, bool) {
	read, ok := v.(*orderedjson.Object)
	if !ok {
		r.fail(path, "must be an object, not %s", kindOf(v))
	}
	return object{Object: read, path: path, r: r}, ok && read != nil
}

// list is the list under key, empty where there is none.
func (o object) list(key string) []any {
	v := o.value(key)
	if v == nil {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		o.r.fail(o.at(key), "must be a list, not %s", kindOf(v))
	}
	return list
}

func (o object) texts(key string) []string {
	var out []string
	for i, v := range o.list(key) {
		text, ok := plainText(v)
		if !ok {
			o.r.fail(fmt.Sprintf("%s[%d]", o.at(key), i), "must be a text, not %s", kindOf(v))
		}
		out = append(out, text)
	}
	return out
}

// plainText is a scalar as the server's parser gives it as text.
func plainText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	default:
		return "", false
	}
}

// wholeNumber reads a number, or one in a string, and cuts its fraction.
func wholeNumber(v any) (int64, bool) {
	var text string
	switch v := v.(type) {
	case json.Number:
		text = v.String()
	case string:
		text = v
	case int:
		return int64(v), true
	case int64:
		return v, true
	default:
		return 0, false
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) >= 1<<63 || strings.ContainsAny(text, "xXpP_") {
		return 0, false
	}
	n, _ := new(big.Float).SetFloat64(f).Int64()
	return n, true
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case *orderedjson.Object:
		return "an object"
	case []any:
		return "a list"
	case string:
		return "a text"
	case bool:
		return "a boolean"
	default:
		return "a number"
	}
}
