package conformance

import "strings"

// blames tells whether a difference may come from a use of features: one in an
// aggregation from that and those around it, one in hits from queries and options
// of the search, any other from everything.
func (d Difference) blames(u usage) bool {
	path, _, _ := strings.Cut(d.Text, ": ")
	switch d.Kind {
	case "aggregations":
		return u.agg != nil && along(strings.Split(path, "."), u.agg)
	case "hits", "score", "total":
		return u.agg == nil
	}
	return true
}

// along tells whether the names of aggregations stand on a path in their order.
func along(path, names []string) bool {
	for _, part := range path {
		part, _, _ = strings.Cut(part, "[")
		if len(names) > 0 && part == names[0] {
			names = names[1:]
		}
	}
	return len(names) == 0
}
