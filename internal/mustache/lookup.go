package mustache

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// collection is a list (or set) as the server hands it to a template: something
// with indices and a size.
type collection struct{ items []javavalue.Value }

func coerce(v javavalue.Value) javavalue.Value {
	switch v := v.(type) {
	case *javavalue.List:
		return &collection{v.Items}
	case *javavalue.Set:
		return &collection{v.Items()}
	default:
		return v
	}
}

// boundsError is an index that a list does not have.
type boundsError struct{ reason string }

func (e *boundsError) Error() string { return e.reason }

// lookup finds a name: in each scope from the inside out, first as it is, dots
// and all, then part by part. A first part that is found ends the search, even
// where what follows is not there.
func (r *renderer) lookup(name string, scopes scopes) (javavalue.Value, error) {
	if name == "." {
		if len(scopes) == 0 {
			return nil, nil
		}
		return scopes[len(scopes)-1], nil
	}
	for i := len(scopes) - 1; i >= 0; i-- {
		v, decided, err := r.lookupIn(scopes[i], name)
		if decided || err != nil {
			return v, err
		}
	}
	return nil, nil
}

func (r *renderer) lookupIn(scope javavalue.Value, name string) (v javavalue.Value, decided bool, err error) {
	v, found, err := r.member(scope, name)
	if found || err != nil {
		return v, found, err
	}
	rest, dotted := name, false
	for {
		part, after, more := strings.Cut(rest, ".")
		if !more {
			break
		}
		scope, found, err = r.member(scope, part)
		if err != nil || !found {
			return nil, false, err
		}
		rest, dotted = after, true
		if scope == nil {
			break
		}
	}
	if !dotted {
		return nil, false, nil
	}
	v, _, err = r.member(scope, rest)
	return v, true, err
}

// member is one step: a key of a map, an index or the size of a list, a getter
// of anything else.
func (r *renderer) member(scope javavalue.Value, name string) (v javavalue.Value, found bool, err error) {
	switch scope := coerce(scope).(type) {
	case nil:
		return nil, false, nil
	case *javavalue.Map:
		v, found = scope.Get(name)
		return coerce(v), found, nil
	case *collection:
		v, err = scope.at(name)
		return coerce(v), v != nil, err
	default:
		return property(scope, name, r.jdk)
	}
}

func (c *collection) at(name string) (javavalue.Value, error) {
	if name == "size" {
		return int32(len(c.items)), nil
	}
	index, err := strconv.ParseInt(name, 10, 32)
	if err != nil || strings.Contains(name, "_") {
		return nil, nil
	}
	if index < 0 {
		return nil, &boundsError{"position >= 0"}
	}
	if index >= int64(len(c.items)) {
		return nil, &boundsError{strconv.FormatInt(index, 10)}
	}
	return c.items[index], nil
}
