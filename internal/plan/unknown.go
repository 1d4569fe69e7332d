package plan

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// equalButUnknown compares as orderedjson.Equal does, but an unknown text in the
// desired value equals anything; it lists what is missing.
func equalButUnknown(live, desired any) (same bool, unknown []string) {
	if reason, ok := monitors.Unknown(desired); ok {
		return true, strings.Split(reason, ", ") // as a text names several
	}
	switch want := desired.(type) {
	case *orderedjson.Object:
		have, ok := live.(*orderedjson.Object)
		same = ok && have.Len() == want.Len()
		for _, member := range want.Members() {
			value, there := have.Get(member.Key)
			equal, missing := equalButUnknown(value, member.Value)
			same = same && equal && there
			unknown = append(unknown, missing...)
		}
		return same, unknown
	case []any:
		have, ok := live.([]any)
		same = ok && len(have) == len(want)
		for i := range want {
			var value any
			if i < len(have) {
				value = have[i]
			}
			equal, missing := equalButUnknown(value, want[i])
			same = same && equal
			unknown = append(unknown, missing...)
		}
		return same, unknown
	default:
		return orderedjson.Equal(live, desired), nil
	}
}

// unknownIn lists what is missing to write a monitor.
func unknownIn(m monitors.Monitor) []string {
	_, unknown := equalButUnknown(nil, m.Fields())
	for _, t := range m.Triggers {
		_, more := equalButUnknown(nil, t.Fields())
		unknown = append(unknown, more...)
		for _, a := range t.Actions {
			_, more := equalButUnknown(nil, a.Fields())
			unknown = append(unknown, more...)
		}
	}
	slices.Sort(unknown)
	return slices.Compact(unknown)
}
