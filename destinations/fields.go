package destinations

import (
	"fmt"
	"maps"
	"slices"
)

// Field is one piece of a destination for comparing and printing, in the words
// of configurations. A secret's Value is a Secret.
type Field struct {
	Path  string
	Value any // string, bool or Secret
}

// Fields lists what a destination is, always in the same order.
func (d Destination) Fields() []Field {
	fields := []Field{{"name", d.Name}, {"description", d.Description}, {"enabled", d.Enabled}}
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
	case *OtherSettings:
		// Not modelled, so it may hold secrets: compared as one hidden value.
		body, _ := s.Body.MarshalJSON()
		fields = append(fields, Field{string(d.Kind), NewSecret(string(body))})
	}
	return fields
}

// Equal tells whether two destinations are the same; an unknown secret equals
// nothing.
func (d Destination) Equal(other Destination) bool {
	return d.Kind == other.Kind && slices.Equal(d.Fields(), other.Fields())
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
