package jackson

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// namedSource is how older parsers name their source: by the class that they read
// from.
const namedSource = "(org.opensearch.common.io.stream.InputStreamStreamInput)"

var (
	hidden = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"
	column = pattern.New(`column: (\d+)\]$`)
)

// WithNamedSource is a fault's text as an older parser tells it: with the source's
// class, and with the place behind a character that it did not expect rather than
// before it (http/bad_json on 1.3.14).
func WithNamedSource(text string) string {
	if !strings.Contains(text, hidden) {
		return text
	}
	text = strings.ReplaceAll(text, hidden, namedSource)
	if !strings.HasPrefix(text, "Unexpected character") && !strings.HasPrefix(text, "Illegal unquoted character") {
		return text
	}
	return column.ReplaceAllStringFunc(text, func(found string) string {
		n, _ := strconv.Atoi(column.FindStringSubmatch(found)[1])
		return "column: " + strconv.Itoa(n+1) + "]"
	})
}

// shownMost is how many bytes of a source are shown.
const shownMost = 500

// WithShownSource is WithNamedSource for a source that the parser has at hand, which
// it shows (documents/bulk_malformed on 1.3.14).
func WithShownSource(text string, source []byte) string {
	shown, more := source, ""
	if len(source) > shownMost {
		shown, more = source[:shownMost], fmt.Sprintf("[truncated %d bytes]", len(source)-shownMost)
	}
	named := WithNamedSource(text)
	return strings.ReplaceAll(named, namedSource, `(byte[])"`+string(shown)+`"`+more)
}
