package cloudwatch

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// lag is how long before its run a monitor's window ends: what is written to the index
// later than that is missed, and CloudWatch misses nothing.
const lag = "1m"

// condition is a trigger's condition for one period.
func (b breach) condition() generate.Attribute {
	if b.script == "" {
		return generate.Attribute{Name: "hits", Value: b.hits}
	}
	return generate.Attribute{Name: "condition", Value: strings.ReplaceAll(b.script, "HITS", "ctx.results[0].hits.total.value")}
}

// times is a period as a duration of the language.
func (t terms) times(n int) string { return minutes(n * t.period / 60) }

func minutes(n int) string {
	switch {
	case n%(24*60) == 0:
		return fmt.Sprintf("%dd", n/24/60)
	case n%60 == 0:
		return fmt.Sprintf("%dh", n/60)
	default:
		return fmt.Sprintf("%dm", n)
	}
}

// several makes a search and a condition for an alarm on several periods: each is a
// bucket of its own.
func (t terms) several(b breach, o convert.Options, search *generate.Search) generate.Attribute {
	field, _ := search.TimeField.(string)
	if field == "" {
		field = "@timestamp"
	}
	var ranges []any
	for i := range t.evaluate { // the lag is one minute
		from, to := i*t.period/60+1, (i+1)*t.period/60+1
		ranges = append(ranges, orderedjson.NewObject(
			orderedjson.Member{Key: "from", Value: "{{period_end}}||-" + minutes(to)}, orderedjson.Member{Key: "to", Value: "{{period_end}}||-" + minutes(from)}))
	}
	search.Aggregation = object("periods", object("date_range", orderedjson.NewObject(
		orderedjson.Member{Key: "field", Value: field}, orderedjson.Member{Key: "format", Value: "epoch_millis"}, orderedjson.Member{Key: "ranges", Value: ranges})))
	search.Last = t.times(t.evaluate)
	test := b.script
	if test == "" {
		test = "HITS " + b.hits
	}
	return generate.Attribute{Name: "condition", Value: fmt.Sprintf(`def found = ctx.results[0].aggregations;
if (found == null) { return %t; }
int breaching = 0;
for (def period : found.periods.buckets) {
  if (%s) { breaching++; }
}
return breaching >= %d;
`, b.none, strings.ReplaceAll(test, "HITS", "period.doc_count"), t.breach)}
}

var object = orderedjson.One

func number(n int) json.Number { return json.Number(fmt.Sprint(n)) }
