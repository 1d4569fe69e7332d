package elastalert_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/converttest"
	"github.com/alertplan/alertplan/internal/convert/elastalert"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// event is one as ElastAlert's rules see it.
type event struct {
	at time.Time
	id string
	*orderedjson.Object
}

// lookup is the value of a field, nil for none: names of several parts lead into objects.
func (e event) lookup(name string) any {
	var v any = e.Object
	for part := range strings.SplitSeq(strings.TrimSuffix(name, ".keyword"), ".") {
		o, ok := v.(*orderedjson.Object)
		if !ok {
			return nil
		}
		v, _ = o.Get(part)
	}
	return v
}

// original is a rule as ElastAlert understands it: it knows nothing of the converter.
type original struct {
	yaml   string
	filter func(event) bool
	// match tells of the types that look at each event by itself.
	match func(event) bool
	// numEvents and timeframe are of the type frequency, with the key that it counts by.
	numEvents int
	timeframe time.Duration
	key       string
}

func eq(name, value string) func(event) bool {
	return func(e event) bool { return e.lookup(name) == value }
}

func in(name string, values ...string) func(event) bool {
	return func(e event) bool { text, ok := e.lookup(name).(string); return ok && slices.Contains(values, text) }
}

func all(of ...func(event) bool) func(event) bool {
	return func(e event) bool {
		return !slices.ContainsFunc(of, func(f func(event) bool) bool { return !f(e) })
	}
}

func anything(event) bool { return true }

// rules are rules of all types that are converted.
var rules = []original{
	{yaml: `{name: root, type: any, filter: [{term: {userIdentity.type.keyword: Root}}]}`, filter: eq("userIdentity.type", "Root"), match: anything},
	{yaml: `{name: old form, type: any, filter: [{query: {query_string: {query: "eventName.keyword:ConsoleLogin"}}}, {query: {term: {awsRegion.keyword: us-east-1}}}]}`,
		filter: all(eq("eventName", "ConsoleLogin"), eq("awsRegion", "us-east-1")), match: anything},
	{yaml: `{name: no filter, type: any}`, filter: anything, match: anything},
	{yaml: `{name: not, type: any, filter: [{bool: {must_not: [{term: {awsRegion.keyword: us-east-1}}]}}, {exists: {field: errorCode}}]}`,
		filter: func(e event) bool { return e.lookup("errorCode") != nil && e.lookup("awsRegion") != "us-east-1" }, match: anything},
	{yaml: `{name: names, type: blacklist, compare_key: eventName, blacklist: [StopLogging, DeleteTrail, CreateUser]}`, filter: anything, match: in("eventName", "StopLogging", "DeleteTrail", "CreateUser")},
	{yaml: `{name: names in a region, type: blacklist, compare_key: eventName.keyword, blacklist: [RunInstances, CreateAccessKey], filter: [{term: {awsRegion.keyword: us-east-1}}]}`,
		filter: eq("awsRegion", "us-east-1"), match: in("eventName", "RunInstances", "CreateAccessKey")},
	{yaml: `{name: regions, type: whitelist, compare_key: awsRegion.keyword, ignore_null: true, whitelist: [us-east-1, us-west-2]}`,
		filter: anything, match: func(e event) bool {
			return e.lookup("awsRegion") != nil && !in("awsRegion", "us-east-1", "us-west-2")(e)
		}},
	{yaml: `{name: errors, type: whitelist, compare_key: errorCode.keyword, ignore_null: false, whitelist: [AccessDenied]}`,
		filter: anything, match: func(e event) bool { return !eq("errorCode", "AccessDenied")(e) }},
	{yaml: `{name: unsearched, type: whitelist, compare_key: eventSource, ignore_null: true, filter_by_list: false, whitelist: [s3.amazonaws.com, iam.amazonaws.com, ec2.amazonaws.com]}`,
		filter: anything, match: func(e event) bool {
			return e.lookup("eventSource") != nil && !in("eventSource", "s3.amazonaws.com", "iam.amazonaws.com", "ec2.amazonaws.com")(e)
		}},
	{yaml: `{name: denied, type: frequency, num_events: 5, timeframe: {minutes: 10}, filter: [{term: {errorCode.keyword: AccessDenied}}]}`,
		filter: eq("errorCode", "AccessDenied"), numEvents: 5, timeframe: 10 * time.Minute},
	{yaml: `{name: busy, type: frequency, num_events: 40, timeframe: {minutes: 7, seconds: 30}}`, filter: anything, numEvents: 40, timeframe: 450 * time.Second},
	{yaml: `{name: busy users, type: frequency, num_events: 10, timeframe: {hours: 1}, query_key: userIdentity.arn}`, filter: anything, numEvents: 10, timeframe: time.Hour, key: "userIdentity.arn"},
}

// frequencies are rules that count in many ways: none of ElastAlert's alerts may be missed.
func frequencies() []original {
	var list []original
	for _, n := range []int{2, 3, 8, 25} {
		for _, timeframe := range []time.Duration{time.Second, 90 * time.Second, 5 * time.Minute, 2 * time.Hour} {
			for _, key := range []string{"", "sourceIPAddress", "eventName"} {
				o := original{filter: anything, numEvents: n, timeframe: timeframe, key: key}
				o.yaml = fmt.Sprintf(`{name: f, type: frequency, num_events: %d, timeframe: {seconds: %d}}`, n, int(timeframe.Seconds()))
				if key != "" {
					o.yaml = strings.TrimSuffix(o.yaml, "}") + ", query_key: " + key + "}"
				}
				list = append(list, o)
			}
		}
	}
	return list
}

// runEvery is how often rules run in these tests.
const runEvery = 5 * time.Minute

// matches are what ElastAlert finds: the ids of events, and for frequency the times of the
// runs that tell, with the key.
func (o original) matches(events []event) (ids []string, runs map[string]bool) {
	windows, runs := map[any][]event{}, map[string]bool{}
	for _, e := range events {
		if !o.filter(e) {
			continue
		}
		if o.numEvents == 0 {
			if o.match(e) {
				ids = append(ids, e.id)
			}
			continue
		}
		var key any
		if o.key != "" {
			if key = e.lookup(o.key); key == nil {
				continue // the converter says that these are in no group
			}
		}
		w := append(windows[key], e)
		for w[len(w)-1].at.Sub(w[0].at) >= o.timeframe {
			w = w[1:]
		}
		if len(w) >= o.numEvents {
			runs[fmt.Sprintf("%s %v", runOf(e.at).Format(time.RFC3339), key)] = true
			w = nil
		}
		windows[key] = w
	}
	return ids, runs
}

// runOf is the first run that sees an event.
func runOf(at time.Time) time.Time { return at.Truncate(runEvery).Add(runEvery) }

// eventsOf are the events in the order of their times.
func eventsOf(t *testing.T, world *converttest.World) []event {
	t.Helper()
	var all []event
	for _, e := range world.Events {
		text, _ := e.Get("@timestamp")
		at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(text))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, event{at, e.Text("@id"), e})
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	return all
}

// converted is the only monitor of a rule.
func converted(t *testing.T, o original, options convert.Options) convert.Object {
	t.Helper()
	text := strings.TrimSuffix(o.yaml, "}") + `, index: "cwl-*", alert: debug, run_every: {minutes: 5}}`
	r := elastalert.Convert([]convert.Source{{Name: "rule.yaml", Text: []byte(text)}}, options)
	if r.Refused() || len(r.Objects) != 1 {
		t.Fatalf("%s: %v", o.yaml, r.Diagnostics)
	}
	return r.Objects[0]
}

// TestHits: what monitors find in all their runs is what the rules match, offline and on a
// node; those that count tell in each run in which ElastAlert does.
func TestHits(t *testing.T) {
	definition, documents := converttest.CloudTrail(t)
	world := converttest.New(t, definition, documents)
	onNode := os.Getenv("ALERTPLAN_TEST_NODES") != ""
	if onNode {
		world.OnNode(t, "convert-elastalert", definition)
	}
	events := eventsOf(t, world)
	total := 0
	for _, o := range append(frequencies(), rules...) {
		m := converted(t, o, convert.Options{})
		ids, runs := o.matches(events)
		slices.Sort(ids)
		query := converttest.Query(t, m)
		found := world.Find(t, query)
		if onNode {
			if diff := cmp.Diff(found, world.FindOnNode(t, query)); diff != "" {
				t.Errorf("%s: offline and on the node (+): %s", o.yaml, diff)
			}
		}
		if o.numEvents == 0 {
			if diff := cmp.Diff(ids, found); diff != "" || len(ids) == 0 {
				t.Errorf("%s: %d matches; matched and found (+): %s", o.yaml, len(ids), diff)
			}
			if last := converttest.Block(t, m.Block, "extraction_query").Get("last"); last != "5m" {
				t.Errorf("%s: windows of %v leave gaps, or overlap", o.yaml, last)
			}
			continue
		}
		told := firing(t, o, m, events, found)
		for run := range runs {
			if !told[run] {
				t.Errorf("%s: nothing is told at %s", o.yaml, run)
			}
		}
		total += len(runs)
	}
	t.Logf("ElastAlert tells in %d runs", total)
	if total < 1000 {
		t.Errorf("rules that count tell %d times only: that shows little", total)
	}
}

// firing are the runs in which the condition of a monitor that counts holds, with the key.
func firing(t *testing.T, o original, m convert.Object, events []event, found []string) map[string]bool {
	t.Helper()
	search, trigger := converttest.Block(t, m.Block, "extraction_query"), converttest.Block(t, m.Block, "trigger")
	condition := trigger.Get("hits")
	if o.key != "" {
		condition = trigger.Get("count")
		if keys := search.Get("group_by"); fmt.Sprint(keys) != "["+o.key+".keyword]" {
			t.Fatalf("%s: groups are %v", o.yaml, keys)
		}
	}
	least, err := strconv.Atoi(strings.TrimPrefix(fmt.Sprint(condition), ">= "))
	last, errLast := time.ParseDuration(fmt.Sprint(search.Get("last")))
	if err != nil || errLast != nil {
		t.Fatalf("%s: %v %v", o.yaml, err, errLast)
	}
	counts := map[string]int{}
	for _, e := range events {
		if _, is := slices.BinarySearch(found, e.id); !is {
			continue
		}
		var key any
		if o.key != "" {
			if key = e.lookup(o.key); key == nil {
				continue
			}
		}
		for run := runOf(e.at); run.Add(-last).Compare(e.at) <= 0; run = run.Add(runEvery) { // last before the run, to the run
			counts[fmt.Sprintf("%s %v", run.Format(time.RFC3339), key)]++
		}
	}
	told := map[string]bool{}
	for run, n := range counts {
		if n >= least {
			told[run] = true
		}
	}
	return told
}
