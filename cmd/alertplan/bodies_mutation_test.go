package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// mutant is a body with one leaf changed.
type mutant struct {
	path string // of the leaf, as a JSON pointer
	how  string
	text string
}

// removed stands for a leaf that is taken out.
type removed struct{}

// mutantsOf changes each leaf of a body in every way that there is for its type.
func mutantsOf(t *testing.T, b monitorBody) []mutant {
	t.Helper()
	whole, err := orderedjson.Parse([]byte(b.text))
	if err != nil {
		t.Fatal(err)
	}
	var all []mutant
	eachLeaf(whole, "", func(path string, leaf any) {
		for _, change := range changesOf(leaf) {
			changed := withLeaf(whole, strings.Split(path, "/")[1:], change.to)
			text, err := orderedjson.Marshal(changed)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, mutant{path, change.how, string(text)})
		}
	})
	return all
}

func eachLeaf(v any, path string, visit func(path string, leaf any)) {
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			eachLeaf(m.Value, path+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(m.Key), visit)
		}
		if v.Len() > 0 {
			return
		}
	case []any:
		for i, x := range v {
			eachLeaf(x, path+"/"+strconv.Itoa(i), visit)
		}
		if len(v) > 0 {
			return
		}
	}
	visit(path, v)
}

type leafChange struct {
	how string
	to  any
}

func changesOf(leaf any) []leafChange {
	changes := []leafChange{{"removed", removed{}}, {"null", nil}, {"in a list", []any{leaf}}, {"an object", orderedjson.NewObject()}}
	switch v := leaf.(type) {
	case string:
		changes = append(changes, leafChange{"another text", v + "x"}, leafChange{"an empty text", ""}, leafChange{"a number", json.Number("7")}, leafChange{"true", true})
		if _, err := strconv.ParseFloat(v, 64); err == nil && !strings.HasPrefix(v, "+") {
			if orderedjsonNumber(v) {
				changes = append(changes, leafChange{"the same as a number", json.Number(v)})
			}
		}
		if v == "true" || v == "false" {
			changes = append(changes, leafChange{"the same as a boolean", v == "true"})
		}
	case json.Number:
		changes = append(changes, leafChange{"the same as a text", v.String()}, leafChange{"true", true}, leafChange{"a text", "x"})
		if n, err := v.Int64(); err == nil {
			changes = append(changes,
				leafChange{"one more", json.Number(strconv.FormatInt(n+1, 10))}, leafChange{"negative", json.Number(strconv.FormatInt(-n-1, 10))},
				leafChange{"the same with a point", json.Number(v.String() + ".0")}, leafChange{"a fraction", json.Number(v.String() + ".5")})
		}
	case bool:
		changes = append(changes, leafChange{"flipped", !v}, leafChange{"the same as a text", strconv.FormatBool(v)}, leafChange{"a number", json.Number("1")})
	case nil:
		changes = append(changes[:1], leafChange{"a text", "x"}, leafChange{"a number", json.Number("3")}, leafChange{"true", true})
	case []any, *orderedjson.Object:
		changes = append(changes[:2], leafChange{"a list with something", []any{"x"}}, leafChange{"a text", "x"})
	}
	return changes
}

// orderedjsonNumber tells whether a text is a number of JSON.
func orderedjsonNumber(text string) bool { return json.Valid([]byte(text)) }

func withLeaf(v any, path []string, to any) any {
	if len(path) == 0 {
		return to
	}
	switch v := v.(type) {
	case *orderedjson.Object:
		o := orderedjson.NewObject()
		key := strings.NewReplacer("~1", "/", "~0", "~").Replace(path[0])
		for _, m := range v.Members() {
			value := m.Value
			if m.Key == key {
				value = withLeaf(m.Value, path[1:], to)
			}
			if _, gone := value.(removed); !gone {
				o.Set(m.Key, value)
			}
		}
		return o
	case []any:
		at, _ := strconv.Atoi(path[0])
		var list []any
		for i, x := range v {
			if i == at {
				x = withLeaf(x, path[1:], to)
			}
			if _, gone := x.(removed); !gone {
				list = append(list, x)
			}
		}
		if list == nil {
			list = []any{}
		}
		return list
	default:
		return v
	}
}

// storedForm is what a server keeps of a body, less what is different each time and
// what it owns; the error is why it refuses it.
func storedForm(d dialect.Dialect, text string) (*orderedjson.Object, error) {
	m, err := accepted(d, []byte(text))
	if err != nil {
		return nil, err
	}
	v, err := orderedjson.Parse([]byte(shown(m.Stored())))
	if err != nil {
		return nil, err
	}
	stored := v.(*orderedjson.Object)
	for _, key := range []string{"last_update_time", "enabled_time", "schema_version", "ui_metadata", "user"} {
		stored.Delete(key)
	}
	forgetIDs(stored)
	return stored, nil
}

// forgetIDs takes away the ids of triggers, actions and queries: what a body says of
// them is not used, since they must stay as they are on the cluster.
func forgetIDs(monitor *orderedjson.Object) {
	var forget func(v any)
	forget = func(v any) {
		switch v := v.(type) {
		case *orderedjson.Object:
			v.Delete("id")
			for _, m := range v.Members() {
				if m.Key != "search" {
					forget(m.Value)
				}
			}
		case []any:
			for _, x := range v {
				forget(x)
			}
		}
	}
	forget(monitor)
}

// sightings count what became of mutants.
type sightings struct {
	dialect dialect.Dialect

	leaves, mutants int
	seen, quiet     int // the plan shows what a server would keep otherwise, and is empty where it would not
	named           int // a server would keep it otherwise, and a warning says that it isn't sent
	excused         map[string]int
	diagnosed       int // refused by servers, and by validate
	older           int // refused by this older server alone
	ownRefusals     map[string]int
	wrong           map[string][]string
}

func (s *sightings) add(what string, b monitorBody, m mutant, why string) {
	s.wrong[what] = append(s.wrong[what], fmt.Sprintf("%s %s %s %s", b.name, m.path, m.how, why))
}

// plannedBody is a body that was applied on a server, with what is kept of it there.
type plannedBody struct {
	monitorBody
	at     address.Address
	live   plan.Live
	before *orderedjson.Object
}

// observe applies a body on a sandbox of each dialect, and plans each of its mutants.
func observe(t *testing.T, all []*sightings, b monitorBody) {
	t.Helper()
	base := declare(t, []monitorBody{b})
	if len(base.refused) > 0 {
		return // there is nothing to change
	}
	var taken []*sightings
	var applied []plannedBody
	for _, s := range all {
		before, err := storedForm(s.dialect, b.text)
		if err != nil {
			continue // this server doesn't take it
		}
		taken = append(taken, s)
		applied = append(applied, plannedBody{b, base.config.Monitors[0].Address, liveOf(t, s.dialect, desiredOf(base.config)), before})
	}
	mutants := mutantsOf(t, b)
	bodies := make([]monitorBody, len(mutants))
	paths := map[string]bool{}
	for i, m := range mutants {
		bodies[i] = monitorBody{m.path, m.text}
		paths[m.path] = true
	}
	said := declareApart(t, bodies)
	for k, s := range taken {
		s.leaves += len(paths)
		s.mutants += len(mutants)
		for i, m := range mutants {
			s.judge(applied[k], m, said.of(i))
		}
	}
}

// judge compares what is said of a mutant with what a server would do.
func (s *sightings) judge(b plannedBody, m mutant, said saidOf) {
	after, refusal := storedForm(s.dialect, m.text)
	switch {
	case refusal != nil && len(said.refused) > 0:
		s.diagnosed++
	case refusal != nil && isNamed(m, said.warned):
		s.named++
	case refusal != nil && s.dialect.OlderMonitors:
		s.older++
	case refusal != nil:
		s.add("not diagnosed", b.monitorBody, m, refusal.Error())
	case len(said.refused) > 0:
		s.judgeRefusal(b.monitorBody, m, said.refused[0])
	default:
		s.judgePlan(b, m, said, after)
	}
}

func (s *sightings) judgeRefusal(b monitorBody, m mutant, refused string) {
	check, _, _ := strings.Cut(refused, ":")
	switch {
	case strings.Contains(refused, "must be a text, not "):
		s.excused[printedByJava]++
	case (check == "raw-body" || check == "refused-query") && !s.dialect.OlderMonitors:
		s.add("refused wrongly", b, m, refused)
	default:
		s.ownRefusals[check]++
	}
}

func (s *sightings) judgePlan(b plannedBody, m mutant, said saidOf, after *orderedjson.Object) {
	wanted := plan.Desired{Workspace: "others", Monitors: []plan.DesiredMonitor{{Address: b.at, Monitor: said.monitor}}}
	made := plan.Make(wanted, b.live, plan.Options{})
	differs, shows := !orderedjson.Equal(b.before, after), len(made.Changes) > 0
	why := excuse(m)
	switch {
	case differs && shows:
		s.seen++
	case differs && isNamed(m, said.warned):
		s.named++
	case differs != shows && why != "":
		s.excused[why]++
	case differs:
		s.add("not seen", b.monitorBody, m, shown(after))
	case shows:
		s.add("noise", b.monitorBody, m, made.Changes[0].Fields[0].Path)
	default:
		s.quiet++
	}
}

// The reasons why a change may be neither refused nor shown as a server has it.
const (
	printedByJava  = "a list or an object where a text is due, which the server would keep as Java prints it: refused"
	sameNumber     = "a number with .0, which is the same number to HCL"
	idsStay        = "an id, which stays as it is on the cluster"
	noLanguage     = "the language of a bucket-level condition that is an empty text: painless is sent"
	noAggregations = "an empty object of aggregations, which 1.3 keeps: it means none"
	fullSources    = "a part of data_sources that is left out, which becomes the default"
)

func excuse(m mutant) string {
	switch {
	case m.how == "the same with a point":
		return sameNumber
	case strings.HasSuffix(m.path, "/aggregations") && m.how == "removed":
		return noAggregations
	case strings.HasSuffix(m.path, "/id"):
		return idsStay
	case strings.HasSuffix(m.path, "/bucket_level_trigger/condition/script/lang") && m.how == "an empty text":
		return noLanguage
	case strings.HasPrefix(m.path, "/data_sources/") && (m.how == "removed" || m.how == "an empty text"):
		return fullSources
	default:
		return ""
	}
}

// isNamed tells whether a warning names the changed leaf as one that isn't sent.
func isNamed(m mutant, warned []string) bool {
	path := strings.ReplaceAll(strings.TrimPrefix(m.path, "/"), "/", ".")
	return slices.ContainsFunc(warned, func(text string) bool {
		return strings.HasPrefix(text, "dropped-field: ") && strings.Contains(text, path)
	})
}

// liveOf is a cluster on which a configuration of one monitor was applied.
func liveOf(t *testing.T, d dialect.Dialect, desired plan.Desired) plan.Live {
	t.Helper()
	created := plan.Make(desired, plan.Live{}, plan.Options{}).Changes[0].Monitor
	sent := wire.EncodeMonitor(created.Desired, wire.MergeUIMetadata(nil, created.Desired, created.Mark))
	if g, ok := generation.Named(d.Name); ok && !g.Has(generation.RemoteClusters) {
		wire.WithoutClusters(sent) // as the client does
	}
	m, err := accepted(d, []byte(shown(sent)))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := orderedjson.Parse([]byte(`{"_id":"id","_version":1,"_seq_no":1,"_primary_term":1,"monitor":` + shown(m.Stored()) + `}`))
	if err != nil {
		t.Fatal(err)
	}
	live, err := wire.DecodeLive(answer.(*orderedjson.Object))
	if err != nil || live.Unreadable != "" {
		t.Fatal(err, live.Unreadable)
	}
	return plan.Live{Monitors: []monitors.Live{live}}
}

// apart is what is said of bodies of which each is declared alone, as far as one
// directory allows.
type apart struct {
	refused  map[int][]string
	warned   map[int][]string
	monitors map[int]monitors.Monitor
}

func declareApart(t *testing.T, bodies []monitorBody) apart {
	t.Helper()
	said := declare(t, bodies)
	a := apart{said.refused, said.warned, map[int]monitors.Monitor{}}
	for i, why := range a.refused {
		a.refused[i] = slices.DeleteFunc(why, func(text string) bool { return strings.HasPrefix(text, "duplicate-monitor-name:") })
	}
	for _, m := range said.config.Monitors {
		a.monitors[numberOf(m.Address.Label())] = m.Monitor
	}
	return a
}

// saidOf is what is said of one body.
type saidOf struct {
	refused, warned []string
	monitor         monitors.Monitor
}

func (a apart) of(i int) saidOf { return saidOf{a.refused[i], a.warned[i], a.monitors[i]} }

func TestChangesOfLeavesAreSeen(t *testing.T) {
	t.Parallel()
	var bodies []monitorBody
	for i, b := range transcriptBodies(t) {
		if i%45 == 0 {
			bodies = append(bodies, b)
		}
	}
	for i, b := range recordedBodies(t) {
		if i%90 == 0 {
			bodies = append(bodies, b)
		}
	}
	for _, s := range observeAll(t, typedDialects(t), bodies) {
		t.Logf("%s: %+v", s.dialect.Name, s.counts())
	}
}

// typedDialects are those whose monitors have types: what others leave out of a body
// is not what a body says.
func typedDialects(t *testing.T) []dialect.Dialect {
	t.Helper()
	return slices.DeleteFunc(allDialects(t), func(d dialect.Dialect) bool { return d.BareMonitors })
}

// observeAll changes the leaves of all bodies. What comes out wrong is an error.
func observeAll(t *testing.T, dialects []dialect.Dialect, bodies []monitorBody) []*sightings {
	t.Helper()
	var all []*sightings
	for _, d := range dialects {
		all = append(all, &sightings{dialect: d, ownRefusals: map[string]int{}, excused: map[string]int{}, wrong: map[string][]string{}})
	}
	for _, b := range bodies {
		observe(t, all, b)
	}
	for _, s := range all {
		for _, what := range slices.Sorted(maps.Keys(s.wrong)) {
			t.Errorf("%s: %d %s:\n%s", s.dialect.Name, len(s.wrong[what]), what, strings.Join(s.wrong[what], "\n"))
		}
	}
	return all
}

// counts are the sightings as a row of the table.
func (s *sightings) counts() []int {
	return []int{s.leaves, s.mutants, s.seen, s.quiet, s.named, s.diagnosed, s.older, sum(s.ownRefusals), sum(s.excused)}
}
