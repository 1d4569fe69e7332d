package xcontent

import (
	"strconv"
	"strings"
)

// Place is a line and a column, both from 1.
type Place struct{ Line, Column int }

// Mark is a place in a reader's body that PlaceOf starts from.
type Mark int

// Mark is the current token.
func (r *Reader) Mark() Mark { return Mark(r.pos) }

var pointerEscapes = strings.NewReplacer("~1", "/", "~0", "~")

// PlaceOf finds where in the value that begins at mark a JSON pointer points to,
// as deep as it can be followed: the key of an object's member and its value, or
// the element of a list as both.
func (r *Reader) PlaceOf(mark Mark, pointer string) (key, value Place) {
	k, v := r.find(mark, pointer)
	return r.placeAt(k), r.placeAt(v)
}

// LastPlaceOf is PlaceOf for a value that was read to its end: of a list the
// place of its closing bracket, and of an object without members likewise.
func (r *Reader) LastPlaceOf(mark Mark, pointer string) Place {
	_, v := r.find(mark, pointer)
	if v >= 0 && r.items[v].kind == StartArray {
		v = min(r.after(v), len(r.items)) - 1
	}
	if v >= 0 && v+1 < len(r.items) && r.items[v].kind == StartObject && r.items[v+1].kind == EndObject {
		v++
	}
	return r.placeAt(v)
}

// EndOf is where the object or list that a JSON pointer points to is closed; of
// another value where it begins.
func (r *Reader) EndOf(mark Mark, pointer string) Place {
	_, v := r.find(mark, pointer)
	if v >= 0 && (r.items[v].kind == StartArray || r.items[v].kind == StartObject) {
		v = min(r.after(v), len(r.items)) - 1
	}
	return r.placeAt(v)
}

func (r *Reader) placeAt(i int) Place {
	if i < 0 {
		return Place{}
	}
	return Place{r.items[i].line, r.items[i].column}
}

// find is the item of a member's key and that of its value; -1 where the body
// does not begin at mark.
func (r *Reader) find(mark Mark, pointer string) (key, value int) {
	at := int(mark)
	if at < 0 || at >= len(r.items) {
		return -1, -1
	}
	found := at
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		next := r.child(at, pointerEscapes.Replace(step))
		if next < 0 {
			break
		}
		found, at = next, next
		if r.items[at].kind == FieldName {
			at++
		}
	}
	return found, at
}

// child is the item of one member of the object or list that begins at at; -1
// where there is none.
func (r *Reader) child(at int, step string) int {
	list := r.items[at].kind == StartArray
	if !list && r.items[at].kind != StartObject {
		return -1
	}
	index, err := strconv.Atoi(step)
	if list && err != nil {
		return -1
	}
	for i, n := at+1, 0; i < len(r.items); n++ {
		switch r.items[i].kind {
		case EndObject, EndArray:
			return -1
		}
		if list && n == index || !list && r.items[i].text == step {
			return i
		}
		if !list {
			i++
		}
		i = r.after(i)
	}
	return -1
}

// after is the item behind the value that begins at i.
func (r *Reader) after(i int) int {
	depth := 0
	for ; i < len(r.items); i++ {
		switch r.items[i].kind {
		case StartObject, StartArray:
			depth++
		case EndObject, EndArray:
			depth--
		}
		if depth == 0 {
			return i + 1
		}
	}
	return i
}
