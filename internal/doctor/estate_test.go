package doctor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/preflight"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

func (c *cluster) Monitors(context.Context) ([]monitors.Live, error) {
	return c.monitors, c.fails["Monitors"]
}
func (c *cluster) Channels(context.Context) ([]destinations.Live, error) {
	return c.channels, c.fails["Channels"]
}
func (c *cluster) Alerts(context.Context) ([]wire.Alert, error) { return c.alerts, c.fails["Alerts"] }
func (c *cluster) Runs(context.Context) (wire.Runs, error)      { return c.runs, c.fails["Runs"] }
func (c *cluster) Rules(context.Context) (doctor.Rules, error)  { return c.rules, c.fails["Rules"] }

// Looks answers each search by its first index; one of a query named "broken" spoils all.
func (c *cluster) Looks(_ context.Context, all []doctor.Look) ([]*orderedjson.Object, error) {
	c.requests++
	var answers []*orderedjson.Object
	for _, l := range all {
		if l.Body.Object("query").Has("broken") {
			return nil, &preflight.Refusal{Kind: preflight.Rejected, Reason: "unknown query [broken]"}
		}
		text := c.answers[l.Indices[0]]
		if text == "" {
			text = `{"_shards": {"total": 2, "successful": 2, "failed": 0}}`
		}
		answers = append(answers, parse(text))
	}
	return answers, c.fails["Looks"]
}

func (c *cluster) FieldTypes(context.Context, []string, []string) (map[string]map[string][]string, error) {
	return c.types, c.fails["FieldTypes"]
}

func (c *cluster) May(_ context.Context, permission string, indices []string, hasIndex bool) (doctor.Right, error) {
	return c.may[permission], c.fails["May"]
}

func parse(text string) *orderedjson.Object {
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		panic(err)
	}
	return v.(*orderedjson.Object)
}

// one is a monitor that runs each five minutes over an index, and sends to a channel.
func one(name, index, query, channel string) monitors.Live {
	in := &monitors.Search{Indices: []string{index}, Body: parse(`{"query": ` + query + `}`)}
	m := monitors.Monitor{Name: name, Type: monitors.QueryLevel, Enabled: true, Input: in, Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: "MINUTES"}}}
	m.Triggers = []monitors.Trigger{{ID: "t", Name: "any", Actions: []monitors.Action{{ID: "a", Name: "page", Destination: monitors.DestinationRef{ID: channel}}}}}
	return monitors.Live{ID: name, Monitor: m, LastUpdate: today.Add(-time.Hour)}
}

// withEstate is a sound cluster with one monitor and one channel.
func withEstate() *cluster {
	c := sound()
	c.monitors = []monitors.Live{one("m", "cwl-*", `{"term": {"eventName": {"value": "ConsoleLogin"}}}`, "pager")}
	c.channels = []destinations.Live{{ID: "pager", Destination: destinations.Destination{
		Kind: destinations.Webhook, Name: "pager", Enabled: true, Settings: &destinations.WebhookSettings{URL: destinations.NewSecret("https://10.1.2.3/in")},
	}}}
	c.runs = wire.Runs{Jobs: map[string]wire.Job{"m": {Last: today}}}
	c.rules = doctor.Rules{MaxMonitors: 1000, ShardsPerNode: 1000}
	c.types = map[string]map[string][]string{"@timestamp": {"date": nil}, "eventName": {"keyword": nil}}
	return c
}

func TestEstate(t *testing.T) {
	t.Parallel()
	refused := &preflight.Refusal{Kind: preflight.Forbidden, Reason: "no"}
	alert := func(message string) wire.Alert {
		return wire.Alert{ID: "x", MonitorID: "m", TriggerID: "t", State: wire.AlertError, ErrorMessage: message}
	}
	for name, test := range map[string]struct {
		spoil func(*cluster)
		want  []string
	}{
		"sound":          {func(*cluster) {}, nil},
		"off":            {func(c *cluster) { c.runs.Off = true }, []string{"fault scheduling-off"}},
		"on no node":     {func(c *cluster) { c.runs.Jobs = nil }, []string{"fault not-scheduled"}},
		"saved just now": {func(c *cluster) { c.runs.Jobs, c.monitors[0].LastUpdate = nil, today }, nil},
		"late":           {func(c *cluster) { c.runs.Jobs["m"] = wire.Job{Late: true} }, []string{"warning late"}},
		"switched off":   {func(c *cluster) { c.monitors[0].Monitor.Enabled = false }, []string{"note disabled"}},
		"not to be read": {func(c *cluster) { c.monitors[0].Unreadable = "its type is new" }, []string{"note unreadable"}},
		"blind": {func(c *cluster) {
			c.alerts = []wire.Alert{alert("Failed fetching inputs:\nno such index"), alert("Failed fetching inputs:\nno such index")}
		}, []string{"fault search-in-error"}},
		"condition": {func(c *cluster) { c.alerts = []wire.Alert{alert("Failed evaluating trigger:\nnull")} }, []string{"fault condition-in-error"}},
		"not sent":  {func(c *cluster) { c.alerts = []wire.Alert{alert("Failed running action:\n503")} }, []string{"fault sending-in-error"}},
		"another":   {func(c *cluster) { c.alerts = []wire.Alert{alert("?")} }, []string{"fault in-error"}},
		"nothing":   {func(c *cluster) { c.answers["cwl-*"] = `{"_shards": {"total": 0}}` }, []string{"warning nothing-matches"}},
		"no index": {func(c *cluster) {
			c.answers["cwl-*"] = `{"status": 404, "error": {"type": "index_not_found_exception", "reason": "no such index [cwl-1]", "index": "cwl-1"}}`
		}, []string{"fault missing-index"}},
		"may not": {func(c *cluster) {
			c.answers["cwl-*"] = `{"status": 403, "error": {"type": "security_exception", "reason": "no permissions for [indices:data/read/search]"}}`
		}, []string{"not-asked not-readable"}},
		"overloaded": {func(c *cluster) { c.answers["cwl-*"] = `{"status": 503, "error": {"type": "x", "reason": "busy"}}` }, []string{"warning shards-away"}},
		"search fails": {func(c *cluster) {
			c.answers["cwl-*"] = `{"status": 400, "error": {"type": "search_phase_execution_exception", "reason": "all shards failed", "failed_shards": [{"reason": {"type": "query_shard_exception", "reason": "wrong"}}]}}`
		}, []string{"fault search-fails"}},
		"some shards": {func(c *cluster) {
			c.answers["cwl-*"] = `{"_shards": {"total": 2, "failed": 1, "failures": [{"reason": {"type": "illegal_argument_exception", "reason": "text"}}]}}`
		}, []string{"fault shards-failed"}},
		"no field": {func(c *cluster) { delete(c.types, "eventName") }, []string{"warning field-missing"}},
		"keyword beneath": {func(c *cluster) {
			c.types["eventName.keyword"] = map[string][]string{"keyword": nil}
			delete(c.types, "eventName")
		}, []string{"fault field-missing"}},
		"analysed": {func(c *cluster) { c.types["eventName"] = map[string][]string{"text": nil} }, []string{"fault field-analysed"}},
		"analysed, but a word": {func(c *cluster) {
			c.types["eventName"] = map[string][]string{"text": nil}
			c.monitors[0] = one("m", "cwl-*", `{"bool": {"filter": [{"terms": {"eventName": ["Console Login", "login"], "boost": 1.0}}]}}`, "pager")
		}, []string{"warning field-analysed"}},
		"differs": {func(c *cluster) {
			c.types["eventName"] = map[string][]string{"keyword": {"cwl-1", "cwl-2"}, "long": {"cwl-3"}}
		}, []string{"warning field-types-differ"}},
		"numbers":      {func(c *cluster) { c.types["eventName"] = map[string][]string{"long": {"cwl-1"}, "integer": {"cwl-3"}} }, nil},
		"no channel":   {func(c *cluster) { c.channels = nil }, []string{"fault channel-gone"}},
		"perhaps none": {func(c *cluster) { c.channels, c.rules.Filtered, c.who.Roles = nil, true, []string{"reader"} }, []string{"warning channel-gone-or-hidden"}},
		"muted":        {func(c *cluster) { c.channels[0].Destination.Enabled = false }, []string{"fault channel-disabled"}},
		"legacy kind":  {func(c *cluster) { c.version.LegacyDestinations, c.rules.Destinations = true, []string{"slack"} }, []string{"fault kind-not-allowed"}},
		"allowed": {func(c *cluster) {
			c.version.LegacyDestinations, c.rules.Destinations = true, []string{"custom_webhook"}
		}, nil},
		"denied": {func(c *cluster) { c.rules.DeniedHosts = []string{"127.0.0.1", "10.0.0.0/8"} }, []string{"fault host-denied"}},
		"e-mail": {func(c *cluster) {
			c.channels[0].Destination.Settings = &destinations.EmailSettings{Account: destinations.Ref{ID: "gone"}, Groups: []destinations.Ref{{ID: "gone"}, {ID: "pager"}}}
		}, []string{"fault email-account-gone", "fault email-group-gone"}},
		"many":      {func(c *cluster) { c.rules.MaxMonitors = 1 }, []string{"fault max-monitors"}},
		"shards":    {func(c *cluster) { c.condition.Shards, c.rules.ShardsPerNode = 95, 50 }, []string{"warning max-shards"}},
		"one shard": {func(c *cluster) { c.condition.Shards, c.rules.ShardsPerNode = 89, 50 }, nil},
		"a reader of nothing": {func(c *cluster) {
			for _, name := range []string{"Monitors", "Channels", "Alerts", "Runs", "Rules"} {
				c.fails[name] = refused
			}
			c.monitors = nil
		}, []string{"not-asked not-told", "not-asked not-told", "not-asked alerts-not-told", "not-asked runs-not-told", "not-asked not-told"}},
		"no searches": {func(c *cluster) { c.fails["Looks"] = refused }, []string{"not-asked not-searched"}},
		"no mappings": {func(c *cluster) { c.fails["FieldTypes"] = refused }, []string{"not-asked fields-not-told"}},
	} {
		c := withEstate()
		c.answers = map[string]string{}
		test.spoil(c)
		got, _ := found(t, c)
		slices.Sort(got)
		slices.Sort(test.want)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func at(t *testing.T, text string) address.Address {
	t.Helper()
	a, err := address.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// What is declared is compared with what is there, as far as it decides what runs.
func TestDeclared(t *testing.T) {
	t.Parallel()
	at, other := at(t, "monitor.m"), at(t, "monitor.other")
	c := withEstate()
	c.monitors[0].Mark = &monitors.Mark{Workspace: "soc", Address: at}
	c.monitors[0].Monitor.Enabled = false
	desired := plan.Desired{Workspace: "soc", Monitors: []plan.DesiredMonitor{
		{Address: at, Monitor: monitors.Monitor{Enabled: true}}, {Address: other, Monitor: monitors.Monitor{Enabled: true}},
	}}
	report, err := doctor.Examine(t.Context(), c, doctor.Options{Now: today, Desired: desired})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range report.Findings {
		if f.Area == doctor.Monitors && f.Grade != doctor.Well {
			got = append(got, fmt.Sprint(f.Grade, " ", f.Kind, " ", f.Address))
		}
	}
	if diff := cmp.Diff([]string{"fault disabled-by-hand monitor.m", "warning missing monitor.other"}, got); diff != "" {
		t.Error(diff)
	}
}

// However many monitors there are, a handful of requests asks their searches; one that
// does not parse is found among them, and the others are asked all the same.
func TestManySearches(t *testing.T) {
	t.Parallel()
	c := withEstate()
	c.monitors = nil
	for i := range 100 {
		query := `{"match_all": {}}`
		if i == 70 {
			query = `{"broken": {}}`
		}
		c.monitors = append(c.monitors, one(fmt.Sprint("m", i), "cwl-*", query, "pager"))
		c.runs.Jobs[fmt.Sprint("m", i)] = wire.Job{}
	}
	got, _ := found(t, c)
	if diff := cmp.Diff([]string{"fault search-fails"}, got); diff != "" || c.requests > 15 {
		t.Errorf("%d requests %s", c.requests, diff)
	}
}

// FuzzFields: whatever a search is, looking for its fields ends, and finds the same again.
func FuzzFields(f *testing.F) {
	for _, seed := range []string{`{"match_all":{}}`, `{"term":{"a":1}}`, `{"bool":{"filter":[{"terms":{"a":["x"],"boost":1}}]}}`, `{"terms":{"field":"x"}}`, `{"exists":{"field":3}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if !json.Valid([]byte(query)) || !strings.HasPrefix(query, "{") {
			return
		}
		v, err := orderedjson.Parse([]byte(query))
		if err != nil {
			return
		}
		c := withEstate()
		c.monitors[0].Monitor.Input = &monitors.Search{Indices: []string{"cwl-*"}, Body: orderedjson.NewObject(orderedjson.Member{Key: "query", Value: v})}
		first, _ := found(t, c)
		second, _ := found(t, c)
		if !slices.Equal(first, second) {
			t.Errorf("%v, then %v", first, second)
		}
	})
}

// Who can't be told who he is, is not taken for one who may everything.
func TestRightsOfSomebody(t *testing.T) {
	t.Parallel()
	c := withEstate()
	c.fails["Who"], c.channels = &preflight.Refusal{Kind: preflight.Forbidden, Reason: "no"}, nil
	needs := func(bool) []doctor.Need { return []doctor.Need{{Name: "read"}, {Name: "write"}} }
	c.may, c.rules.Filtered = map[string]doctor.Right{"read": {Has: true}}, true
	report, err := doctor.Examine(t.Context(), c, doctor.Options{Now: today, For: "apply", Needs: needs})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range report.Findings {
		if f.Area == doctor.Rights || f.Area == doctor.Channels {
			got = append(got, fmt.Sprint(f.Grade, " ", f.Kind, " ", f.Count))
		}
	}
	if diff := cmp.Diff([]string{"fault lacks 0", "well may 1", "warning channel-gone-or-hidden 0"}, got); diff != "" {
		t.Error(diff)
	}
}

// What is asked for is named where it is missing; who may everything is not asked.
func TestRights(t *testing.T) {
	t.Parallel()
	needs := func(bool) []doctor.Need {
		return []doctor.Need{{Name: "read"}, {Name: "write"}, {Name: "mail"}, {Name: "search", OnIndices: true}}
	}
	for name, test := range map[string]struct {
		roles []string
		may   map[string]doctor.Right
		want  []string
	}{
		"all":        {[]string{"all_access"}, nil, []string{"well may"}},
		"some":       {[]string{"deploy"}, map[string]doctor.Right{"read": {Has: true}, "mail": {Unasked: true}}, []string{"fault lacks write", "fault lacks search", "not-asked not-asked mail", "well may"}},
		"everything": {[]string{"deploy"}, map[string]doctor.Right{"read": {Has: true}, "mail": {Has: true}, "write": {Has: true}, "search": {Has: true}}, []string{"well may"}},
	} {
		c := withEstate()
		c.monitors[0].Mark = &monitors.Mark{Workspace: "soc", Address: at(t, "monitor.m")}
		c.who.Roles, c.may = test.roles, test.may
		report, err := doctor.Examine(t.Context(), c, doctor.Options{Now: today, For: "apply", Needs: needs, Desired: plan.Desired{Workspace: "soc"}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range report.Findings {
			if f.Area == doctor.Rights {
				got = append(got, strings.Join(append([]string{string(f.Grade), string(f.Kind)}, f.Permissions...), " "))
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
