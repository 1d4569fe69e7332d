package trouble

import (
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// DefaultSeed is the seed of what is random where a user gives none.
const DefaultSeed = 1

// Rule is one line of the language, as Parse read it.
type Rule struct {
	text    string
	methods []string // nil for all
	path    *regexp.Regexp
	effect  effect
	turn    turn
}

// String is the rule as it was written.
func (r Rule) String() string { return r.text }

// Latency is the rule that lets all requests wait: for 200ms, or for anything
// between 50ms and 2s. Errors are *SyntaxError.
func Latency(text string) (Rule, error) { return Parse("/**:latency=" + text) }

// fits tells whether the rule is about a request.
func (r Rule) fits(method, path string) bool {
	return (r.methods == nil || slices.Contains(r.methods, method)) && r.path.MatchString(path)
}

// Trouble is what the rules do to requests. It is safe for concurrent use.
type Trouble struct {
	mu    sync.Mutex
	seed  uint64
	rules []*counted
	until chan struct{} // closed when silence is to end
}

// counted is a rule with what it did.
type counted struct {
	Rule
	chance *rand.Rand
	fitted int // requests that fitted
	hit    int // of these, those that something happened to
}

// New makes trouble of rules, which come in the order in which they count.
func New(seed uint64, rules ...Rule) *Trouble {
	t := &Trouble{until: make(chan struct{})}
	t.Replace(seed, rules...)
	return t
}

// Replace puts other rules in the place of those that there are, and counts anew.
// Requests that hang are let go.
func (t *Trouble) Replace(seed uint64, rules ...Rule) {
	t.Release()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seed, t.rules = seed, nil
	t.add(rules)
}

// Add puts rules behind those that there are, which go on counting.
func (t *Trouble) Add(rules ...Rule) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.add(rules)
}

func (t *Trouble) add(rules []Rule) {
	for _, r := range rules {
		t.rules = append(t.rules, &counted{Rule: r, chance: rand.New(rand.NewPCG(t.seed, uint64(len(t.rules))))})
	}
}

// Release ends the silence and the latency of all requests that are under way.
func (t *Trouble) Release() {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.until)
	t.until = make(chan struct{})
}

// Serve lets next answer a request, as far as the rules allow it.
func (t *Trouble) Serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	path := rest.PathOf(r)
	if ownPath(path) {
		next.ServeHTTP(w, r)
		return
	}
	t.meet(r.Method, clean(path)).Serve(w, r, next)
}

// meet counts a request, and says what happens to it.
func (t *Trouble) meet(method, path string) faults.Fault {
	t.mu.Lock()
	defer t.mu.Unlock()
	fault := faults.Fault{}
	decided := false
	for _, rule := range t.rules {
		if !rule.fits(method, path) {
			continue
		}
		rule.fitted++
		if !rule.turn.comes(rule.fitted, rule.chance) || decided && !rule.effect.alone() {
			continue
		}
		rule.hit++
		next := rule.effect.fault(rule.text, rule.chance)
		next.Latency += fault.Latency
		if decided {
			fault.Latency = next.Latency
			continue
		}
		decided = !rule.effect.alone()
		fault = next
	}
	fault.Until = t.until
	return fault
}

// ownPath tells whether a path is the sandbox's own.
func ownPath(path string) bool {
	return path == "/_sandbox" || strings.HasPrefix(path, "/_sandbox/")
}

// clean drops slashes at the end, as the server does.
func clean(path string) string {
	if trimmed := strings.TrimRight(path, "/"); trimmed != "" {
		return trimmed
	}
	return "/"
}
