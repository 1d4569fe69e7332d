package index

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// A data stream is an index of a name of its own, with the stream's name as an alias.
// Streams are not rolled over.

// Backing is the index that keeps a stream's documents.
func Backing(stream string) string { return ".ds-" + stream + "-000001" }

func (x *Index) keepsStream(alias string) bool { return x.Name == Backing(alias) }

// Stream is the stream whose documents an index keeps, "" for none.
func (x *Index) Stream() string {
	for _, a := range x.Aliases.Keys() {
		if x.keepsStream(a) {
			return a
		}
	}
	return ""
}

// Unambiguous refuses what indices would be when the cluster's state were stored: an
// alias with two indices to write to, or one called as a stream is. Observed on 2.19.4.
func Unambiguous(all []*Index) error {
	writers, streams, names := map[string][]string{}, map[string]bool{}, map[string]bool{}
	for _, x := range all {
		names[x.Name] = true
		if stream := x.Stream(); stream != "" {
			streams[stream] = true
		}
		for _, a := range x.Aliases.Keys() {
			if v, _ := x.Aliases.Object(a).Get("is_write_index"); v == true {
				writers[a] = append(writers[a], x.Name)
			}
		}
	}
	for a, names := range writers {
		if len(names) > 1 {
			slices.Sort(names)
			return fault.New(500, "illegal_state_exception", "alias [%s] has more than one write index [%s]", a, strings.Join(names, ","))
		}
	}
	for _, x := range all {
		for _, a := range x.Aliases.Keys() {
			switch {
			case names[a]:
				return duplicate(x, a, "index")
			case streams[a] && !x.keepsStream(a):
				return duplicate(x, a, "data stream")
			}
		}
	}
	return nil
}

func duplicate(x *Index, alias, what string) error {
	return fault.New(500, "illegal_state_exception", "index, alias, and data stream names need to be unique, "+
		"but the following duplicates were found [%s (alias of [%s/%s]) conflicts with %s]", alias, x.Name, x.UUID, what)
}
