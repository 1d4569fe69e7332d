package painless

// Language is what differs between generations of the language; its zero value is
// that of OpenSearch 2.19.
type Language struct {
	// CommentsNeedLines: a // comment ends at the end of a line, not of the script
	// (observed on 1.3.14).
	CommentsNeedLines bool
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
