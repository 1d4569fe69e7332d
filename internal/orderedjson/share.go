package orderedjson

import "encoding/json"

// Shared copies values so that equal texts and numbers below one key are kept only
// once: documents repeat themselves. Of keys whose values hardly repeat it gives up.
// It is not safe for concurrent use; the zero value is ready.
type Shared struct {
	keys  map[string]*sharedKey
	items *sharedKey // of lists
}

// sharedKey is a key with the values that were seen below it.
type sharedKey struct {
	name   string
	values map[any]any // boxed once: texts and numbers
	misses int
	off    bool
}

// Of the values below a key at most sharedMost are remembered; after so many of them
// that were new, at least as many must have been old.
const (
	sharedMost  = 1 << 14
	sharedTrial = 1 << 10
)

// Copy is v, with everything below it, with shared texts and no spare room.
func (s *Shared) Copy(v any) any {
	if s.keys == nil {
		s.keys, s.items = map[string]*sharedKey{}, &sharedKey{}
	}
	return s.copy(s.items, v)
}

func (s *Shared) copy(below *sharedKey, v any) any {
	switch v := v.(type) {
	case *Object:
		if v == nil {
			return v
		}
		members := make([]Member, len(v.members))
		for i, m := range v.members {
			key := s.key(m.Key)
			members[i] = Member{key.name, s.copy(key, m.Value)}
		}
		return &Object{members: members}
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = s.copy(below, x)
		}
		return list
	case string, json.Number:
		return below.share(v)
	}
	return v
}

func (s *Shared) key(name string) *sharedKey {
	k := s.keys[name]
	if k == nil {
		k = &sharedKey{name: ownText(name)}
		if len(s.keys) < sharedMost {
			s.keys[k.name] = k
		}
	}
	return k
}

// share is the value that was seen before, or this one.
func (k *sharedKey) share(v any) any {
	if k.off {
		return owned(v)
	}
	if kept, ok := k.values[v]; ok {
		k.misses--
		return kept
	}
	v = owned(v)
	if k.misses++; k.misses > sharedTrial || len(k.values) == sharedMost {
		k.off, k.values = k.misses > sharedTrial, nil
		return v
	}
	if k.values == nil {
		k.values = map[any]any{}
	}
	k.values[v] = v
	return v
}

// owned is a text or a number that keeps no longer text in memory.
func owned(v any) any {
	switch v := v.(type) {
	case string:
		return ownText(v)
	case json.Number:
		return json.Number(ownText(string(v)))
	}
	return v
}

func ownText(s string) string { return string([]byte(s)) }
