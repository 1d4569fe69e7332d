package stream

import (
	"fmt"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
)

// runner takes events one by one, in order: each index's mapping grows with them.
type runner struct {
	options  Options
	store    *index.Store // without documents until the end
	watchers []*watcher
	sieve    []*watcher
	tables   map[string]*table // by the name that was written to
	indices  map[string]*table // by the index's own name
	order    []*table          // as they came
	seen     *seen
	late     map[string]*lateDoc // by index and id
	outcome  *Outcome
}

// watcher is a monitor that events go by.
type watcher struct {
	request evaluate.Request
	watch   *search.Watch
	targets []string
	keep    search.Keep
	most    search.Keep // that was kept of any index
	page    *page
}

func newRunner(requests []evaluate.Request, o Options, again map[uint64]bool) (*runner, error) {
	r := &runner{options: o, tables: map[string]*table{}, indices: map[string]*table{}, seen: newSeen(again),
		late: map[string]*lateDoc{}, outcome: &Outcome{}}
	var err error
	if o.Store == nil {
		r.store = index.NewStore(time.Now)
		if len(requests) > 0 {
			r.store.In(requests[0].Dialect)
		}
	} else if r.store, err = o.Store(); err != nil {
		return nil, err
	}
	for _, q := range requests {
		r.watchers = append(r.watchers, newWatcher(q))
	}
	if o.Sieve != nil {
		o.Sieve.Sifter.Reset()
		r.sieve = o.Sieve.watchers()
	}
	for _, name := range r.store.Names() {
		if _, err := r.open(name); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// newWatcher finds out what a monitor needs. One that makes more than one search,
// or none, needs everything.
func newWatcher(q evaluate.Request) *watcher {
	w := &watcher{request: q, keep: search.KeepAll, most: search.KeepAll}
	list, ok := q.Searches()
	if !ok || len(list) != 1 {
		w.watch = search.NewWatch(nil, search.Options{})
		return w
	}
	w.targets = list[0].Targets
	w.watch = search.NewWatch(list[0].Body, search.Options{Now: q.Now, Dialect: q.Dialect})
	w.keep, w.most = w.watch.Keep, w.watch.Keep
	w.page = &page{watch: w.watch, size: w.watch.Size}
	return w
}

// table finds the table of the index that a write to name goes to.
func (r *runner) table(name string) (*table, error) {
	if t := r.tables[name]; t != nil {
		return t, nil
	}
	return r.open(name)
}

func (r *runner) open(name string) (*table, error) {
	x, err := r.store.Target(name)
	if err != nil {
		return nil, err
	}
	t := r.indices[x.Name]
	if t == nil {
		t = newTable(x, r.watching(x.Name, r.watchers))
		r.sifting(t)
		r.indices[x.Name] = t
		r.order = append(r.order, t)
	}
	r.tables[name] = t
	return t, nil
}

// watching makes the views of the watchers that search an index.
func (r *runner) watching(name string, watchers []*watcher) []*view {
	var out []*view
	for _, w := range watchers {
		if w.keep == search.KeepAll {
			out = append(out, &view{watcher: w, keep: w.keep})
			continue
		}
		found, err := r.store.Resolve(w.targets, index.Options{IgnoreUnavailable: true, Now: w.request.Now})
		if err != nil {
			continue // the search will say so, whatever there is
		}
		for _, x := range found {
			if x.Name == name {
				out = append(out, w.viewOf(x))
			}
		}
	}
	return out
}

// sifting has the sieve look at an index. Of one of which an alias shows a part only,
// nothing is told.
func (r *runner) sifting(t *table) {
	views := r.watching(t.index.Name, r.sieve)
	t.partly = slices.ContainsFunc(views, func(v *view) bool { return v.keep == search.KeepAll })
	if len(views) == 0 || t.partly {
		return
	}
	t.sieve, t.sifting = r.options.Sieve, views
	t.prepare(views)
	t.look()
}

// viewOf keeps everything of an index of which an alias shows a part only.
func (w *watcher) viewOf(x *index.Index) *view {
	if len(x.Filters) == 0 {
		return &view{watcher: w, keep: w.keep}
	}
	w.most = search.KeepAll
	return &view{watcher: w, keep: search.KeepAll}
}

// event takes one event.
func (r *runner) event(e *event) {
	r.outcome.Events++
	if e.eventTimeUsed {
		r.outcome.EventTimes++
	}
	if err := r.index(e); err != nil {
		r.lose(e, err)
	}
}

func (r *runner) mostLost() int {
	if r.options.MaxLost <= 0 {
		return 20
	}
	return r.options.MaxLost
}

func (r *runner) lose(e *event, reason error) {
	if len(r.outcome.Lost) >= r.mostLost() {
		r.outcome.LostMore++
		return
	}
	r.outcome.Lost = append(r.outcome.Lost, Lost{e.index, e.id, e.file, e.line, reason})
}

// index writes an event as a store would. Errors are refusals.
func (r *runner) index(e *event) error {
	if e.err != nil {
		return e.err
	}
	t, err := r.table(e.index)
	if err != nil {
		return err
	}
	if err := index.CheckID(e.id); err != nil {
		return err
	}
	t.silent = len(r.outcome.Lost) >= r.mostLost()
	fields, err := t.read(e)
	if err != nil {
		return err
	}
	doc := index.Doc{ID: e.id, Version: 1, SeqNo: t.seqNo(e.id), Order: t.written, PrimaryTerm: 1, Fields: fields}
	t.written++
	if r.seen.again(t.index.Name, e.id) {
		r.postpone(t, doc, e)
		return nil
	}
	t.take(&doc, e)
	return nil
}

func (l Lost) String() string {
	return fmt.Sprintf("%s:%d: %s/%s: %v", l.File, l.Line, l.Index, l.ID, l.Reason)
}
