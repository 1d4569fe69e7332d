package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/soak"
)

// TestNothingIsLost is the property test of applying. Random configurations of all
// kinds of objects, on every dialect, change step by step. Each step is applied
// while something goes wrong: requests fail, the process is killed, the server is
// restarted, two people apply at once. Then it is applied undisturbed, and the cluster
// must be as the configuration says: each object once, nothing of others touched, no
// alert lost, and the next plan empty.
//
// ALERTPLAN_TEST_SOAK makes 1,000 runs of few; ALERTPLAN_TEST_SEED repeats one life,
// the seed of which a violation names.
func TestNothingIsLost(t *testing.T) {
	lives, runs := 8, 3
	if os.Getenv("ALERTPLAN_TEST_SOAK") != "" {
		lives, runs = 200, 5
	}
	first := uint64(time.Now().UnixNano() % 1_000_000_000)
	if text := os.Getenv("ALERTPLAN_TEST_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("ALERTPLAN_TEST_SEED: %v", err)
		}
		first, lives, runs = seed, 1, 5
	}
	tally := &soak.Tally{}
	began := time.Now()
	t.Run("lives", func(t *testing.T) {
		for i := range uint64(lives) {
			seed := first + i
			t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
				t.Parallel()
				newLife(t, seed, tally).live(runs)
			})
		}
	})
	fmt.Printf("%s, %.0f s\n", tally.Line(), time.Since(began).Seconds())
}

// life is a configuration and the cluster that it is applied to, for some runs.
type life struct {
	*rig
	*rand.Rand
	seed  uint64
	tally *soak.Tally
	bin   string
	kept  *keptServer // a process, which can be restarted; nil: a sandbox within this one

	manners soak.Manners
	world   *soak.World
	others  soak.Others
	before  soak.Era
}

func newLife(t *testing.T, seed uint64, tally *soak.Tally) *life {
	random := rand.New(rand.NewPCG(seed, 9))
	names := dialect.Names()
	played, err := dialect.Parse(names[random.IntN(len(names))])
	if err != nil {
		t.Fatal(err)
	}
	l := &life{Rand: random, seed: seed, tally: tally, bin: programOf(t)}
	plugin := soak.NoPlugin
	switch random.IntN(8) {
	case 0:
		l.kept = newKeptServer(t, l.bin, played.Name)
		l.rig = newRigBefore(t, l.kept.url)
	case 1, 2:
		plugin = soak.Moonphase
		l.rig = newRigAround(t, sandboxOf(played), withMoonphase)
	default:
		l.rig = newRigOf(t, sandboxOf(played))
	}
	l.manners = soak.MannersOf(played.Name, plugin)
	home := t.TempDir()
	l.env["HOME"], l.env["XDG_STATE_HOME"] = home, home
	if random.IntN(3) > 0 {
		l.env[envPreflight] = "off" // half of the requests would be dry runs
	}
	l.world = soak.NewWorld(random, l.manners)
	return l
}

// live makes runs: the first one sometimes on a cluster on which there is nothing yet.
func (l *life) live(runs int) {
	l.must("PUT", "/events-1", `{"mappings":{"properties":{"@timestamp":{"type":"date"},"user":{"type":"keyword"}}}}`) // so that no preflight finds fault
	l.must("PUT", "/events-1/_doc/1?refresh=true", `{"@timestamp":"2024-08-02T09:03:16.316Z","user":"ann"}`)
	l.must("PUT", "/audit", `{"mappings":{"properties":{"user":{"type":"keyword"}}}}`)
	fresh := l.IntN(2) == 0
	if !fresh {
		l.others = l.makeOthers()
	}
	l.before = soak.Era{Content: l.look(), Wants: []map[string]soak.Want{{}}}
	for run := range runs {
		violations := l.run(run)
		l.tally.Run(violations)
		if violations > 0 || l.t.Failed() {
			return
		}
		if run == 0 && fresh {
			l.others = l.makeOthers()
		}
		l.openAlerts()
		if wrong := l.muteSome(); len(wrong) > 0 {
			l.t.Errorf("run %d on %s; ALERTPLAN_TEST_SEED=%d repeats it:\n! %s", run, l.manners.Dialect, l.seed, strings.Join(wrong, "\n! "))
			return
		}
		l.before.Content = l.look()
	}
}

// run applies a step of the configuration while something goes wrong, heals it, and
// judges.
func (l *life) run(n int) (violations int) {
	mishap := l.chooseMishap()
	if n > 0 {
		l.world.Step(mishap.change)
	}
	l.configure(l.world.HCL())
	l.proxy.Heal()
	during := mishap.make(l)
	l.rest()
	l.countFaults()
	l.proxy.Heal()
	wrong := during.wrong
	now := soak.Era{Content: l.look(), Wants: during.wants}
	wrong = append(wrong, soak.Since(l.before, now, l.others)...)

	healing := l.applyAll()
	if healing.code != 0 {
		wrong = append(wrong, "an undisturbed apply fails: "+healing.String())
	}
	l.settle()
	l.proxy.Heal()
	if got := l.do("plan", "--detailed-exitcode"); got.code != 0 || !strings.Contains("\n"+got.stdout, "\nNo changes.") {
		wrong = append(wrong, "the plan after it is not empty: "+got.String())
	}
	after := soak.Era{Content: l.look(), Wants: []map[string]soak.Want{l.world.Wants()}}
	wrong = append(wrong, soak.Judge(after.Content, l.others, after.Wants...)...)
	// What two wanted at once is judged against both.
	since := soak.Era{Content: after.Content, Wants: append(after.Wants, during.wants...)}
	wrong = append(wrong, soak.Since(l.before, since, l.others)...)
	wrong = append(wrong, soak.LostMutes(l.before.Content, after.Content)...)
	if len(wrong) > 0 {
		l.t.Errorf("run %d on %s; ALERTPLAN_TEST_SEED=%d repeats it:\n! %s\n--- what happened\n%s\n--- the disturbed apply\n%s--- the healing one\n%s--- the configuration\n%s",
			n, l.manners.Dialect, l.seed, strings.Join(wrong, "\n! "), during.what, during.said, healing, l.world.HCL())
	}
	l.before = after
	return len(wrong)
}

// rest waits until the server has done all that it was sent.
func (l *life) rest() {
	time.Sleep(5 * time.Millisecond) // what is on its way to the proxy
	l.proxy.Rest()
	l.settle()
}

// statusNames make faults short.
var statusNames = strings.NewReplacer("Bad Gateway", "502", "Service Unavailable", "503", "Gateway Timeout", "504")

func (l *life) countFaults() {
	for _, request := range l.proxy.Requests() {
		if request.Fault != "" && !strings.HasPrefix(request.Fault, "kill") {
			l.tally.Fault(statusNames.Replace(request.Fault))
		}
	}
}

func (l *life) look() soak.Content {
	l.t.Helper()
	content, err := l.manners.Look(func(method, path, body string) (int, string, error) {
		status, text := l.ask(method, path, body)
		return status, text, nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return content
}

// manyDeletes lets steps delete as much as they like.
var manyDeletes = []string{"--allow-deletes", "1000"}

func (l *life) applyArgs() []string {
	return append([]string{"--auto-approve", "--parallelism", strconv.Itoa([]int{1, 2, 4, 10}[l.IntN(4)])}, manyDeletes...)
}

func (l *life) applyAll() result { return l.do("apply", l.applyArgs()...) }

// do runs a command within this process.
func (l *life) do(command string, args ...string) result {
	if command == "plan" {
		args = append(args, manyDeletes...)
	}
	return l.rig.run(command, args...)
}
