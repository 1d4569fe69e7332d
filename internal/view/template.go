package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/alertplan/alertplan/internal/indextemplate"
)

// Template writes an index template: its body, for as curl the command that puts it,
// for console the request of the Dashboards' Dev Tools.
func Template(w io.Writer, o indextemplate.Options, as string) error {
	text := compactJSON(indextemplate.Body(o))
	var err error
	switch as {
	case "curl":
		_, err = fmt.Fprintf(w, "curl --fail-with-body -sS -XPUT \"$ALERTPLAN_URL\"%s -H 'Content-Type: application/json' --data-binary @- <<'EOF'\n%s\nEOF\n", shellQuoted(o.Path()), text)
	case "console":
		_, err = fmt.Fprintf(w, "PUT %s\n%s\n", strings.TrimPrefix(o.Path(), "/"), text)
	default:
		_, err = fmt.Fprintf(w, "%s\n", text)
	}
	return err
}

// shellQuoted is a text as a word of a shell.
func shellQuoted(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
