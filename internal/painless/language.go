package painless

import "slices"

// Language is what differs between generations of the language; its zero value is
// that of OpenSearch 2.19.
type Language struct {
	// CommentsNeedLines: a // comment ends at the end of a line, not of the script
	// (observed on 1.3.14).
	CommentsNeedLines bool

	// PlainDates: dates of documents are a ZonedDateTime, without the getters of Joda
	// time (asked of 3.5.0). Scripts that would tell are refused, and so is what
	// came with it.
	PlainDates bool
}

// sincePlainDates are names that mean something else, or anything at all, where
// dates are plain (GET _scripts/painless/_context of 3.5.0 beside that of 2.19.4).
var sincePlainDates = []string{"dayOfWeekEnum", "getDayOfWeekEnum", "JodaCompatibleZonedDateTime", "ScriptedAvg"}

// check refuses what another generation knows, and this package doesn't.
func (lang Language) check(tokens []token) {
	for _, t := range tokens {
		if lang.PlainDates && t.kind == tokenName && slices.Contains(sincePlainDates, t.text) {
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
	script = analyze(lang.parse(source), context)
	script.places = at
	return script, nil
}
