package generate

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Shorten makes of what a server stores what somebody would have written: every
// member is left out, and every {value = x} written as x, as long as it means the
// same. What means the same is for the caller to say, who knows what is around it;
// so there is no list of defaults here.
func Shorten(v any, same func(any) bool) any {
	s := shortener{same: same}
	return s.shorten(v, func(x any) any { return x })
}

type shortener struct{ same func(any) bool }

// shorten shortens a part; whole puts a part back into all of the value.
func (s shortener) shorten(part any, whole func(any) any) any {
	switch v := part.(type) {
	case *orderedjson.Object:
		return s.object(v, whole)
	case []any:
		list := append([]any{}, v...)
		for i := range list {
			list[i] = s.shorten(list[i], func(x any) any {
				changed := append([]any{}, list...)
				changed[i] = x
				return whole(changed)
			})
		}
		return list
	default:
		return part
	}
}

func (s shortener) object(o *orderedjson.Object, whole func(any) any) any {
	for _, said := range bounds(o) {
		if s.same(whole(said)) {
			o = said
			break
		}
	}
	left := orderedjson.NewObject(o.Members()...)
	for _, m := range o.Members() {
		without := orderedjson.NewObject(left.Members()...)
		without.Delete(m.Key)
		if s.same(whole(without)) {
			left = without
		}
	}
	for _, m := range left.Members() {
		short := s.shorten(m.Value, func(x any) any {
			changed := orderedjson.NewObject(left.Members()...)
			changed.Set(m.Key, x)
			return whole(changed)
		})
		left.Set(m.Key, short)
	}
	if left.Len() == 1 {
		only := left.Members()[0].Value
		if s.same(whole(only)) {
			return only
		}
	}
	return left
}

// bounds are other words for a range as servers store it: from and to, and whether
// they are included.
func bounds(o *orderedjson.Object) []*orderedjson.Object {
	if !o.Has("from") || !o.Has("to") {
		return nil
	}
	lower, upper := "gt", "lt"
	if included, _ := o.Get("include_lower"); included != false {
		lower = "gte"
	}
	if included, _ := o.Get("include_upper"); included != false {
		upper = "lte"
	}
	said := orderedjson.NewObject()
	for _, m := range o.Members() {
		switch m.Key {
		case "from":
			setUnlessNull(said, lower, m.Value)
		case "to":
			setUnlessNull(said, upper, m.Value)
		case "include_lower", "include_upper":
		default:
			said.Set(m.Key, m.Value)
		}
	}
	return []*orderedjson.Object{said}
}

func setUnlessNull(o *orderedjson.Object, key string, v any) {
	if v != nil {
		o.Set(key, v)
	}
}
