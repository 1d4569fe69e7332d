package painless

// FunctionsEnd is the byte behind a script's last function, 0 where it has none:
// functions stand first, and statements can be put in between from there on. The
// error is a *CompileError where the script can't be parsed.
func FunctionsEnd(source string) (end int, err error) {
	at := placesOf(source)
	defer func() {
		if thrown := recover(); thrown != nil {
			end, err = 0, compileFailure(thrown, at)
		}
	}()
	p := &parser{tokens: Language{}.tokenize(source)}
	for p.atFunction() {
		p.function()
		end = p.tokens[p.pos-1].offset + len("}")
	}
	for p.peek().kind != tokenEOF {
		p.statement()
	}
	return end, nil
}
