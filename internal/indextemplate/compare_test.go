package indextemplate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/indextemplate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// composable is the answer of _index_template with one template.
func composable(t *testing.T, name string, priority int, template string) *orderedjson.Object {
	return parsed(t, fmt.Sprintf(`{"index_templates":[{"name":%q,"index_template":{"index_patterns":["cwl-*"],"priority":%d,"template":%s}}]}`, name, priority, template))
}

func codes(list []indextemplate.Finding) string {
	var out []string
	for _, f := range list {
		out = append(out, string(f.Code)+":"+strings.Join(f.Paths, ","))
	}
	return strings.Join(out, " ")
}

// TestFindings compares with templates that differ in one thing each.
func TestFindings(t *testing.T) {
	const safe = `"settings":{"index":{"mapping":{"ignore_malformed":"true"}}}`
	const closed = `"requestParameters":{"enabled":false},"serviceEventDetails":{"enabled":false},"additionalEventData":{"type":"object","dynamic":"false","properties":{"MFAUsed":{"type":"text","fields":{"keyword":{"type":"keyword"}}}}}`
	const response = `,"responseElements":{"dynamic":"false","properties":{"ConsoleLogin":{"type":"text","fields":{"keyword":{"type":"keyword"}}}}}`
	for name, c := range map[string]struct{ template, want string }{
		"enough":                {`{` + safe + `,"mappings":{"properties":{` + closed + response + `}}}`, ""},
		"names with dots":       {`{` + safe + `,"mappings":{"properties":{` + closed + response + `,"userIdentity.type":{"type":"text","fields":{"keyword":{"type":"keyword"}}}}}}`, ""},
		"dates may refuse":      {`{"mappings":{"properties":{` + closed + response + `}}}`, "malformed:@timestamp,eventTime,apiVersion,userIdentity.sessionContext.attributes.creationDate"},
		"objects aren't closed": {`{` + safe + `}`, "grows:requestParameters,serviceEventDetails,responseElements,additionalEventData"},
		"objects by a template": {`{` + safe + `,"mappings":{"dynamic_templates":[{"o":{"match_mapping_type":"object","path_match":"requestParameters","mapping":{"type":"object","enabled":false}}}],"properties":{"serviceEventDetails":{"enabled":false},"additionalEventData":{"dynamic":false,"properties":{"MFAUsed":{"type":"text","fields":{"keyword":{"type":"keyword"}}}}}` + response + `}}}`, ""},
		"a flat object":         {`{` + safe + `,"mappings":{"properties":{` + strings.Replace(closed, `"requestParameters":{"enabled":false}`, `"requestParameters":{"type":"flat_object"}`, 1) + response + `}}}`, "flat:requestParameters"},
		"not looked into":       {`{` + safe + `,"mappings":{"properties":{` + closed + `,"responseElements":{"enabled":false}}}}`, "not-searched:responseElements.ConsoleLogin"},
		"no keyword":            {`{` + safe + `,"mappings":{"properties":{` + closed + response + `,"eventName":{"type":"keyword"},"errorCode":{"type":"text"}}}}`, "no-keyword:eventName no-keyword:errorCode"},
		"a text for a date":     {`{` + safe + `,"mappings":{"date_detection":false,"properties":{` + closed + response + `}}}`, "no-date:@timestamp,eventTime"},
		"no room":               {`{"settings":{"index.mapping.ignore_malformed":true,"index.mapping.total_fields.limit":"20"},"mappings":{"properties":{` + closed + response + `}}}`, "field-limit:"},
		"an object of text":     {`{` + safe + `,"mappings":{"properties":{` + closed + response + `,"userIdentity":{"type":"keyword"},"eventName":{"properties":{"a":{"type":"text"}}}}}}`, "not-a-field:eventName no-object:userIdentity"},
		"a keyword too short":   {`{` + safe + `,"mappings":{"properties":{` + closed + response + `,"@message":{"type":"keyword"}}}}`, "long-value:@message"},
		"strict":                {`{` + safe + `,"mappings":{"dynamic":"strict","properties":{` + closed + response + `}}}`, "strict:"},
	} {
		o := options(t, indextemplate.CWL, "opensearch-2.19")
		got := indextemplate.Compare(o, indextemplate.ReadCluster(composable(t, "x", 1, c.template), nil, nil), "cwl-2026.01.02", "", indextemplate.Shape{})
		if all := codes(got.Findings); c.want == "" && all != "" || !strings.HasPrefix(all, c.want) {
			t.Errorf("%s: found %q, want %q", name, all, c.want)
		}
	}
}

// TestOursIsNoDifference compares each template with itself, in each form.
func TestOursIsNoDifference(t *testing.T) {
	for _, kind := range indextemplate.Kinds {
		for _, generation := range []string{"opensearch-3", "opensearch-1", "es-7", "es-6"} {
			o := options(t, kind, generation)
			c := indextemplate.ReadCluster(nil, nil, parsed(t, `{"`+o.Name+`":`+text(t, indextemplate.Body(o))+`}`))
			if o.For.Legacy == false {
				c = indextemplate.ReadCluster(parsed(t, `{"index_templates":[{"name":"`+o.Name+`","index_template":`+text(t, indextemplate.Body(o))+`}]}`), nil, nil)
			}
			name := string(kind) + "-2026.01.02"
			if got := indextemplate.Compare(o, c, name, "", indextemplate.Shape{}); len(got.Findings) > 0 || len(got.Next.From) != 1 {
				t.Errorf("%s for %s: %s", kind, generation, codes(got.Findings))
			}
		}
	}
}

// FuzzCompare lets nothing that a cluster may answer stop a comparison.
func FuzzCompare(f *testing.F) {
	f.Add(`{"index_templates":[{"name":"a","index_template":{"index_patterns":["*"],"template":{"mappings":{"dynamic_templates":[{"a":{"match":"["}}],"properties":{"a.b":{"type":"text"},"a":{}}}}}}]}`)
	f.Add(`{"index_templates":[1,{"name":2,"index_template":{"index_patterns":"c*","composed_of":["x"],"template":{"settings":1,"mappings":{"x":{"properties":{"@timestamp":1,"":{},".":{}}}}}}}]}`)
	f.Fuzz(func(t *testing.T, answer string) {
		v, err := orderedjson.ParseLimited([]byte(answer))
		o, ok := v.(*orderedjson.Object)
		if err != nil || !ok {
			return
		}
		c := indextemplate.ReadCluster(o, o, o)
		indextemplate.Compare(options(t, indextemplate.CWL, "opensearch-1"), c, "cwl-2026.01.02", "x", indextemplate.Live(o, o))
	})
}
