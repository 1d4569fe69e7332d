package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// acceptEditor edits monitors as the Dashboards save them.
type acceptEditor struct {
	*acceptWorld
	rig *rig
	log []string
}

func (e *acceptEditor) all() {
	all := e.rig.monitorIDs()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		ids := all[name]
		if e.IntN(4) == 0 {
			continue
		}
		m := e.rig.must("GET", monitorsPath+"/"+ids[0], "").Object("monitor")
		for range 1 + e.IntN(3) {
			if said := e.edit(m); said != "" {
				e.log = append(e.log, name+": "+said)
			}
		}
		body, err := orderedjson.Marshal(m)
		if err != nil {
			e.rig.t.Fatal(err)
		}
		if status, answer := e.rig.ask("PUT", monitorsPath+"/"+ids[0], string(body)); status > 299 {
			e.rig.t.Logf("the server refuses an edit of %s: %d %s\n%s", name, status, answer, strings.Join(e.log, "\n"))
		}
	}
	slices.Sort(e.log)
}

// texts that people write, and some that nobody should.
var acceptTexts = []string{
	"plain", "two\nlines\n", "three\n\n  lines", "with ${dollar} and %{percent}", `back\slash and "quotes"`, "tab\there", "ünïcödé ✓", "EOT\nEOT\n",
	"  leading\n  blanks\n", "{{#ctx.results}}x{{/ctx.results}}\n", "$${twice} %%{twice}\n", "line  \ntrailing  \n", "<<EOT", "a\r\nb\r\n", " ", "# no comment",
	`{"text":"other","level":6}`, "\n", "{{{ctx.monitor.name}}}\n${}\n",
}

func (e *acceptEditor) text() string { return e.pick(acceptTexts...) }

func num(n int) json.Number { return json.Number(strconv.Itoa(n)) }

// edit changes one thing, and says what.
func (e *acceptEditor) edit(m *orderedjson.Object) string {
	switch e.IntN(8) {
	case 0:
		m.Set("enabled", e.IntN(2) == 0)
		return "enabled"
	case 1:
		m.Set("name", m.Text("name")+e.pick(" 2", ` "x"`, " ${y}"))
		return "name " + m.Text("name")
	case 2:
		return e.schedule(m)
	case 3, 4:
		return e.input(m)
	default:
		return e.trigger(m)
	}
}

func (e *acceptEditor) schedule(m *orderedjson.Object) string {
	schedule := orderedjson.NewObject()
	if e.IntN(2) == 0 {
		schedule.Set("period", orderedjson.NewObject(orderedjson.Member{Key: "interval", Value: num(1 + e.IntN(90))}, orderedjson.Member{Key: "unit", Value: e.pick("MINUTES", "HOURS")}))
	} else {
		schedule.Set("cron", orderedjson.NewObject(orderedjson.Member{Key: "expression", Value: e.pick("0 7 * * *", "30 6 * * MON", "*/5 * * * *")}, orderedjson.Member{Key: "timezone", Value: e.pick("UTC", "Asia/Tokyo")}))
	}
	m.Set("schedule", schedule)
	text, _ := orderedjson.Marshal(schedule)
	return "schedule " + string(text)
}

func (e *acceptEditor) input(m *orderedjson.Object) string {
	input, _ := m.Array("inputs")[0].(*orderedjson.Object)
	if search := input.Object("search"); search != nil {
		if e.IntN(3) == 0 {
			list := search.Array("indices")
			switch e.IntN(3) {
			case 0:
				list = append(slices.Clone(list), "more-*")
			case 1:
				list = append([]any{"first-*"}, list...)
			default:
				list = append([]any{"changed-*"}, list[1:]...)
			}
			search.Set("indices", list)
			return fmt.Sprint("indices ", list)
		}
		return e.query(search.Object("query"))
	}
	if uri := input.Object("uri"); uri != nil {
		uri.Set("path_params", "cwl-*")
		uri.Set("url", "")
		return "path_params"
	}
	queries := input.Object("doc_level_input").Array("queries")
	q, _ := queries[0].(*orderedjson.Object)
	if e.IntN(2) == 0 {
		q.Set("query", "user:\"x y\" OR user:z")
	} else {
		q.Set("tags", []any{"a", "c", "d"})
	}
	return "document query"
}

// query changes a number or a text of a search, adds a clause, or takes one away.
func (e *acceptEditor) query(body *orderedjson.Object) string {
	filters := body.Object("query").Object("bool").Array("filter")
	switch n := e.IntN(6); {
	case n == 0:
		body.Set("size", num(e.IntN(50)))
		return "size"
	case n == 1 && len(filters) > 0:
		clause, _ := orderedjson.Parse([]byte(e.pick(`{"term":{"new.keyword":{"value":"x","boost":1.0}}}`, `{"range":{"ms":{"from":5,"to":null,"include_lower":true,"include_upper":true,"boost":1.0}}}`,
			`{"bool":{"must":[{"match":{"a":{"query":"b c","operator":"AND"}}}],"adjust_pure_negative":true,"boost":1.0}}`)))
		body.Object("query").Object("bool").Set("filter", append(slices.Clone(filters), clause))
		return "a clause more"
	case n == 2 && len(filters) > 1:
		body.Object("query").Object("bool").Set("filter", slices.Delete(slices.Clone(filters), len(filters)-1, len(filters)))
		return "a clause less"
	}
	return e.leaf(body)
}

// leaf changes one number or text of a search.
func (e *acceptEditor) leaf(v any) string {
	type place struct {
		o   *orderedjson.Object
		key string
	}
	var places []place
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case *orderedjson.Object:
			for _, m := range v.Members() {
				switch value := m.Value.(type) {
				case json.Number:
					if m.Key == "from" || m.Key == "to" || m.Key == "value" || m.Key == "slop" || m.Key == "size" {
						places = append(places, place{v, m.Key})
					}
				case string:
					if m.Key == "query" || m.Key == "value" || m.Key == "field" || m.Key == "wildcard" || m.Key == "from" && strings.Contains(value, "||-") {
						places = append(places, place{v, m.Key})
					}
				default:
					walk(m.Value)
				}
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(v)
	if len(places) == 0 {
		return ""
	}
	at := places[e.IntN(len(places))]
	switch value, _ := at.o.Get(at.key); old := value.(type) {
	case json.Number:
		at.o.Set(at.key, num(11+e.IntN(500)))
	case string:
		if strings.Contains(old, "||-") {
			at.o.Set(at.key, "{{period_end}}||-"+e.pick("9d", "90m", "36h"))
		} else {
			at.o.Set(at.key, e.pick("other", "x y", "ab"))
		}
	}
	now, _ := at.o.Get(at.key)
	return fmt.Sprintf("search: %s = %v", at.key, now)
}

func (e *acceptEditor) trigger(m *orderedjson.Object) string {
	triggers := m.Array("triggers")
	wrapper, _ := triggers[e.IntN(len(triggers))].(*orderedjson.Object)
	t := wrapper.Members()[0].Value.(*orderedjson.Object)
	switch e.IntN(8) {
	case 0:
		t.Set("severity", strconv.Itoa(1+e.IntN(5)))
		return "severity"
	case 1:
		t.Set("name", "Renamed "+e.pick("a", "b"))
		return "trigger's name"
	case 2, 3:
		return e.script(t)
	case 4:
		if len(triggers) > 1 && e.IntN(2) == 0 {
			m.Set("triggers", triggers[:1])
			return "a trigger less"
		}
		more := orderedjson.Clone(wrapper).(*orderedjson.Object)
		inner := more.Members()[0].Value.(*orderedjson.Object)
		inner.Set("id", "")
		inner.Set("name", "Added")
		inner.Set("severity", "4")
		for _, a := range inner.Array("actions") {
			a.(*orderedjson.Object).Set("id", "")
		}
		m.Set("triggers", append(slices.Clone(triggers), more))
		return "a trigger more"
	default:
		return e.action(t)
	}
}

func (e *acceptEditor) script(t *orderedjson.Object) string {
	script := t.Object("condition").Object("script")
	source := script.Text("source")
	at := strings.LastIndexFunc(source, func(r rune) bool { return r >= '0' && r <= '9' })
	if at < 0 || strings.Contains(source, "query[") || strings.Contains(source, "holidays") {
		return ""
	}
	from := at
	for from > 0 && source[from-1] >= '0' && source[from-1] <= '9' {
		from--
	}
	source = source[:from] + strconv.Itoa(1+e.IntN(90)) + source[at+1:]
	if e.IntN(4) == 0 && !strings.Contains(source, "ZonedDateTime") && !strings.Contains(source, "\n") {
		source += " && true"
	}
	script.Set("source", source)
	return "condition " + source
}

func (e *acceptEditor) action(t *orderedjson.Object) string {
	actions := t.Array("actions")
	if len(actions) == 0 {
		return ""
	}
	a := actions[e.IntN(len(actions))].(*orderedjson.Object)
	switch e.IntN(7) {
	case 0, 1:
		a.Object("message_template").Set("source", e.text())
		return fmt.Sprintf("message %q", a.Object("message_template").Text("source"))
	case 2:
		a.Set("subject_template", orderedjson.NewObject(orderedjson.Member{Key: "source", Value: e.text()}, orderedjson.Member{Key: "lang", Value: "mustache"}))
		return fmt.Sprintf("subject %q", a.Object("subject_template").Text("source"))
	case 3:
		if e.IntN(2) == 0 {
			a.Set("throttle_enabled", false)
			a.Delete("throttle")
			return "no throttle"
		}
		a.Set("throttle_enabled", true)
		a.Set("throttle", orderedjson.NewObject(orderedjson.Member{Key: "value", Value: num(1 + e.IntN(120))}, orderedjson.Member{Key: "unit", Value: "MINUTES"}))
		return "throttle"
	case 4:
		a.Set("name", "Action "+e.pick("x", "y"))
		return "action's name"
	case 5:
		if len(actions) > 1 {
			t.Set("actions", actions[1:])
			return "an action less"
		}
		fallthrough
	default:
		more := orderedjson.Clone(a).(*orderedjson.Object)
		more.Set("id", "")
		more.Set("name", "One more")
		t.Set("actions", append(slices.Clone(actions), more))
		return "an action more"
	}
}
