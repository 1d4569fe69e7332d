package schema

// compileScript tells of a condition that the server could not compile.
func (b *monitorBlock) compileScript(text string, at place) {}
