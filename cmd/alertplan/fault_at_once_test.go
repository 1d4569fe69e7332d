package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// wish is what somebody wants of each object: its size, 0 for not at all.
type wish map[string]int

var wished = []string{"m0", "m1", "m2", "m3", "m4"}

func randomWish(chance *rand.Rand) wish {
	w := wish{}
	for _, label := range wished {
		w[label] = chance.IntN(4)
	}
	for _, label := range []string{"c0", "c1"} {
		w[label] = 1 + chance.IntN(3)
	}
	return w
}

func (w wish) config() string {
	var b strings.Builder
	b.WriteString("workspace = \"faults\"\n" + monitorText("anchor", "Anchor", 1))
	for _, label := range []string{"c0", "c1"} {
		fmt.Fprintf(&b, "destination \"webhook\" %q {\n  url = \"http://127.0.0.1:9/%d\"\n}\n", label, w[label])
	}
	for i, label := range wished {
		if w[label] == 0 {
			continue
		}
		action := fmt.Sprintf("trigger \"any\" {\naction \"tell\" {\n destination = destination.webhook.c%d\n message = \"x\"\n }\n", i%2)
		b.WriteString(strings.Replace(monitorText(label, label, w[label]), `trigger "any" {`, action, 1))
	}
	return b.String()
}

// sizes are those of all monitors on the sandbox, by name.
func (r *rig) sizes() map[string][]int {
	r.t.Helper()
	sizes := map[string][]int{}
	answer := r.must("POST", monitorsPath+"/_search", `{"size":10000,"query":{"exists":{"field":"monitor"}}}`)
	for _, v := range answer.Object("hits").Array("hits") {
		hit, _ := v.(*orderedjson.Object)
		size := regexp.MustCompile(`"size":\s*(\d+)`).FindStringSubmatch(text(r.t, hit.Object("_source")))
		n, _ := strconv.Atoi(size[1])
		sizes[hit.Object("_source").Text("name")] = append(sizes[hit.Object("_source").Text("name")], n)
	}
	return sizes
}

// TestTwoPeopleApplyAtOnce lets two people apply different wishes at the same moment, in
// many interleavings. Each object ends as one of the two wanted it, and none is there
// twice; whoever did not get what he wanted is told, and the next apply ends well.
func TestTwoPeopleApplyAtOnce(t *testing.T) {
	t.Parallel()
	runs := 12
	if os.Getenv("ALERTPLAN_TEST_SOAK") != "" {
		runs = 1000
	}
	first := uint64(time.Now().UnixNano() % 1_000_000)
	if given := os.Getenv("ALERTPLAN_TEST_SEED"); given != "" {
		first, _ = strconv.ParseUint(given, 10, 64)
		runs = 1
	}
	for i := range uint64(runs) {
		seed := first + i
		t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
			chance := rand.New(rand.NewPCG(seed, 2))
			r := newRig(t)
			r.configure((wish{"c0": 1, "c1": 1, "m0": 1, "m1": 1, "m2": chance.IntN(2)}).config())
			r.mustApply()
			r.settle()
			if chance.IntN(3) > 0 {
				r.proxy.Break(faults.Rule{Fault: faults.Meanwhile(func() { time.Sleep(time.Duration(rand.IntN(4000)) * time.Microsecond) })})
			}
			quarrel(t, r, [2]wish{randomWish(chance), randomWish(chance)})
		})
	}
}

func quarrel(t *testing.T, r *rig, wishes [2]wish) {
	var people [2]*rig
	var ends [2]result
	var running sync.WaitGroup
	for i, w := range wishes {
		people[i] = &rig{t: t, proxy: r.proxy, url: r.url, dir: t.TempDir(), env: r.env}
		people[i].configure(w.config())
		running.Go(func() { ends[i] = people[i].apply() })
	}
	running.Wait()
	r.proxy.Heal()
	both := fmt.Sprintf("%v:\n%s\n%v:\n%s", wishes[0], ends[0], wishes[1], ends[1])
	now := r.sizes()
	for _, label := range wished {
		switch {
		case len(now[label]) > 1:
			t.Errorf("%s is there with the sizes %v: %s", label, now[label], both)
		case len(now[label]) == 1 && now[label][0] != wishes[0][label] && now[label][0] != wishes[1][label],
			len(now[label]) == 0 && wishes[0][label] != 0 && wishes[1][label] != 0:
			t.Errorf("%s has the size %v, which nobody wants: %s", label, now[label], both)
		}
	}
	for i, end := range ends {
		if end.code == 0 == strings.Contains(end.stdout, "✗") || strings.Contains(end.stdout, "✗") && !strings.Contains(end.stdout, "plan again") {
			t.Errorf("the words and the exit status of %d differ: %s", i, both)
		}
	}
	r.settle()
	people[1].mustApplyIfAny()
	people[1].expectNoChanges()
}
