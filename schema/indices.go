package schema

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/monitors"
)

// indices reads the list of what to search.
func (b *monitorBlock) indices() []string {
	b.needed("indices")
	v, ok := b.value("indices")
	if !ok {
		return nil
	}
	plain, marks := v.UnmarkDeep()
	if hasSecret(marks) {
		b.report("sensitive-value", b.at("indices"), "indices must not hold a secret, since they are printed and stored in clear. If they are none, use nonsensitive().")
		return nil
	}
	if !plain.IsKnown() {
		return []string{unknownText(v)}
	}
	if t := plain.Type(); !isList(t) {
		b.report("wrong-type", b.at("indices"), "indices must be a list of texts, such as [\"cwl-*\"], and this is %s.", article(t))
		return nil
	}
	var names []string
	for i, element := range plain.AsValueSlice() {
		at := place{elementRange(b.attributes["indices"].Expr, i), b.block}
		switch {
		case !element.IsKnown():
			names = append(names, monitors.UnknownText(missingIn(v)))
		case element.IsNull() || element.Type() != cty.String:
			b.report("wrong-type", at, "The names of indices must be texts.")
		default:
			b.checkIndex(element.AsString(), at)
			names = append(names, element.AsString())
		}
	}
	if plain.LengthInt() == 0 && b.kind == monitors.DocumentLevel {
		b.report("empty-indices", b.at("indices"), noDocumentIndex)
	} else if plain.LengthInt() == 0 {
		b.report("empty-indices", b.at("indices"), "Without a name the server would search every index of the cluster. Name what to search, such as [\"cwl-*\"].")
	}
	return names
}

// checkIndex checks one name, pattern or alias, of this or another cluster.
func (b *monitorBlock) checkIndex(name string, at place) {
	if b.kind == monitors.DocumentLevel {
		b.checkDocumentIndex(name, at)
		return
	}
	if problem := indexProblem(name); problem != "" {
		b.report("invalid-index", at, "%q names no index: %s.", name, problem)
	}
}

func indexProblem(name string) string {
	local := name
	if cluster, rest, remote := strings.Cut(name, ":"); remote && !strings.HasPrefix(name, "<") {
		if cluster == "" || rest == "" {
			return "on both sides of the colon there must be a name, of the other cluster and of the index"
		}
		local = rest
	}
	exclusion := strings.HasPrefix(local, "-")
	local = strings.TrimPrefix(local, "-")
	switch {
	case name == "":
		return "it is empty; the server takes it, and the search fails"
	case strings.Contains(name, ",") && !strings.HasPrefix(name, "<"):
		return "it holds a comma; write several names as several texts: " + strings.Join(quoted(splitNames(name)), ", ")
	case strings.ContainsAny(name, " \t\r\n"):
		return "it holds a blank"
	case strings.HasPrefix(local, "<") && strings.HasSuffix(local, ">"):
		return "" // date math
	case local != strings.ToLower(local):
		return "names of indices have no capitals, so it would find nothing"
	case strings.ContainsAny(local, `\/"<>|#?`):
		return fmt.Sprintf("it holds %q, which no name can; the only placeholder is *", local[strings.IndexAny(local, `\/"<>|#?`)])
	case local == "_all" && !exclusion:
		return ""
	case local == "" || local == "." || local == ".." || strings.HasPrefix(local, "_") || strings.HasPrefix(local, "+"):
		return "no name begins so"
	}
	return ""
}

func splitNames(text string) []string {
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// ofCloudWatchLogs tells whether one of the indices is of those that a
// CloudWatch Logs subscription writes.
func ofCloudWatchLogs(indices []string) bool {
	for _, name := range indices {
		if strings.HasPrefix(name, "cwl-") {
			return true
		}
	}
	return false
}

// checkTimeField warns of a window on the time at which events happened.
func (b *monitorBlock) checkTimeField(indices []string) {
	if b.windowOnEventTime() && ofCloudWatchLogs(indices) {
		b.report("event-time", b.at("time_field"), eventTimeDetail)
	}
}

const eventTimeDetail = "CloudTrail delivers events to cwl-* about ten minutes after their eventTime, so a five-minute window on it sees less than a third of them. Use @timestamp, the time of delivery."
