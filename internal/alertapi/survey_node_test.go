package alertapi_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestSecureNodeIsSurveyed asks a real node what a doctor asks of the core: the way to
// it, who one is, nodes, health and time, settings, several searches at once, types.
func TestSecureNodeIsSurveyed(t *testing.T) {
	node := openSecureNode(t)
	admin, ctx := node.as(t, "ADMIN"), t.Context()
	way := admin.Reach(ctx)
	if way.Err != nil || way.Status != 200 || way.TLS == nil || way.Authority == nil || way.FromFile != node["OPENSEARCH_CA"] {
		t.Errorf("%+v", way)
	}
	if way := node.as(t, "NOBODY").Reach(ctx); way.Status != 401 || way.Login != "none" {
		t.Errorf("%+v", way)
	}
	who, err := admin.Who(ctx)
	if err != nil || !who.Secured || who.Name != "admin" || len(who.Roles) == 0 {
		t.Errorf("%+v %v", who, err)
	}
	nodes, err := admin.Nodes(ctx)
	if err != nil || len(nodes) != 1 || !strings.HasPrefix(nodes[0].Plugins["opensearch-security"], nodes[0].Version) {
		t.Errorf("%+v %v", nodes, err)
	}
	condition, err := admin.Condition(ctx)
	if err != nil || condition.DataNodes != 1 || condition.Status == "" || condition.Time.Sub(condition.Asked).Abs() > time.Minute {
		t.Errorf("%+v %v", condition, err)
	}
	rules, err := admin.Rules(ctx)
	if err != nil || rules.ShardsPerNode != 1000 {
		t.Errorf("%+v %v", rules, err)
	}
	surveyIndices(ctx, t, admin)
}

// surveyIndices asks searches and types of two indices in which a field differs.
func surveyIndices(ctx context.Context, t *testing.T, c *alertapi.Client) {
	t.Helper()
	names := []string{"survey-one", "survey-two"}
	for i, kind := range []string{"keyword", "text"} {
		body := object(t, `{"mappings": {"properties": {"user": {"type": "`+kind+`"}, "only": {"type": "long"}}}}`)
		if err := c.DeleteIndices(ctx, names[i]); err != nil {
			t.Fatal(err)
		}
		if err := c.CreateIndex(ctx, names[i], body); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.DeleteIndices(context.WithoutCancel(ctx), names[i]) })
	}
	types, err := c.FieldTypes(ctx, []string{"survey-*"}, []string{"user", "only", "missing"})
	if err != nil || len(types) != 2 || len(types["user"]["text"]) != 1 || types["user"]["text"][0] != "survey-two" || len(types["only"]["long"]) != 0 {
		t.Errorf("%v %v", types, err)
	}
	all := object(t, `{"size": 0}`)
	answers, err := c.Looks(ctx, []alertapi.Look{
		{Indices: []string{"survey-*"}, Body: all}, {Indices: []string{"survey-none-*"}, Body: all}, {Indices: []string{"survey-none"}, Body: all},
		{Indices: []string{"survey-*"}, Body: object(t, `{"size": 0, "aggs": {"users": {"terms": {"field": "user"}}}}`)},
	})
	if err != nil || len(answers) != 4 {
		t.Fatal(answers, err)
	}
	for i, want := range []string{`"total":2`, `"total":0`, `index_not_found_exception`, `Text fields are not optimised`} {
		if text, _ := orderedjson.Marshal(answers[i]); !strings.Contains(string(text), want) {
			t.Errorf("%d: %s", i, text)
		}
	}
	if _, err := c.Looks(ctx, []alertapi.Look{{Indices: []string{"survey-*"}, Body: all}, {Indices: []string{"survey-*"}, Body: object(t, `{"query": {"trem": {}}}`)}}); !alertapi.IsRejected(err) {
		t.Errorf("a search that does not parse: %v", err)
	}
}

func object(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}
