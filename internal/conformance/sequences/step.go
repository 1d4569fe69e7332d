package sequences

import (
	"fmt"
	"strings"
)

// Prefix stands in paths and bodies for what the names of a played sequence begin
// with: each time it is played it is another.
const Prefix = "@@"

// Step is one request.
type Step struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Body   string `json:"body,omitempty"`
	// Lines: the body is of lines, as _bulk and _msearch have it.
	Lines bool `json:"lines,omitempty"`
}

// Sequence is what is sent to a server, one after the other.
type Sequence []Step

// under is the step with names of this prefix.
func (s Step) under(prefix string) Step {
	s.Path = strings.ReplaceAll(s.Path, Prefix, prefix)
	s.Body = strings.ReplaceAll(s.Body, Prefix, prefix)
	return s
}

// String is the sequence as curl commands; $S is the server's URL.
func (q Sequence) String() string {
	var b strings.Builder
	for _, s := range q {
		b.WriteString(s.under("t-").String())
		b.WriteByte('\n')
	}
	return b.String()
}

// String is the step as a curl command.
func (s Step) String() string {
	var b strings.Builder
	b.WriteString("curl -s")
	switch s.Method {
	case "GET":
		if s.Body != "" {
			b.WriteString(" -X GET")
		}
	case "HEAD":
		b.WriteString(" -I")
	default:
		b.WriteString(" -X " + s.Method)
	}
	fmt.Fprintf(&b, ` "$S%s"`, s.Path)
	if s.Body == "" {
		return b.String()
	}
	fmt.Fprintf(&b, " -H 'Content-Type: %s'", s.contentType())
	body := strings.ReplaceAll(s.Body, "'", `'\''`)
	if s.Lines {
		b.WriteString(" --data-binary $'" + strings.ReplaceAll(strings.ReplaceAll(body, `\`, `\\`), "\n", `\n`) + "'")
		return b.String()
	}
	b.WriteString(" -d '" + body + "'")
	return b.String()
}

func (s Step) contentType() string {
	if s.Lines {
		return "application/x-ndjson"
	}
	return "application/json"
}
