package discover

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/pattern"
)

// window is the time range of a request.
type window struct {
	clause   *jsontext.Node // what it stands in: {"range": …}
	field    string
	length   time.Duration
	from, to string // as they stand
	rounded  bool   // the length is not that of the range to the second
}

// must are the clauses that all must hold for a query, the query itself included.
func must(query *jsontext.Node) []*jsontext.Node {
	all := []*jsontext.Node{query}
	if query == nil || len(query.Members) != 1 {
		return all
	}
	switch inner := query.Members[0].Value; query.Members[0].Key {
	case "bool":
		if !isPlain(inner) {
			return all
		}
		for _, key := range []string{"filter", "must"} {
			for _, clause := range inner.Get(key).List() {
				all = append(all, must(clause)...)
			}
		}
	case "constant_score":
		if filter := inner.Get("filter"); filter != nil {
			all = append(all, must(filter)...)
		}
	}
	return all
}

// findWindow is the time range of a request: the first on the field that is preferred
// most. Nil where there is none.
func findWindow(query *jsontext.Node, preferred []string) *window {
	var best *window
	rank := func(field string) int {
		if i := slices.Index(preferred, field); i >= 0 {
			return i
		}
		return len(preferred)
	}
	for _, clause := range must(query) {
		if w := readWindow(clause); w != nil && (best == nil || rank(w.field) < rank(best.field)) {
			best = w
		}
	}
	return best
}

// readWindow reads a range of time; nil for another clause, or one without an end.
func readWindow(clause *jsontext.Node) *window {
	ranged := clause.Get("range")
	if len(clause.Members) != 1 || ranged == nil || len(ranged.Members) != 1 {
		return nil
	}
	bounds := ranged.Members[0].Value
	w := &window{clause: clause, field: ranged.Members[0].Key}
	var lower, upper moment
	for _, m := range bounds.Members {
		switch m.Key {
		case "gte", "gt", "from":
			lower, w.from = readMoment(m.Value)
		case "lte", "lt", "to":
			upper, w.to = readMoment(m.Value)
		}
	}
	if w.to == "" {
		upper, w.to = moment{relative: true, known: true}, "now"
	}
	if !lower.known || !upper.known || lower.relative != upper.relative {
		return nil
	}
	w.length = upper.at.Sub(lower.at)
	if lower.relative {
		w.length = upper.offset - lower.offset + max(lower.rounding, upper.rounding)
	}
	if w.length <= 0 {
		return nil
	}
	exact := w.length.Round(time.Second) // Discover's days end at 23:59:59.999
	w.rounded = exact%time.Minute != 0 || lower.rounding > 0
	w.length = (exact + time.Minute - 1).Truncate(time.Minute)
	return w
}

// moment is a bound of a range of time: a time, or one that goes with now.
type moment struct {
	known    bool
	relative bool
	at       time.Time
	offset   time.Duration
	rounding time.Duration
}

var (
	layouts    = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05", "2006-01-02"}
	nowForm    = pattern.New(`^now(?:([+-])([0-9]+)([smhHdwMy]))?(?:/([smhHdwMy]))?$`)
	unitLength = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "H": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "M": 30 * 24 * time.Hour, "y": 365 * 24 * time.Hour}
)

func readMoment(n *jsontext.Node) (moment, string) {
	text := n.Text()
	if number, ok := n.Scalar.(json.Number); ok {
		text = number.String()
	}
	if m := nowForm.FindStringSubmatch(text); m != nil {
		offset := time.Duration(0)
		if count, err := strconv.Atoi(m[2]); err == nil && count < 10000 {
			offset = time.Duration(count) * unitLength[m[3]]
		}
		if m[1] == "-" {
			offset = -offset
		}
		return moment{known: true, relative: true, offset: offset, rounding: unitLength[m[4]]}, text
	}
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) >= 12 && len(text) <= 14 {
		return moment{known: true, at: time.UnixMilli(ms)}, text
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil {
			return moment{known: true, at: at}, text
		}
	}
	return moment{}, text
}
