package alerting

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// history is what the plugin keeps of the past, in indices that it rolls over by
// age or size and deletes when they are old, each time its rollover period is over
// (from source, 2.19: AlertIndices).
type history struct {
	alias   string // that is written to
	stem    string // that the indices' names begin with
	mapping func() *orderedjson.Object
	// The names of its settings.
	enabled, period, maxDocs, maxAge, kept string
}

// histories are those of alerts, and of findings where there are some.
func (a *API) histories() []history {
	const p = "plugins.alerting."
	list := []history{
		{
			alertHistory, ".opendistro-alerting-alert-history-", a.alertMapping,
			p + "alert_history_enabled", p + "alert_history_rollover_period", p + "alert_history_max_docs",
			p + "alert_history_max_age", p + "alert_history_retention_period",
		},
		{
			findingIndex, ".opensearch-alerting-finding-history-", findingMapping,
			p + "alert_finding_enabled", p + "alert_finding_rollover_period", p + "alert_finding_max_docs",
			p + "finding_history_max_age", p + "finding_history_retention_period",
		},
	}
	if a.deps.Dialect.NoWorkflows {
		return list[:1]
	}
	return list
}

// keepHistories sets the clock for the next look at each history. A period that is
// changed holds from the look after on.
func (a *API) keepHistories() {
	for _, h := range a.histories() {
		a.lookAgain(h)
	}
}

func (a *API) lookAgain(h history) {
	period := a.deps.Settings.Duration(h.period)
	if period < time.Second {
		return // it is never looked at
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	a.looks[h.alias] = a.deps.Clock.AfterFunc(period, func() {
		if a.deps.Settings.Bool(h.enabled) {
			a.rollOver(h)
		}
		a.dropOld(h)
		a.lookAgain(h)
	})
}

// writing is the index that a history is written to, nil where there is none yet.
func (a *API) writing(h history) *index.Index {
	found, err := a.store().Resolve([]string{h.alias}, index.Options{Hidden: true})
	if err != nil || len(found) == 0 {
		return nil
	}
	return found[0]
}

// rollOver begins a new index where the one that is written to is old or full.
func (a *API) rollOver(h history) {
	x := a.writing(h)
	if x == nil {
		return
	}
	now := a.deps.Clock.Now()
	full := len(x.Docs) >= a.deps.Settings.Int(h.maxDocs)
	if old := now.Sub(x.Created) >= a.deps.Settings.Duration(h.maxAge); !old && !full {
		return
	}
	number := x.Name[strings.LastIndexByte(x.Name, '-')+1:]
	n, err := strconv.Atoi(number)
	if err != nil {
		return // somebody else's index under this alias
	}
	alias := x.Aliases.Object(h.alias)
	name := fmt.Sprintf("%s%s-%06d", h.stem, now.UTC().Format("2006.01.02"), n+1)
	a.store().Together(func() {
		err = a.store().Create(name, jsonForm(rest.O("settings", rest.O("index.hidden", true), "mappings", h.mapping(), "aliases", rest.O(h.alias, alias))))
		if err == nil {
			_ = a.store().SetAlias(x.Name, h.alias, nil)
		}
	})
}

// dropOld deletes indices that are older than they are kept, but for the one that
// is written to.
func (a *API) dropOld(h history) {
	kept := a.deps.Settings.Duration(h.kept)
	for _, name := range a.store().Names() {
		x := a.store().Get(name)
		if !strings.HasPrefix(name, h.stem) || x == nil || a.deps.Clock.Now().Sub(x.Created) <= kept {
			continue
		}
		if x.Aliases.Has(h.alias) && a.deps.Settings.Bool(h.enabled) {
			continue
		}
		_ = a.store().Delete(name)
	}
}
