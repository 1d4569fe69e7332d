package compiles_test

import (
	"container/list"
	"fmt"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func every(n int, unit monitors.Unit) func(int) monitors.Schedule {
	return func(int) monitors.Schedule {
		return monitors.Schedule{Interval: &monitors.Interval{Value: n, Unit: unit}}
	}
}

// at is cron with the expression made of the monitor's number.
func at(expression func(i int) string) func(int) monitors.Schedule {
	return func(i int) monitors.Schedule {
		return monitors.Schedule{Cron: &monitors.Cron{Expression: expression(i), Timezone: "UTC"}}
	}
}

func always(expression string) func(int) monitors.Schedule {
	return at(func(int) string { return expression })
}

// many are n monitors with a search and a condition of their own, and one message.
func many(n int, schedule func(i int) monitors.Schedule) []compiles.Member {
	members := make([]compiles.Member, n)
	for i := range n {
		members[i].Schedules = []monitors.Schedule{schedule(i)}
		members[i].Scripts = compiles.Of(monitors.Monitor{
			Input: &monitors.ClusterAPI{},
			Triggers: []monitors.Trigger{{
				Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: fmt.Sprint("c", i)}},
				Actions:   []monitors.Action{{Message: monitors.Script{Source: "m"}}},
			}},
		})
	}
	return members
}

func words(s compiles.Shortage) string {
	return fmt.Sprintf("%s: %d+%d, %d in %d min, refused %d for %v, lasting %v, firing %v", s.Context, s.EachRun, s.WhenFiring, s.Most, s.Minutes, s.Refused, s.Passes(), s.Lasting, s.WithFiring)
}

func TestJudge(t *testing.T) {
	tests := []struct {
		name     string
		members  []compiles.Member
		settings map[string]string
		want     string
	}{
		{"none", nil, nil, ""},
		{"as many as are compiled at once", many(75, every(1, monitors.Minutes)), nil, ""},
		// seen on 2.19.4: 75 of 95 in the first minute, 90 in the second, all from then on
		{"more than that, and less than the cache", many(95, every(1, monitors.Minutes)), nil,
			"trigger: 95+0, 95 in 1 min, refused 20 for 2m0s, lasting false, firing false"},
		// seen on 2.19.4: 75, 90, 105, then 100 of 160 for good
		{"more than the cache", many(160, every(1, monitors.Minutes)), nil,
			"trigger: 160+0, 160 in 1 min, refused 85 for 6m0s, lasting true, firing false"},
		{"intervals of one apply coincide", many(160, every(1, monitors.Days)), nil,
			"trigger: 160+0, 160 in 1 min, refused 85 for 6m0s, lasting true, firing false"},
		{"the full hour", many(160, always("0 * * * *")), nil,
			"trigger: 160+0, 160 in 1 min, refused 85 for 6m0s, lasting true, firing false"},
		{"staggered over the hour", many(160, at(func(i int) string { return fmt.Sprintf("%d * * * *", i%60) })), nil, ""},
		{"staggered over five minutes", many(90, at(func(i int) string { return fmt.Sprintf("%d-59/5 * * * *", i%5) })), nil, ""},
		{"staggered, and too many for the cache", many(160, at(func(i int) string { return fmt.Sprintf("%d-59/5 * * * *", i%5) })), nil,
			"trigger: 160+0, 160 in 5 min, refused 25 for 2m0s, lasting true, firing false"},
		{"each day at its own minute", many(1000, at(func(i int) string { return fmt.Sprintf("%d %d * * *", i%60, i/60) })), nil, ""},
		{"each week at nine, on days of their own", many(200, at(func(i int) string { return fmt.Sprintf("0 9 * * %d", i%7) })), nil, ""},
		{"each month at nine", many(80, always("0 9 31 12 *")), nil,
			"trigger: 80+0, 80 in 1 min, refused 5 for 1m0s, lasting false, firing false"},
		{"a rate that is enough", many(160, every(1, monitors.Minutes)), map[string]string{
			"script.context.trigger.max_compilations_rate": "200/5m", "script.context.trigger.cache_max_size": "200"}, ""},
		{"a rate without the cache", many(160, every(1, monitors.Minutes)), map[string]string{"script.context.trigger.max_compilations_rate": "200/5m"},
			"trigger: 160+0, 0 in 0 min, refused 0 for 0s, lasting true, firing false"},
		{"no limit", many(160, every(1, monitors.Minutes)), map[string]string{"script.disable_max_compilations_rate": "true"}, ""},
		{"no limit for the context", many(160, every(1, monitors.Minutes)), map[string]string{"script.context.trigger.max_compilations_rate": "unlimited"}, ""},
		{"one limit for all", many(75, every(1, monitors.Minutes)), map[string]string{"script.max_compilations_rate": "75/5m"},
			": 75+1, 76 in 1 min, refused 1 for 1m0s, lasting false, firing true"},
		{"a larger cache for all", many(160, every(1, monitors.Minutes)), map[string]string{"script.cache.max_size": "200"},
			"trigger: 160+0, 160 in 1 min, refused 85 for 6m0s, lasting false, firing false"},
		{"the same scripts", append(many(70, every(1, monitors.Minutes)), many(70, always("* * * * *"))...), nil, ""},
		{"a cron that can't be read", many(160, always("nope")), nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, s := range compiles.Judge(test.members, compiles.Read(test.settings)) {
				got = append(got, words(s))
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}

// TestJudgeAlso counts a delegate at the times of its workflow.
func TestJudgeAlso(t *testing.T) {
	members := many(100, at(func(i int) string { return fmt.Sprintf("%d 0 * * *", i%60) }))
	if got := compiles.Judge(members, compiles.Settings{}); len(got) != 0 {
		t.Fatalf("apart: got %v", got)
	}
	for i := range members {
		members[i].Schedules = append(members[i].Schedules, every(1, monitors.Hours)(i))
	}
	if got := compiles.Judge(members, compiles.Settings{}); len(got) != 1 || got[0].Refused != 25 {
		t.Errorf("together: got %v", got)
	}
}

// node is a cache and a rate as a node has them: it does in this test what 2.19.4 did
// when it was asked (docs/limits.md).
type node struct {
	limit  compiles.Limit
	cached map[int]*list.Element
	order  *list.List // what was used last stands first
	tokens float64
}

// run uses a script, and tells whether it was there or was compiled.
func (n *node) run(script int) bool {
	if at, ok := n.cached[script]; ok {
		n.order.MoveToFront(at)
		return true
	}
	if n.tokens < 1 {
		return false
	}
	n.tokens--
	n.cached[script] = n.order.PushFront(script)
	if len(n.cached) > n.limit.Cache {
		delete(n.cached, n.order.Remove(n.order.Back()).(int))
	}
	return true
}

// refusals are how many runs are refused in the first hour, and how many from the
// fifth of eight on.
func refusals(count, period, spread int) (first, later int) {
	limit := compiles.Settings{}.Limit(compiles.Trigger)
	n := node{limit: limit, cached: map[int]*list.Element{}, order: list.New(), tokens: float64(limit.Rate.Scripts)}
	for minute := range 8 * 60 {
		if minute > 0 {
			n.tokens = min(float64(limit.Rate.Scripts), n.tokens+15)
		}
		for script := range count {
			if minute%period != script%spread || n.run(script) {
				continue
			}
			if minute < 60 {
				first++
			} else if minute >= 4*60 {
				later++
			}
		}
	}
	return first, later
}

// TestJudgeAgreesWithANode holds the judgement to what happens, minute by minute: no
// warning, no refusal; a warning of something lasting, refusals that last.
func TestJudgeAgreesWithANode(t *testing.T) {
	judged := 0
	for _, period := range []int{1, 5, 15, 60} {
		for _, spread := range []int{1, period} {
			for _, count := range []int{10, 74, 75, 76, 90, 100, 101, 120, 150, 160, 200, 300, 500, 900, 1000} {
				schedule := at(func(i int) string {
					if period == 60 {
						return fmt.Sprintf("%d * * * *", i%spread)
					}
					return fmt.Sprintf("%d-59/%d * * * *", i%spread, period)
				})
				shortages := compiles.Judge(many(count, schedule), compiles.Settings{})
				first, last := refusals(count, period, spread)
				name := fmt.Sprintf("%d each %d minutes at %d moments: refused %d, in the end %d", count, period, spread, first, last)
				switch {
				case len(shortages) == 0 && first+last > 0:
					t.Errorf("%s, and no warning", name)
				case len(shortages) > 0 && first+last == 0:
					t.Errorf("%s, and a warning: %s", name, words(shortages[0]))
				case len(shortages) > 0 && shortages[0].Lasting != (last > 0):
					t.Errorf("%s, and lasting %v", name, shortages[0].Lasting)
				}
				judged++
			}
		}
	}
	t.Logf("%d estates judged", judged)
}

// BenchmarkJudge judges 12,000 monitors, each with a schedule of its own.
func BenchmarkJudge(b *testing.B) {
	members := many(12_000, at(func(i int) string { return fmt.Sprintf("%d %d * * %d", i%60, i/60%24, i%7) }))
	for b.Loop() {
		compiles.Judge(members, compiles.Settings{})
	}
}

// BenchmarkOf lists what 1,000 searches compile.
func BenchmarkOf(b *testing.B) {
	v, err := orderedjson.Parse([]byte(`{"size":10,"query":{"bool":{"filter":[{"range":{"@timestamp":{"from":"{{period_end}}||-1d","to":"{{period_end}}","include_lower":true,"include_upper":false,"format":"epoch_millis","boost":1.0}}},{"term":{"eventName.keyword":{"value":"Event","boost":1.0}}}],"adjust_pure_negative":true,"boost":1.0}}}`))
	if err != nil {
		b.Fatal(err)
	}
	m := monitors.Monitor{Input: &monitors.Search{Indices: []string{"a"}, Body: v.(*orderedjson.Object)}}
	for b.Loop() {
		for range 1000 {
			compiles.Of(m)
		}
	}
}
