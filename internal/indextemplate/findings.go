package indextemplate

import "slices"

// Code names what is different.
type Code string

// The differences.
const (
	NoTemplate  Code = "no-template"  // no template is for such indices
	Outranked   Code = "outranked"    // a template of this name is there, and another one wins
	Streams     Code = "data-stream"  // the template makes data streams, the writer writes to an index
	OtherType   Code = "other-type"   // what writes says a type of documents, the template none
	Strict      Code = "strict"       // unknown fields are refused
	Grows       Code = "grows"        // an object makes a field of each key
	Flat        Code = "flat"         // a flat_object: long values are refused
	NoObject    Code = "no-object"    // a field where CloudTrail has an object
	NotAField   Code = "not-a-field"  // an object where CloudTrail has a value
	Limit       Code = "field-limit"  // there is no room for CloudTrail's fields
	Malformed   Code = "malformed"    // a value of another form refuses the document
	LongValue   Code = "long-value"   // a keyword without ignore_above where long texts are
	NoDate      Code = "no-date"      // no date where windows look for one
	NoKeyword   Code = "no-keyword"   // no .keyword
	NotSearched Code = "not-searched" // not indexed at all
	OddKeys     Code = "odd-keys"     // a note: keys that are no names of fields
	Shadows     Code = "shadows"      // a note: legacy templates that don't count
)

// Effect is what comes of a difference.
type Effect string

// The effects: events are rejected, alerts find nothing; a note is no difference.
const (
	LosesEvents  Effect = "loses events"
	BreaksAlerts Effect = "breaks alerts"
	Note         Effect = "note"
)

// Finding is a difference, with all fields that have it.
type Finding struct {
	Code   Code
	Effect Effect
	Index  string   // the index that has it; "" for the next one, which templates make
	Paths  []string // fields, or names of templates
	Found  string   // what is there, in the words of a mapping or setting; "" where Code says it
}

// findings gathers, one of each code and what was found.
type findings struct {
	list  []Finding
	index string
}

func (f *findings) add(code Code, effect Effect, path, found string) {
	i := slices.IndexFunc(f.list, func(x Finding) bool {
		return x.Code == code && x.Effect == effect && x.Found == found && x.Index == f.index
	})
	if i < 0 {
		f.list = append(f.list, Finding{Code: code, Effect: effect, Index: f.index, Found: found})
		i = len(f.list) - 1
	}
	if path != "" && !slices.Contains(f.list[i].Paths, path) {
		f.list[i].Paths = append(f.list[i].Paths, path)
	}
}

// Differs tells whether a difference is among findings; notes are none.
func Differs(list []Finding) bool {
	return slices.ContainsFunc(list, func(f Finding) bool { return f.Effect != Note })
}

// Codes lists them.
var Codes = []Code{
	NoTemplate, Outranked, Streams, OtherType, Strict, Grows, Flat, NoObject, NotAField, Limit, Malformed, LongValue, NoDate, NoKeyword, NotSearched, OddKeys, Shadows,
}
