package view

// EndJSON is how a command ended, as every report says it.
type EndJSON struct {
	ExitStatus  int  `json:"exit_status"`
	Interrupted bool `json:"interrupted"` // somebody ended it: what it says may be a part

	// Why it failed before all was found out or done; left out where it was not, and
	// where the diagnostics say it.
	Error *ErrorJSON `json:"error,omitempty"`
}

// ErrorJSON is why a command failed.
type ErrorJSON struct {
	Message string   `json:"message"`
	Advice  []string `json:"advice"` // what to do about it, a paragraph each
}

func endJSON(c *Command) EndJSON {
	out := EndJSON{ExitStatus: c.Status, Interrupted: c.Interrupted}
	if err := c.cause(); err != nil {
		out.Error = &ErrorJSON{Message: printable(err.Error()), Advice: mapped(c.Advice, printable)}
	}
	return out
}

func (c *Command) diagnosticsJSON() []DiagnosticJSON {
	return diagnosticsJSON(c.Diagnostics, c.checkOf)
}
