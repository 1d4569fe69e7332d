package search_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Mappings that an index is made with, or not; here and on a live node.
func TestMappings(t *testing.T) {
	p := livePair(t)
	for i, body := range mappingBodies {
		p.declare("ev-map-"+strconv.Itoa(i), body)
	}
	for i, pair := range [][2]string{
		{`{"properties":{"a":{"type":"keyword"}}}`, `{"properties":{"a":{"type":"text"}}}`}, {`{"properties":{"a":{"type":"keyword"}}}`, `{"properties":{"a":{"type":"keyword","ignore_above":5}}}`}, {`{"properties":{"a":{"type":"keyword"}}}`, `{"properties":{"a":{"type":"keyword","doc_values":false}}}`},
		{`{"properties":{"a":{"type":"keyword"}}}`, `{"properties":{"a":{"properties":{"b":{"type":"long"}}}}}`}, {`{"properties":{"a":{"properties":{"b":{"type":"long"}}}}}`, `{"properties":{"a":{"type":"keyword"}}}`}, {`{"properties":{"a":{"type":"nested"}}}`, `{"properties":{"a":{"type":"object"}}}`}, {`{"properties":{"a":{"type":"object"}}}`, `{"properties":{"a":{"type":"nested"}}}`},
		{`{"properties":{"a":{"type":"text"}}}`, `{"properties":{"a":{"type":"text","fields":{"k":{"type":"keyword"}}}}}`}, {`{"properties":{"a":{"type":"text","fields":{"k":{"type":"keyword"}}}}}`, `{"properties":{"a":{"type":"text"},"b":{"type":"long"}}}`}, {`{"properties":{"a":{"type":"text","fields":{"k":{"type":"keyword"}}}}}`, `{"properties":{"a":{"type":"text","fields":{"k":{"type":"long"}}}}}`},
		{`{"properties":{"a":{"type":"text"}}}`, `{"properties":{"a":{"type":"text","analyzer":"simple"}}}`}, {`{"properties":{"a":{"type":"text"}}}`, `{"properties":{"a":{"type":"text","search_analyzer":"simple"}}}`}, {`{"properties":{"a":{"type":"date"}}}`, `{"properties":{"a":{"type":"date","format":"yyyy"}}}`}, {`{"dynamic":"strict"}`, `{"dynamic":true}`}, {`{"properties":{"a":{"dynamic":false,"properties":{"x":{"type":"long"}}}}}`, `{"properties":{"a":{"dynamic":"strict"}}}`},
		{`{"properties":{"a":{"enabled":false}}}`, `{"properties":{"a":{"enabled":true}}}`}, {`{"properties":{"a":{"type":"object"}}}`, `{"properties":{"a":{"enabled":false}}}`}, {`{"dynamic_templates":[{"x":{"match":"a","mapping":{"type":"long"}}}]}`, `{"dynamic_templates":[{"y":{"match":"b","mapping":{"type":"long"}}}]}`}, {`{}`, `{"properties":{"a.b":{"type":"long"}}}`}, {`{"properties":{"a":{"type":"long"}}}`, `{"properties":{"b":{"type":"alias","path":"a"}}}`}, {`{}`, `{"properties":{"b":{"type":"alias","path":"nope"}}}`},
		{`{"properties":{"a":{"type":"long"}}}`, `{"properties":{"a":{"type":"long","coerce":false,"ignore_malformed":true}}}`}, {`{"properties":{"a":{"type":"constant_keyword","value":"x"}}}`, `{"properties":{"a":{"type":"constant_keyword","value":"y"}}}`}, {`{"properties":{"a":{"type":"keyword","copy_to":"b"}}}`, `{"properties":{"a":{"type":"keyword","copy_to":["b","c"]}}}`}, {`{}`, `{"properties":{"a":{"type":"nope"}}}`}, {`{}`, `{"foo":1}`}, {`{}`, `{"date_detection":false,"numeric_detection":true,"dynamic_date_formats":["yyyy"]}`},
	} {
		p.declare("ev-merge-"+strconv.Itoa(i), pair[0], pair[1])
	}
}

// declare makes an index of a mapping, and where there is another, puts it over it;
// then it compares what either has.
func (p *pair) declare(name string, bodies ...string) {
	p.t.Helper()
	path := "/" + name
	defer p.remove(path)
	status, want := p.call("PUT", path, `{"mappings":`+bodies[0]+`}`)
	err := p.store.Create(name, parse(p.t, `{"mappings":`+bodies[0]+`}`))
	if len(bodies) > 1 {
		status, want = p.call("PUT", path+"/_mapping", bodies[1])
		err = p.store.PutMapping(name, parse(p.t, bodies[1]))
	}
	shown := strings.Join(bodies, " then ")
	switch refused := err.(type) {
	case *fault.UnsupportedError:
		p.tally["refused"]++
		p.t.Logf("refused: %s: %s", refused.What, shown)
	case *fault.Error:
		e := want.Object("error")
		if refused.Status != status || refused.Type != e.Text("type") {
			p.tally["wrong"]++
			p.t.Errorf("%s\nnode: %d %s\nhere: %s", shown, status, print(want), print(refused.Body()))
		} else if refused.Reason != e.Text("reason") {
			p.tally["other words"]++
			p.t.Logf("error text: %s\nnode: %s\nhere: %s", shown, print(want), print(refused.Body()))
		} else {
			p.tally["error"]++
		}
	default:
		_, mapped := p.call("GET", path+"/_mapping", "")
		got := p.store.Get(name).Mapping.Print()
		if want := mapped.Object(name).Object("mappings"); status != 200 || !orderedjson.Equal(want, got) {
			p.tally["wrong"]++
			p.t.Errorf("%s\nnode: %d %s\nhere: %s", shown, status, print(mapped), print(got))
			return
		}
		p.tally["equal"]++
	}
}

var mappingBodies = []string{
	`{"properties":{"a":{"type":"nope"}}}`, `{"properties":{"a":{"type":"text","analyzer":"nope"}}}`, `{"properties":{"a":{"type":"keyword","normalizer":"nope"}}}`, `{"properties":{"a":{"type":"keyword","analyzer":"standard"}}}`, `{"properties":{"a":{}}}`, `{"properties":{"a":{"foo":1}}}`, `{"properties":{"a":"text"}}`, `{"properties":[]}`, `{"properties":{"a":{"type":"object","foo":1}}}`, `{"properties":{"a":{"type":"boolean","ignore_malformed":true}}}`, `{"foo":1}`, `{"dynamic":"maybe"}`, `{"dynamic":"false_allow_templates"}`, `{"dynamic":"strict_allow_templates"}`,
	`{"properties":{"a":{"type":"date","format":"nope-x"}}}`, `{"properties":{"a":{"type":"date","format":"yyyy-MM-dd||epoch_second"}}}`, `{"properties":{"a":{"type":"scaled_float"}}}`, `{"properties":{"a":{"type":"scaled_float","scaling_factor":0}}}`, `{"properties":{"a":{"type":"scaled_float","scaling_factor":"10"}}}`, `{"properties":{"a":{"type":"constant_keyword"}}}`, `{"properties":{"a":{"type":"constant_keyword","value":"x"}}}`, `{"properties":{"a":{"type":"token_count"}}}`, `{"properties":{"a":{"type":"token_count","analyzer":"standard"}}}`,
	`{"properties":{"a":{"type":"keyword","ignore_above":"10"}}}`, `{"properties":{"a":{"type":"keyword","ignore_above":"x"}}}`, `{"properties":{"a":{"type":"keyword","ignore_above":-1}}}`, `{"properties":{"a":{"type":"keyword","null_value":5}}}`, `{"properties":{"a":{"type":"long","null_value":"5"}}}`, `{"properties":{"a":{"type":"long","null_value":"x"}}}`, `{"properties":{"a":{"type":"boolean","null_value":"true"}}}`, `{"properties":{"a":{"type":"date","null_value":"2020-01-01"}}}`, `{"properties":{"a":{"type":"date","null_value":"x"}}}`, `{"properties":{"a":{"type":"ip","null_value":"1.2.3.4"}}}`, `{"properties":{"a":{"type":"ip","null_value":"x"}}}`,
	`{"properties":{"a":{"type":"text","fields":{"k":{"type":"keyword"},"e":{"type":"text","analyzer":"english"}}}}}`, `{"properties":{"a":{"type":"text","fields":{"k":{"type":"object"}}}}}`, `{"properties":{"a":{"type":"text","fields":[]}}}`, `{"properties":{"a":{"type":"text","fields":{"k":{}}}}}`, `{"properties":{"a":{"type":"alias","path":"b"},"b":{"type":"long"}}}`, `{"properties":{"a":{"type":"alias"}}}`, `{"properties":{"a":{"type":"alias","path":"nope"}}}`, `{"properties":{"a":{"type":"alias","path":"a"}}}`, `{"properties":{"a":{"type":"long","copy_to":"b"}}}`, `{"properties":{"a":{"type":"text","fields":{"x":{"type":"keyword","copy_to":"q"}}}}}`,
	`{"properties":{"a.b.c":{"type":"long"},"a":{"properties":{"d":{"type":"keyword"}}}}}`, `{"properties":{"":{"type":"long"}}}`, `{"properties":{"a":{"type":"nested","dynamic":"strict","properties":{"b":{"type":"nested"}}}}}`, `{"properties":{"a":{"type":"object","enabled":false}}}`, `{"properties":{"a":{"enabled":"x"}}}`, `{"properties":{"a":{"type":"text","index":"x"}}}`, `{"properties":{"a":{"type":"text","index":"false","norms":"false"}}}`, `{"properties":{"a":{"type":"text","index_options":"docs"}}}`, `{"properties":{"a":{"type":"text","index_options":"x"}}}`, `{"properties":{"a":{"type":"text","store":true,"term_vector":"yes","eager_global_ordinals":true,"position_increment_gap":5}}}`, `{"properties":{"a":{"type":"text","position_increment_gap":-1}}}`,
	`{"properties":{"a":{"type":"keyword","meta":{"unit":"ms"}}}}`, `{"properties":{"a":{"type":"keyword","doc_values":false,"index":false,"norms":true,"similarity":"BM25"}}}`, `{"properties":{"a":{"type":"wildcard"},"b":{"type":"wildcard","doc_values":true,"normalizer":"lowercase","ignore_above":7}}}`, `{"properties":{"a":{"type":"match_only_text"},"b":{"type":"match_only_text","analyzer":"simple"}}}`, `{"properties":{"a":{"type":"text","analyzer":"simple","search_analyzer":"simple"},"b":{"type":"text","search_analyzer":"standard"},"c":{"type":"text","analyzer":"standard","search_analyzer":"standard"}}}`, `{"properties":{"a":{"type":"wildcard","boost":2},"b":{"type":"text","doc_values":false},"c":{"type":"binary","index":false},"d":{"type":"date_range","ignore_malformed":true}}}`, `{"properties":{"a":{"type":"constant_keyword","value":"x","store":true}}}`, `{"properties":{"a":{"type":"match_only_text","norms":true}}}`, `{"properties":{"a":{"type":"flat_object"}}}`, `{"properties":{"a":{"type":"flat_object","index":true}}}`, `{"properties":{"a":{"type":"date_nanos","format":"epoch_millis"}}}`, `{"properties":{"a":{"type":"unsigned_long","null_value":5,"coerce":false}}}`, `{"properties":{"a":{"type":"ip_range"},"b":{"type":"date_range","format":"yyyy"},"c":{"type":"long_range","coerce":false}}}`, `{"properties":{"a":{"type":"ip_range","format":"x"}}}`, `{"properties":{"a":{"type":"geo_point"},"b":{"type":"geo_point","ignore_malformed":true}}}`, `{"properties":{"a":{"type":"binary","doc_values":true}}}`,
	`{"dynamic_templates":[{"x":{"match":"a*","unmatch":"*b","path_match":"o.*","match_mapping_type":"string","mapping":{"type":"keyword"}}}]}`, `{"dynamic_templates":{"x":{}}}`, `{"dynamic_templates":[{"x":{"mapping":{"type":"keyword"}}}]}`, `{"dynamic_templates":[{"x":{"match":"a","foo":1,"mapping":{}}}]}`, `{"dynamic_templates":[{"x":{"match":"a"}}]}`, `{"dynamic_templates":[{"x":{"match_mapping_type":"nope","mapping":{}}}]}`, `{"dynamic_templates":[{"x":{"match":"[","match_pattern":"regex","mapping":{}}}]}`, `{"dynamic_templates":[{"x":{"match":"a","match_pattern":"nope","mapping":{}}}]}`, `{"dynamic_templates":[{"x":{"match":"a","mapping":{"type":"nope"}}}]}`,
	`{"_source":{"enabled":false}}`, `{"_meta":{"x":1},"date_detection":false,"numeric_detection":true}`, `{"dynamic_date_formats":["yyyy/MM/dd","epoch_millis"]}`, `{"dynamic_date_formats":"yyyy"}`, `{"_routing":{"required":true}}`, `{"_doc":{"properties":{"a":{"type":"long"}}}}`, `{"dynamic":false,"properties":{"o":{"dynamic":true,"properties":{"p":{"type":"long"}}}}}`, `{"properties":{"a":{"type":"double","coerce":false,"ignore_malformed":true,"null_value":1.5}}}`, `{"properties":{"a":{"type":"half_float"},"b":{"type":"byte"},"c":{"type":"short","doc_values":false}}}`,
	`{"properties":{"a":{"type":"match_only_text","index":false,"position_increment_gap":1}}}`, `{"properties":{"a":{"type":"match_only_text","position_increment_gap":1}}}`, `{"properties":{"a":{"type":"text","index":false,"position_increment_gap":1}}}`,
}
