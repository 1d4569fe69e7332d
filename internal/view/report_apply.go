package view

import (
	"errors"
	"io"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
)

// ApplyReport is the result of apply: of each object, what became of it.
type ApplyReport struct {
	Command
	Plan    *plan.Plan    // what was to be done; nil: it did not come to that
	Applied *apply.Result // nil: nothing was begun

	// File is the plan file that was carried out, "" for none, and Compared what became of
	// it; nil: it did not come to that.
	File     string
	Compared *planfile.Comparison

	Backups []BackupFile
}

// BackupFile is where the body of an object was kept before it was written over.
type BackupFile struct {
	Address address.Address
	ID      string
	File    string
}

// Writers are those of all formats that have a place for what became of objects.
func (r *ApplyReport) Writers() Writers {
	return Writers{
		FormatJSON:     func(out io.Writer) error { return WriteJSON(out, r.JSON()) },
		FormatMarkdown: r.markdown,
		FormatJUnit:    r.junit,
	}
}

// End is how it ended for an object.
type End string

// The ends.
const (
	EndDone        End = "done"
	EndFailed      End = "failed"
	EndSkipped     End = "skipped"      // what it needs was not done
	EndNotBegun    End = "not-begun"    // it did not come to that
	EndAlready     End = "already"      // of a plan file: the cluster is as was approved
	EndStale       End = "stale"        // of a plan file: it is no longer what was approved
	EndNotApproved End = "not-approved" // a plan file has nothing of it
)

// Fate is what became of one object.
type Fate struct {
	plan.Change // as it was to happen; of a plan file perhaps no more than address and action
	End         End
	ID          string // the cluster's id, where it is known
	Reason      string // why it was not done; "" where it was, or nothing was tried
	Because     address.Address
	Conflict    bool   // somebody else has changed it since the plan was made
	Half        bool   // a replacement, whose old object is deleted already
	Sent        int    // how often the write was sent that took the most tries
	Found       bool   // no answer came, and it was seen to be done
	Backup      string // the file of the body that it had before; "" for none
}

// Fates tell what became of each object: those of the plan in its order, then doubles
// that were found.
func (r *ApplyReport) Fates() []Fate {
	f := &fates{outcomes: map[fateKey]apply.Outcome{}, begun: map[address.Address]bool{}, backups: map[BackupFile]string{}}
	for _, b := range r.Backups {
		f.backups[BackupFile{Address: b.Address, ID: b.ID}] = b.File
	}
	var result apply.Result
	if r.Applied != nil {
		result = *r.Applied
	}
	for _, o := range result.Outcomes {
		f.outcomes[fateKeyOf(o.Change)] = o
		if errors.Is(o.Err, apply.ErrStopped) {
			f.stopped(o.Change.Address)
		}
	}
	switch {
	case r.Compared != nil:
		for _, v := range r.Compared.Verdicts {
			f.addVerdict(v)
		}
	case r.Plan != nil:
		for _, c := range r.Plan.Changes {
			f.addChange(c)
		}
	}
	for _, o := range result.Outcomes { // doubles
		if _, left := f.outcomes[fateKeyOf(o.Change)]; left {
			f.addChange(o.Change)
		}
	}
	return f.list
}

// fateKey tells the deletion of a double from what happens to the object at its address.
type fateKey struct {
	at     address.Address
	double string
}

func fateKeyOf(c plan.Change) fateKey {
	if c.DoubleOf != "" {
		return fateKey{c.Address, c.ID}
	}
	return fateKey{at: c.Address}
}

// fates is the state of one Fates.
type fates struct {
	outcomes map[fateKey]apply.Outcome // that are not in the list yet
	begun    map[address.Address]bool  // false: it was not, since the run was stopped
	backups  map[BackupFile]string     // files by the rest
	list     []Fate
}

func (f *fates) stopped(at address.Address) { f.begun[at] = false }

func (f *fates) notBegun(at address.Address) bool {
	begun, known := f.begun[at]
	return known && !begun
}

func (f *fates) addVerdict(v planfile.Verdict) {
	if v.State == planfile.Carried {
		f.addChange(*v.Fresh)
		return
	}
	fate := Fate{Change: plan.Change{Address: v.Address, Action: v.Recorded}, Because: v.Because}
	if v.Fresh != nil {
		fate.Change, fate.ID = *v.Fresh, v.Fresh.ID
		if v.Recorded != "" {
			fate.Action = v.Recorded
		}
	}
	switch v.State {
	case planfile.Already:
		fate.End = EndAlready
	case planfile.Stale:
		fate.End, fate.Reason = EndStale, staleMessage(v).detail
	case planfile.Skipped:
		fate.End, fate.Reason = EndSkipped, skippedMessage(v).detail
	default:
		fate.End, fate.Reason = EndNotApproved, notApprovedMessage(v).detail
	}
	f.list = append(f.list, fate)
}

func (f *fates) addChange(c plan.Change) {
	fate := Fate{Change: c, End: EndNotBegun, ID: c.ID}
	if o, ok := f.outcomes[fateKeyOf(c)]; ok {
		delete(f.outcomes, fateKeyOf(c))
		f.take(o, &fate)
	}
	fate.Backup = f.backups[BackupFile{Address: c.Address, ID: c.ID}]
	f.list = append(f.list, fate)
}

// take takes what became of a change. What depends on something that the end of the run
// came before was not begun, either.
func (f *fates) take(o apply.Outcome, fate *Fate) {
	fate.Because, fate.Half, fate.Sent, fate.Found = o.Because, o.Half, o.Sent, o.Found
	if o.ID != "" {
		fate.ID = o.ID
	}
	switch {
	case o.Status == apply.Done:
		fate.End = EndDone
	case errors.Is(o.Err, apply.ErrStopped):
	case o.Status == apply.Skipped && f.notBegun(o.Because):
		f.stopped(o.Change.Address)
	case o.Status == apply.Skipped:
		fate.End, fate.Reason = EndSkipped, o.Because.String()+" failed"
	default:
		fate.End, fate.Reason, fate.Conflict = EndFailed, failure(o), errors.Is(o.Err, apply.ErrConflict)
	}
}
