package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

func countsOf(d *plan.Drift) driftjob.Counts {
	return driftjob.Counts{
		Changed: len(d.Changed), Missing: len(d.Missing), Copies: len(d.Copies), Unmanaged: len(d.Unmanaged),
		Unchanged: d.Unchanged, NotApplied: len(d.NotApplied),
	}
}

// objects are what drifted, as drift's JSON has it, masked.
func (l *driftLook) objects(d *plan.Drift) []driftjob.Object {
	found, _ := view.NewDriftJSON(d)
	var list []driftjob.Object
	add := func(kind driftjob.Kind, o driftjob.Object, whole any) {
		o.Kind, o.Digest = kind, l.digest(whole)
		for _, text := range []*string{&o.Key, &o.Address, &o.ID, &o.Name} {
			*text = l.app.out.Masked(*text)
		}
		for i := range o.Fields {
			o.Fields[i] = l.app.out.Masked(o.Fields[i])
		}
		if !slices.ContainsFunc(list, func(other driftjob.Object) bool { return other.Key == o.Key }) {
			list = append(list, o)
		}
	}
	for _, group := range []struct {
		kind driftjob.Kind
		list []view.DriftedJSON
	}{{driftjob.Changed, found.Changed}, {driftjob.Missing, found.Missing}, {driftjob.Copies, found.Copies}} {
		for _, x := range group.list {
			add(group.kind, drifted(x), withoutDates(x))
		}
	}
	for _, n := range found.Unmanaged {
		o := driftjob.Object{Key: n.Kind + " " + n.ID, ID: n.ID, Name: n.Name}
		if n.LastUpdate != nil {
			o.LastUpdate, n.LastUpdate = *n.LastUpdate, nil
		}
		add(driftjob.Unmanaged, o, n)
	}
	return list
}

func drifted(x view.DriftedJSON) driftjob.Object {
	o := driftjob.Object{Key: x.Address, Address: x.Address, Name: x.Name}
	if len(x.Objects) == 1 {
		o.ID, o.Name = x.Objects[0].ID, cmp.Or(x.Name, x.Objects[0].Name)
		if when := x.Objects[0].LastUpdate; when != nil {
			o.LastUpdate = *when
		}
	}
	for _, f := range x.Fields {
		o.Fields = append(o.Fields, f.Path)
	}
	if x.Removal != nil {
		o.Fields = slices.Clone(x.Removal.Paths)
	}
	return o
}

// withoutDates is an object without when it was written last: to write it once more as
// it was is no other drift. Where a secret differs, the date is all that tells whether
// it is another one now.
func withoutDates(x view.DriftedJSON) view.DriftedJSON {
	if slices.ContainsFunc(x.Fields, func(f view.DriftedFieldJSON) bool { return f.Sensitive }) {
		return x
	}
	x.Objects = slices.Clone(x.Objects)
	for i := range x.Objects {
		x.Objects[i].LastUpdate = nil
	}
	return x
}

// digest tells values apart. What goes into it is masked: nobody should find a secret by
// trying.
func (l *driftLook) digest(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		text = fmt.Append(nil, v)
	}
	sum := sha256.Sum256([]byte(l.app.out.Masked(string(text))))
	return fmt.Sprintf("%x", sum[:8])
}
