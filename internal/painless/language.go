package painless

import "slices"

// Language is what differs between generations of the language; its zero value is
// that of OpenSearch 2.19.
type Language struct {
	// CommentsNeedLines: a // comment ends at the end of a line, not of the script
	// (observed on 1.3.14).
	CommentsNeedLines bool

	// PlainDates: dates of documents are a ZonedDateTime, without the getters of Joda
	// time but the one that every ZonedDateTime has since then (asked of 3.5.0).
	// Scripts that name what went with Joda time are refused.
	PlainDates bool

	// MappingTypes: a field that is missing is told to miss in a mapping with types, of
	// which there are none by then (asked of 1.3.14).
	MappingTypes bool
}

// finder looks methods up as a language knows them.
type finder struct{ plainDates, mappingTypes bool }

func (f finder) typesOfMapping() string {
	if f.mappingTypes {
		return " with types []"
	}
	return ""
}

const dayOfWeekEnum = "getDayOfWeekEnum"

// method finds a method of a class by its name; nil where there is none.
func (f finder) method(c *class, name string, arity int) *method {
	if name == dayOfWeekEnum && f.plainDates && c != nil && c.name == "ZonedDateTime" {
		name = "getDayOfWeek"
	}
	return c.find(name, arity)
}

// getter finds what x.name calls; nil for nothing.
func (f finder) getter(c *class, name string) *method {
	if name == lowerFirst(dayOfWeekEnum[3:]) && f.plainDates && c.name == "ZonedDateTime" {
		name = "dayOfWeek"
	}
	return c.getters[name]
}

// sincePlainDates are names that mean something else, or anything at all, where
// dates are plain (GET _scripts/painless/_context of 3.5.0 beside that of 2.19.4).
var sincePlainDates = []string{"JodaCompatibleZonedDateTime", "ScriptedAvg"}

// check refuses what another generation knows, and this package doesn't.
func (lang Language) check(tokens []token) {
	for i, t := range tokens {
		if !lang.PlainDates || t.kind != tokenName {
			continue
		}
		known := t.text != "Dates" || i < 2 || tokens[i-2].text != "ScriptDocValues"
		if slices.Contains(sincePlainDates, t.text) || !known {
			refuse(t.offset, "[%s] of this generation", t.text)
		}
	}
}

// Compile compiles source, written in this language, for context. Errors are
// *CompileError and *UnsupportedError.
func (lang Language) Compile(source string, context Context) (script *Script, err error) {
	at := placesOf(source)
	defer func() {
		if thrown := recover(); thrown != nil {
			script, err = nil, compileFailure(thrown, at)
		}
	}()
	script = analyze(lang.parse(source), context, finder{lang.PlainDates, lang.MappingTypes})
	script.places = at
	return script, nil
}
