package doctor_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/preflight"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

var today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// cluster answers what it is told to.
type cluster struct {
	way       doctor.Way
	version   doctor.Version
	who       doctor.Who
	nodes     []doctor.Node
	condition doctor.Condition
	fails     map[string]error // by the name of the method

	monitors []monitors.Live
	channels []destinations.Live
	alerts   []wire.Alert
	runs     wire.Runs
	rules    doctor.Rules
	answers  map[string]string // of searches, by their first index
	types    map[string]map[string][]string
	requests int // of searches
	may      map[string]doctor.Right
}

func (c *cluster) Reach(context.Context) doctor.Way { return c.way }
func (c *cluster) Generation(context.Context) (doctor.Version, error) {
	return c.version, c.fails["Generation"]
}
func (c *cluster) Who(context.Context) (doctor.Who, error)      { return c.who, c.fails["Who"] }
func (c *cluster) Nodes(context.Context) ([]doctor.Node, error) { return c.nodes, c.fails["Nodes"] }
func (c *cluster) Condition(context.Context) (doctor.Condition, error) {
	return c.condition, c.fails["Condition"]
}

// sound is a cluster with nothing wrong.
func sound() *cluster {
	plugins := map[string]string{"opensearch-alerting": "2.19.4.0", "opensearch-notifications": "2.19.4.0", "opensearch-knn": "2.19.4.0"}
	return &cluster{
		way:       doctor.Way{Addresses: []string{"10.0.0.1"}, Certificate: &doctor.Certificate{Version: "1.3", Authority: "CA", Until: today.AddDate(1, 0, 0)}},
		version:   doctor.Version{Generation: generation.Generation{Name: "OpenSearch 2.19.4"}, Told: true},
		who:       doctor.Who{Secured: true, Name: "ann", Roles: []string{"all_access"}},
		nodes:     []doctor.Node{{"a", "2.19.4", plugins}, {"b", "2.19.4", plugins}},
		condition: doctor.Condition{Status: "green", DataNodes: 2, TimeKnown: true, Ahead: time.Second, Within: time.Second},
		fails:     map[string]error{},
	}
}

// found are the findings that are not well, "grade kind", and whether the look ended.
func found(t *testing.T, c doctor.Cluster) (list []string, broken bool) {
	t.Helper()
	report, err := doctor.Examine(t.Context(), c, doctor.Options{Now: today})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		if !slices.Contains(doctor.Kinds(), f.Kind) || !slices.Contains(doctor.Areas(), f.Area) {
			t.Errorf("%s of %s is in no list", f.Kind, f.Area)
		}
		if f.Grade != doctor.Well {
			list = append(list, string(f.Grade)+" "+string(f.Kind))
		}
	}
	return list, report.Broken
}

func TestWay(t *testing.T) {
	t.Parallel()
	refused := &preflight.Refusal{Kind: preflight.Forbidden, Reason: "no", Permissions: []string{"cluster:monitor/health"}}
	for name, test := range map[string]struct {
		spoil  func(*cluster)
		want   []string
		broken bool
	}{
		"sound":       {func(*cluster) {}, nil, false},
		"unreachable": {func(c *cluster) { c.way = doctor.Way{Failed: doctor.Connection, Reason: "no"} }, []string{"fault not-reached"}, true},
		"not trusted": {func(c *cluster) { c.way.Failed, c.way.Certificate = doctor.TLS, nil }, []string{"fault not-trusted"}, true},
		"unknown":     {func(c *cluster) { c.way.Refused = true }, []string{"fault login-refused"}, true},
		"slow":        {func(c *cluster) { c.way.Took = 3 * time.Second }, []string{"warning slow"}, false},
		"plain":       {func(c *cluster) { c.way.Certificate, c.way.Plain = nil, true }, []string{"warning no-tls"}, false},
		"plain, here": {func(c *cluster) { c.way.Certificate, c.way.Plain, c.way.Local = nil, true, true }, []string{"note no-tls"}, false},
		"a month":     {func(c *cluster) { c.way.Certificate.Until = today.AddDate(0, 0, 28) }, nil, false},
		"weeks":       {func(c *cluster) { c.way.Certificate.Until = today.AddDate(0, 0, 27) }, []string{"warning certificate-expires"}, false},
		"days":        {func(c *cluster) { c.way.Certificate.Until = today.AddDate(0, 0, 6) }, []string{"fault certificate-expires"}, false},
		"insecure": {func(c *cluster) {
			c.way.Certificate.Unchecked, c.way.Certificate.Until = true, today.AddDate(0, 0, -1)
		}, []string{"warning certificate-not-checked", "fault certificate-expires"}, false},
		"no security":      {func(c *cluster) { c.who = doctor.Who{} }, []string{"note nobody-is-asked"}, false},
		"version untold":   {func(c *cluster) { c.version.Told = false }, []string{"note version-not-told"}, false},
		"no alerting":      {func(c *cluster) { c.version.NoAlerting = true }, []string{"fault no-alerting"}, true},
		"no notifications": {func(c *cluster) { c.version.NoNotifications = true }, []string{"fault no-notifications"}, true},
		"one without":      {func(c *cluster) { c.nodes[1].Plugins = map[string]string{"opensearch-alerting": "2.19.4.0"} }, []string{"warning plugin-missing-on-nodes"}, false},
		"an upgrade": {func(c *cluster) {
			c.nodes[1] = doctor.Node{"b", "3.5.0", map[string]string{"opensearch-alerting": "3.5.0.0", "opensearch-notifications": "2.19.4.0"}}
		}, []string{"warning node-versions-differ", "warning plugin-versions-differ"}, false},
		"red":    {func(c *cluster) { c.condition.Status = "red" }, []string{"fault health"}, false},
		"yellow": {func(c *cluster) { c.condition.Status = "yellow" }, []string{"note health"}, false},
		"behind": {func(c *cluster) { c.condition.Ahead = -7 * time.Second }, []string{"warning clock-differs"}, false},
		"wrong":  {func(c *cluster) { c.condition.Ahead = 2 * time.Minute }, []string{"fault clock-differs"}, false},
		"may not": {func(c *cluster) { c.fails["Condition"], c.fails["Nodes"], c.fails["Who"] = refused, refused, refused },
			[]string{"not-asked not-told", "not-asked not-told", "not-asked not-told"}, false},
	} {
		c := sound()
		test.spoil(c)
		got, broken := found(t, c)
		if diff := cmp.Diff(test.want, got); diff != "" || broken != test.broken {
			t.Errorf("%s: broken %v (-want +got):\n%s", name, broken, diff)
		}
	}
}

// A cluster that stops to answer on the way ends the look, and what was found is kept.
func TestGoesAway(t *testing.T) {
	t.Parallel()
	c := sound()
	c.fails["Nodes"] = &preflight.Refusal{Kind: preflight.Unavailable, Reason: "gone"}
	report, err := doctor.Examine(t.Context(), c, doctor.Options{Now: today})
	var refusal *preflight.Refusal
	if !errors.As(err, &refusal) || !report.Broken || len(report.Findings) == 0 {
		t.Errorf("%v %+v", err, report)
	}
}
