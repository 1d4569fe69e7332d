package querydsl

import "github.com/alertplan/alertplan/internal/orderedjson"

// fieldQuery is a clause of the form {"field": {options}} with a shorthand
// {"field": value}.
type fieldQuery struct {
	options *shape
	// value is the option that the shorthand gives.
	value string
	// shorthand are the tokens that are taken as the value; others of onlyListed
	// are passed over or refused by list.
	shorthand tokens
	// refused says what is wrong with a token that is no shorthand; nil: nothing.
	refused func(key string, v any) *Error
	// noField and noValue are the refusals of a clause without them.
	noField, noValue *Error
}

func (q *fieldQuery) parse(c *context, body *orderedjson.Object) (any, *Error) {
	var name string
	var found bool
	read := values{}
	for _, m := range body.Members() {
		options, isObject := m.Value.(*orderedjson.Object)
		if !isObject && tokenOf(m.Value)&q.shorthand == 0 {
			if q.refused != nil {
				if err := q.refused(m.Key, m.Value); err != nil {
					return nil, under(err, m.Key)
				}
			}
			continue
		}
		if found {
			return nil, under(parsing("[%s] query doesn't support multiple fields, found [%s] and [%s]", q.options.name, name, m.Key), m.Key)
		}
		name, found = m.Key, true
		var err *Error
		if isObject {
			read, err = q.options.parse(c, options)
		} else {
			err = q.takeShorthand(c, read, m.Value)
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	if !read.has(q.value) || (read[q.value] == nil) {
		if (!found || name == "") && !q.valueFirst() {
			return nil, copyOf(q.noField)
		}
		return nil, copyOf(q.noValue)
	}
	if name == "" && q.noField.Reason != "" {
		return nil, copyOf(q.noField)
	}
	return orderedjson.NewObject(orderedjson.Member{Key: name, Value: q.options.print(read)}), nil
}

func (q *fieldQuery) takeShorthand(c *context, read values, v any) *Error {
	if tokenOf(v) == tArray {
		_, err := text(v)
		return err
	}
	value, err := q.options.field(q.value).kind.read(c, v)
	read[q.value] = value
	return err
}

// valueFirst says that the server misses the value before it misses the field.
func (q *fieldQuery) valueFirst() bool { return q.noValue.Kind == KindParsing }

// copyOf keeps a refusal that stands in a table from gathering paths.
func copyOf(err *Error) *Error {
	e := *err
	return &e
}
