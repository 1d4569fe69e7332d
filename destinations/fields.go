package destinations

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Field is one piece of a destination for comparing and printing, in the words
// of configurations. A secret's Value is a Secret.
type Field struct {
	Path  string
	Value any // string, bool, json.Number, Secret, Ref, or a list of strings or Refs
}

// Shown is the value as it is printed: a value of package orderedjson, in which
// references are addresses or ids, or a Secret.
func (f Field) Shown() any {
	switch v := f.Value.(type) {
	case Ref:
		return v.String()
	case []Ref:
		list := make([]any, len(v))
		for i, ref := range v {
			list[i] = ref.String()
		}
		return list
	case []string:
		list := make([]any, len(v))
		for i, text := range v {
			list[i] = text
		}
		return list
	default:
		return v
	}
}

// Fields lists what a destination is, always in the same order.
func (d Destination) Fields() []Field {
	fields := []Field{{"name", d.Name}, {"description", d.Description}}
	if d.Kind.IsChannel() || !d.Enabled { // nothing else can be muted, but by another hand
		fields = append(fields, Field{"enabled", d.Enabled})
	}
	switch s := d.Settings.(type) {
	case *SNSSettings:
		fields = append(fields, Field{"topic_arn", s.TopicARN}, Field{"role_arn", s.RoleARN})
	case *ChatSettings:
		fields = append(fields, Field{"url", s.URL})
	case *WebhookSettings:
		fields = append(fields, Field{"url", s.URL}, Field{"method", s.Method})
		for _, name := range slices.Sorted(maps.Keys(s.Headers)) {
			fields = append(fields, Field{fmt.Sprintf("headers[%q]", name), s.Headers[name]})
		}
		for _, name := range slices.Sorted(maps.Keys(s.Parts)) {
			fields = append(fields, Field{name, s.Parts[name]})
		}
	case *EmailSettings:
		fields = append(fields, Field{"account", s.Account}, Field{"recipients", s.Recipients}, Field{"groups", s.Groups})
	case *EmailGroupSettings:
		fields = append(fields, Field{"recipients", s.Recipients})
	case *SMTPSettings:
		fields = append(fields, Field{"host", s.Host}, Field{"port", number(s.Port)}, Field{"method", s.Method}, Field{"from", s.From})
	case *SESSettings:
		fields = append(fields, Field{"region", s.Region}, Field{"role_arn", s.RoleARN}, Field{"from", s.From})
	case *OtherSettings:
		// Not modelled, so it may hold secrets: compared as one hidden value.
		body, _ := s.Body.MarshalJSON()
		fields = append(fields, Field{string(d.Kind), NewSecret(string(body))})
	}
	return fields
}

// number is a text of digits as a number; any other text, such as one that is not
// known in this run, stays one.
func number(text string) any {
	if _, err := strconv.Atoi(text); err != nil {
		return text
	}
	return json.Number(text)
}

// Equal tells whether two destinations are the same; an unknown secret equals
// nothing.
func (d Destination) Equal(other Destination) bool {
	return d.Kind == other.Kind && slices.EqualFunc(d.Fields(), other.Fields(), func(a, b Field) bool {
		return a.Path == b.Path && SameValue(a.Value, b.Value)
	})
}

// SameValue tells whether two values of one field are the same. References are
// the same that name one destination, be it once by its address and once by its id.
func SameValue(a, b any) bool {
	switch a := a.(type) {
	case []string:
		b, ok := b.([]string)
		return ok && slices.Equal(a, b)
	case Ref:
		b, ok := b.(Ref)
		return ok && a.Same(b)
	case []Ref:
		b, ok := b.([]Ref)
		return ok && eachIn(a, b) && eachIn(b, a)
	default:
		return isPlain(b) && a == b
	}
}

// eachIn tells whether each reference is in another list: ids and addresses have
// orders of their own.
func eachIn(some, all []Ref) bool {
	return !slices.ContainsFunc(some, func(r Ref) bool { return !slices.ContainsFunc(all, r.Same) })
}

// isPlain is false for lists, which Go can't compare.
func isPlain(v any) bool {
	switch v.(type) {
	case []string, []Ref:
		return false
	default:
		return true
	}
}

// Secrets lists the values that no output may show.
func (d Destination) Secrets() []string {
	var values []string
	for _, f := range d.Fields() {
		if s, ok := f.Value.(Secret); ok && s.value != "" {
			values = append(values, s.value)
		}
	}
	return values
}
