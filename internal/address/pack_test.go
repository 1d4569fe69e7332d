package address_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
)

func parsed(t *testing.T, text string) address.Address {
	t.Helper()
	a, err := address.ParseTarget(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestParseTarget(t *testing.T) {
	for _, text := range []string{`pack.cis`, `pack.a.pack.b`, `pack.pack`, `pack.a.monitor.x["k"]`, `monitor.pack`, `pack.pack.monitor.pack`} {
		if a := parsed(t, text); a.String() != text {
			t.Errorf("%s prints %s", text, a)
		}
	}
	for _, text := range []string{``, `pack`, `pack.`, `pack.1a`, `pack.a.pack`, `pack.a.pack.`, `pack.a["k"]`, `pack.a.b`, `a.pack.b`, `monitor.pack.b`} {
		if a, err := address.ParseTarget(text); err == nil {
			t.Errorf("ParseTarget(%q) = %v, want an error", text, a)
		}
	}
}

func TestWithinPacks(t *testing.T) {
	inner, outer := parsed(t, `monitor.x["k"]`), parsed(t, `pack.a.pack.b`)
	nested := inner.Within(outer)
	if got, want := nested.String(), `pack.a.pack.b.monitor.x["k"]`; got != want {
		t.Errorf("within: %s, want %s", got, want)
	}
	if nested.Pack() != outer || outer.Pack() != parsed(t, `pack.a`) || !inner.Pack().IsZero() {
		t.Errorf("packs: %s, %s, %s", nested.Pack(), outer.Pack(), inner.Pack())
	}
	if nested.From(outer) != inner || nested.From(parsed(t, `pack.a`)).String() != `pack.b.monitor.x["k"]` || inner.From(outer) != inner {
		t.Errorf("from: %s, %s, %s", nested.From(outer), nested.From(parsed(t, `pack.a`)), inner.From(outer))
	}
	if inner.Within(address.Address{}) != inner {
		t.Error("without a pack an address stays")
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		target, at string
		want       bool
	}{
		{`pack.a`, `pack.a.monitor.x`, true}, {`pack.a`, `pack.a.pack.b.monitor.x["k"]`, true}, {`pack.a`, `pack.ab.monitor.x`, false},
		{`pack.a`, `monitor.a`, false}, {`pack.a.pack.b`, `pack.a.monitor.b`, false}, {`pack.b`, `pack.a.pack.b.monitor.x`, false},
		{`monitor.x`, `monitor.x["k"]`, true}, {`monitor.x["k"]`, `monitor.x`, false}, {`monitor.x`, `pack.a.monitor.x`, false},
	} {
		if got := parsed(t, c.target).Names(parsed(t, c.at)); got != c.want {
			t.Errorf("%s names %s: %t, want %t", c.target, c.at, got, c.want)
		}
	}
	if parsed(t, `pack.a`).Names(address.Address{}) {
		t.Error("a pack does not name what is no address")
	}
}

func FuzzParseTarget(f *testing.F) {
	f.Add(`pack.a.pack.b.monitor.x["k"]`)
	f.Add(`pack.cis`)
	f.Add(`pack.pack.pack.pack`)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := address.ParseTarget(text)
		if err != nil {
			return
		}
		again, err := address.ParseTarget(a.String())
		if err != nil || again != a {
			t.Errorf("%q is %s, and that is %s, %v", text, a, again, err)
		}
		for pack := a.Pack(); !pack.IsZero(); pack = pack.Pack() {
			if !pack.Holds(a) || a.From(pack).Within(pack) != a || strings.Count(pack.String(), ".")%2 == 0 {
				t.Errorf("%s does not hold %s", pack, a)
			}
		}
	})
}
