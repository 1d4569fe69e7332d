package conformance

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed known.txt
var knownText string

// reasoned is a pattern of differences that stay, with the reason.
type reasoned struct {
	pattern *regexp.Regexp
	reason  string
}

var knownOnes = sync.OnceValue(func() []reasoned {
	var out []reasoned
	for line := range strings.Lines(knownText) {
		pattern, reason, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && !strings.HasPrefix(line, "#") {
			out = append(out, reasoned{regexp.MustCompile(pattern), reason})
		}
	}
	return out
})

// known is the reason why a difference stays, "" for one that must not.
func (x Result) known() string {
	if x.Outcome != Unequal || x.Case == nil || x.Case.Body == nil {
		return ""
	}
	said := x.Difference.Kind + ": " + x.Difference.Text + " " + text(x.Case.Body)
	for _, k := range knownOnes() {
		if k.pattern.MatchString(said) {
			return k.reason
		}
	}
	return ""
}
