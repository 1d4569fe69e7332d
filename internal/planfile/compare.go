package planfile

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// Fresh is a plan that was made just now, of what is to be carried out.
type Fresh struct {
	Plan *plan.Plan
	Live plan.Live // what it was made of

	// Secrets are all values that no output may show.
	Secrets []string
}

// Compare says what becomes of a record: what of the fresh plan equals it, object by
// object, and why the rest does not.
func Compare(r Record, fresh Fresh) (Comparison, error) {
	c, err := newComparer(r, fresh)
	if err != nil {
		return Comparison{}, err
	}
	var verdicts []Verdict
	for _, recorded := range r.Changes {
		v, err := c.verdict(recorded)
		if err != nil {
			return Comparison{}, err
		}
		verdicts = append(verdicts, v)
	}
	verdicts = append(verdicts, c.notApproved(verdicts)...)
	leaveDependants(verdicts)
	return Comparison{Verdicts: verdicts, Plan: approved(fresh.Plan, verdicts), fresh: fresh.Plan}, nil
}

// comparer is the state of one Compare.
type comparer struct {
	record   Record
	fresh    Fresh
	digester *digester

	changes  map[place]*plan.Change          // what would happen now
	now      map[place]Change                // the same as it would be recorded
	kept     map[address.Address]plan.Change // what stays as it is
	problems map[address.Address][]plan.Problem
	monitors map[string]*monitors.Live // by id
	channels map[string]bool           // by id

	warnings map[address.Address][]plan.Warning // of the fresh plan
	shown    map[Warning]int                    // recorded warnings without their counts → the highest of those
}

// place tells the deletion of a double from what happens to the object at its address.
type place struct {
	at     address.Address
	double string // the double's id
}

func placeOf(c plan.Change) place {
	if c.DoubleOf != "" {
		return place{at: c.Address, double: c.ID}
	}
	return place{at: c.Address}
}

func newComparer(r Record, fresh Fresh) (*comparer, error) {
	c := &comparer{
		record: r, fresh: fresh,
		changes: map[place]*plan.Change{}, now: map[place]Change{}, kept: map[address.Address]plan.Change{},
		problems: map[address.Address][]plan.Problem{}, monitors: map[string]*monitors.Live{}, channels: map[string]bool{},
		warnings: map[address.Address][]plan.Warning{}, shown: map[Warning]int{},
	}
	var err error
	if c.digester, err = newDigester(r.Secrets, fresh.Secrets); err != nil {
		return nil, err
	}
	records, err := c.digester.record(fresh.Plan.Changes)
	if err != nil {
		return nil, err
	}
	for i := range fresh.Plan.Changes {
		at := placeOf(fresh.Plan.Changes[i])
		c.changes[at], c.now[at] = &fresh.Plan.Changes[i], records[i]
	}
	for _, k := range fresh.Plan.Kept {
		c.kept[k.Address] = k
	}
	for _, p := range fresh.Plan.Problems {
		if p.Kind != plan.UnknownTarget && p.Kind != plan.TooManyDeletes { // of the whole plan
			c.problems[p.Address] = append(c.problems[p.Address], p)
		}
	}
	c.noteWarnings()
	for i := range fresh.Live.Monitors {
		c.monitors[fresh.Live.Monitors[i].ID] = &fresh.Live.Monitors[i]
	}
	for _, l := range fresh.Live.Channels {
		c.channels[l.ID] = true
	}
	return c, nil
}

// noteWarnings sorts what is warned of now by address, and what was by what it is about.
func (c *comparer) noteWarnings() {
	for _, w := range c.fresh.Plan.Warnings {
		c.warnings[w.Address] = append(c.warnings[w.Address], w)
	}
	for _, w := range c.record.Warnings {
		count := w.Count
		w.Count = 0
		c.shown[w] = max(count, c.shown[w])
	}
}

// verdict is what becomes of one recorded change, as far as it alone tells.
func (c *comparer) verdict(r Change) (Verdict, error) {
	at, err := address.Parse(r.Address)
	if err != nil {
		return Verdict{}, err
	}
	key := place{at: at}
	if r.DoubleOf != "" {
		key.double = r.ID
	}
	v := Verdict{State: Stale, Address: at, Recorded: plan.Action(r.Action), Fresh: c.changes[key]}
	if problems := c.problems[at]; len(problems) > 0 && r.DoubleOf == "" {
		v.Reason, v.Problems = NewProblem, problems
		if v.Recorded == plan.Create && problems[0].Kind == plan.UnmarkedName {
			v.Reason = Appeared
		}
		return v, nil
	}
	if v.Fresh == nil {
		err := c.settled(r, &v)
		return v, err
	}
	c.compare(r, &v)
	return v, nil
}

// compare judges a recorded change by what would happen now.
func (c *comparer) compare(r Change, v *Verdict) {
	now := c.now[placeOf(*v.Fresh)]
	v.Fields = c.otherFields(r, now)
	switch {
	case len(v.Fresh.Unknown) > 0:
		v.Reason, v.Unknown = NoValue, v.Fresh.Unknown
	case r.Action == now.Action && now.Action == string(plan.Create), isRest(r, now):
		c.compareContent(r, now, v)
	case r.Action == string(plan.Create):
		v.Reason = Appeared
	case now.Action == string(plan.Create):
		v.Reason = Gone
	case r.Read == nil || now.Read == nil || *r.Read != *now.Read || r.ID != now.ID:
		v.Reason, v.Fields = Changed, newPaths(r, now)
	case r.Action != now.Action || r.PreviousAddress != now.PreviousAddress || r.DoubleOf != now.DoubleOf:
		v.Reason = OtherAction
	default:
		c.compareContent(r, now, v)
	}
}

// isRest tells whether what would happen now is the second half of a replacement that
// was killed in between: the old object is gone.
func isRest(r, now Change) bool {
	return r.Action == string(plan.Replace) && now.Action == string(plan.Create)
}

func (c *comparer) compareContent(r, now Change, v *Verdict) {
	if r.Wanted != now.Wanted {
		v.Reason = OtherContent
		if len(v.Fields) == 0 {
			v.Fields = []string{""}
		}
		return
	}
	v.Fields = nil
	if v.Warnings = c.newWarnings(*v.Fresh); len(v.Warnings) > 0 {
		v.Reason = NewWarning
		return
	}
	v.State = Carried
}

// otherFields are the paths of the fields that would get other values than were
// approved, or that get one now, or get none any more.
func (c *comparer) otherFields(r, now Change) []string {
	if r.Wanted == now.Wanted {
		return nil
	}
	var paths []string
	for path, digest := range r.Fields {
		if now.Fields[path] != digest {
			paths = append(paths, path)
		}
	}
	for path := range now.Fields {
		if _, was := r.Fields[path]; !was {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// newPaths are the fields that would change now, and would not when it was recorded.
func newPaths(r, now Change) []string {
	var paths []string
	for path := range now.Fields {
		if _, was := r.Fields[path]; !was {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// newWarnings are the warnings of a change that were not shown: others, or of more
// open alerts. Who approves a plan approves what it warns of, and no more.
func (c *comparer) newWarnings(change plan.Change) []plan.Warning {
	var found []plan.Warning
	for _, w := range c.warnings[change.Address] {
		was, there := c.shown[Warning{Kind: string(w.Kind), Address: w.Address.String(), ID: w.Object.ID}]
		if !there || w.Count > was {
			found = append(found, w)
		}
	}
	return found
}

// settled judges a recorded change of which nothing would happen now.
func (c *comparer) settled(r Change, v *Verdict) error {
	kept, isKept := c.kept[v.Address]
	live := c.monitors[r.ID]
	isLive := r.ID != "" && (live != nil || c.channels[r.ID])
	switch plan.Action(r.Action) {
	case plan.Delete:
		switch {
		case isKept && r.DoubleOf == "":
			v.Reason = StillDeclared
		case isLive:
			v.Reason = LeftAlone
		default:
			v.State = Already
		}
		return nil
	case plan.Forget:
		switch {
		case isKept:
			v.Reason = StillDeclared
		case !isLive:
			v.Reason = Gone
		case live == nil || live.Mark != nil:
			v.Reason = LeftAlone
		default:
			v.State = Already
		}
		return nil
	}
	if missing := c.notCompared(v.Address); len(missing) > 0 {
		v.Reason, v.Unknown = NoValue, missing
		return nil
	}
	if !isKept {
		v.Reason = NotDeclared
		return nil
	}
	return c.settledAs(r, kept, v)
}

// settledAs tells whether what stays as it is, is what was approved: a part of the
// record that an earlier run has carried out.
func (c *comparer) settledAs(r Change, kept plan.Change, v *Verdict) error {
	kept.Action = plan.Update // so that what is desired counts
	now, err := c.digester.record([]plan.Change{kept})
	if err != nil {
		return err
	}
	if now[0].Wanted == r.Wanted {
		v.State = Already
		return nil
	}
	v.Reason = OtherWish
	return nil
}

// notCompared is what has no value, and is needed to compare an object.
func (c *comparer) notCompared(at address.Address) []string {
	missing := map[string]bool{}
	for _, w := range c.warnings[at] {
		if w.Kind == plan.NotCompared {
			for _, name := range w.Unknown {
				missing[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(missing))
}
