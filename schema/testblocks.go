package schema

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/schema/grammar"
)

var testChecks = []Check{
	{"invalid-test-name", "Invalid test name", hcl.DiagError, "A test's name is printed and chosen by: it must be one line that says something."},
	{"unreadable-events", "Unreadable sample events", hcl.DiagError, "A file of events is not there, or lies outside the configuration's directory."},
	{"invalid-events", "Invalid sample events", hcl.DiagError, "events is no path, no event and no list of such."},
	{"invalid-mapping", "Invalid mapping", hcl.DiagError, "A mapping of sample events is none that an index could be made with."},
	{"invalid-time", "Invalid time", hcl.DiagError, "A time needs a date, a time of day and a zone: without one it would mean another moment on another machine."},
	{"invalid-series", "Invalid series of runs", hcl.DiagError, "A test names a run that there is not, or a series of runs that is none."},
	{"missing-expectation", "Test without expectations", hcl.DiagError, "A test, or an expect block of one, that expects nothing can't fail."},
	{"unknown-label", "Unknown trigger or action", hcl.DiagError, "A test names a trigger or an action that its monitor does not have."},
}

// testBlock is one instance of a test block.
type testBlock struct {
	reading
	all     *testWorld
	blocks  hcl.Blocks
	def     hcl.Range
	dynamic []hcl.Range

	// madeByBroken: blocks may be missing, since a dynamic one is wrong.
	madeByBroken bool

	// monitor is the one under test; nil where what is wrong with it has been
	// told, and nothing can be said of its triggers.
	monitor *Monitor
	series  series
}

// testWorld is what all tests share.
type testWorld struct {
	*loader
	monitors map[address.Address]*Monitor
	names    map[string]hcl.Range // of tests
}

func (l *loader) decodeTests(blocks hcl.Blocks) {
	if len(blocks) == 0 {
		return
	}
	w := &testWorld{loader: l, monitors: map[address.Address]*Monitor{}, names: map[string]hcl.Range{}}
	for i, m := range l.config.Monitors {
		w.monitors[m.Address] = &l.config.Monitors[i]
	}
	s := l.withMonitors()
	for _, block := range blocks {
		name := block.Labels[0]
		if strings.TrimSpace(name) == "" || strings.ContainsFunc(name, unicode.IsControl) {
			l.report("invalid-test-name", place{block.LabelRanges[0], block.DefRange}, "The name of a test must be a line that says what is expected, such as \"a login pages the team\".")
			continue
		}
		header, _, _ := block.Body.PartialContent(forEachOnly)
		forEach, keyed := header.Attributes["for_each"]
		if !keyed {
			w.decodeTest(block, s, name)
			continue
		}
		instances, ok := s.instancesOf(forEach, s.wholeBlock(block))
		if !ok {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(instances)) {
			w.decodeTest(block, s.with("each", each(key, instances[key])), name+"["+strconv.Quote(key)+"]")
		}
	}
}

func (w *testWorld) decodeTest(block *hcl.Block, s *scope, name string) {
	if before, twice := w.names[name]; twice {
		w.twice(block.LabelRanges[0], "test", name, before)
		return
	}
	w.names[name] = block.DefRange
	t := &testBlock{all: w, def: block.DefRange, dynamic: s.checkDynamic(block.Body, nil)}
	body := dynblock.Expand(block.Body, s.ctx, dynblock.OptCheckForEach(s.checkDynamicForEach))
	t.reading, t.blocks = s.openBody(block, body, grammar.Test.Schema(), t.dynamic)
	t.madeByBroken = len(t.dynamic) > 0 || t.hasErrorIn(block.DefRange, "invalid-for-each")
	test := testcase.Test{Name: name, At: placeIn(block.DefRange)}
	test.Monitor = t.underTest()
	test.Sources = t.allSources()
	test.Now = t.time("now")
	t.readSeries()
	test.Every, test.For = t.series.every, t.series.length
	test.Acknowledge = t.acknowledgements()
	test.Expect = t.expectations()
	w.config.Tests = append(w.config.Tests, Test{Test: test, DeclRange: block.DefRange})
}

// time is a moment, zero where it is not given.
func (t *testBlock) time(name string) time.Time {
	text, ok := t.plainText(name)
	if !ok {
		return time.Time{}
	}
	moment, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.report("invalid-time", t.at(name), "%q is no time: write a date, a time of day and a zone, such as 2020-02-07T12:00:00Z or 2020-02-07T21:00:00+09:00.", text)
		return time.Time{}
	}
	return moment
}

func placeIn(r hcl.Range) testcase.Place {
	return testcase.Place{File: r.Filename, Line: r.Start.Line}
}
