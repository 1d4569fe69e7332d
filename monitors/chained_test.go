package monitors_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

func TestChainedConditionsAreTakenApart(t *testing.T) {
	for source, want := range map[string]struct {
		refs int
		text string
	}{
		"monitor[id=a] && !monitor[id=b]":         {2, "monitor[id=a] && !monitor[id=b]"},
		"( monitor [ id = a ] )||monitor[id=a-_]": {2, "( monitor[id=a] )||monitor[id=a-_]"}, // blanks mean nothing
		"monitor[id=]": {0, "monitor[id=]"},
		"return true":  {0, "return true"},
		"":             {0, ""},
	} {
		c := monitors.Chained(monitors.Script{Source: source})
		refs := monitors.Monitor{Triggers: []monitors.Trigger{{Condition: c}}}.Refs()
		if len(refs) != want.refs || c.Source() != want.text || c.Script.Source != want.text {
			t.Errorf("%q: got %v, %q", source, refs, c.Source())
		}
	}
}

func TestAChainedConditionIsShownByAddresses(t *testing.T) {
	keyed := address.ForMonitor("b").WithKey("eu")
	c := monitors.Chained(monitors.Script{Source: "monitor[id=1] && monitor[id=2] && monitor[id=3]"})
	m := monitors.Monitor{Triggers: []monitors.Trigger{{Condition: c}}}.MapRefs(func(r monitors.Ref) monitors.Ref {
		r.Address = map[string]address.Address{"1": address.ForMonitor("a"), "2": keyed}[r.ID]
		return r
	})
	if got := m.Triggers[0].Fields().Text("condition"); got != `monitor[a] && monitor[b["eu"]] && monitor[id=3]` {
		t.Errorf("got %s", got)
	}
	if !m.Refs()[2].Address.IsZero() || len(c.Parts) != 5 {
		t.Error("the original was changed")
	}
}

// FuzzChained: what is written is read again as it was.
func FuzzChained(f *testing.F) {
	f.Add("(monitor[id=a] && monitor[ id = b ]) || !monitor[id=c]")
	f.Fuzz(func(t *testing.T, source string) {
		once := monitors.Chained(monitors.Script{Source: source}).Source()
		if again := monitors.Chained(monitors.Script{Source: once}).Source(); again != once {
			t.Errorf("%q becomes %q, which becomes %q", source, once, again)
		}
	})
}
