package planfile

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
)

// Sizes of digests, in bytes.
const (
	objectDigest = 16
	fieldDigest  = 8
)

// Shown is a plan as it was printed, secrets masked.
type Shown struct {
	Lines []string
	JSON  *orderedjson.Object
}

// New records a plan that can be applied, or has nothing to do. Secrets are all
// values that no output may show. The error is of a header whose salt or cost can't be.
func New(h Header, made *plan.Plan, shown Shown, secrets []string) (Record, error) {
	r := Record{
		Format: Format, FormatVersion: FormatVersion, Header: h,
		Changes: []Change{}, Warnings: warningsOf(made.Warnings), Shown: append([]string{}, shown.Lines...), Plan: shown.JSON,
	}
	d, err := newDigester(h.Secrets, secrets)
	if err != nil {
		return r, err
	}
	r.Changes, err = d.record(made.Changes)
	return r, err
}

// record makes what is compared of changes.
func (d *digester) record(changes []plan.Change) ([]Change, error) {
	spelled := make([]spelledChange, len(changes))
	var all []string
	for i, c := range changes {
		spelled[i] = d.spellChange(c)
		all = append(all, spelled[i].texts()...)
	}
	if err := d.derive(all...); err != nil {
		return nil, err
	}
	records := make([]Change, len(changes))
	for i, c := range changes {
		records[i] = Change{
			Address: c.Address.String(), PreviousAddress: c.Previous.String(), Action: string(c.Action), ID: c.ID, DoubleOf: c.DoubleOf,
			Read: versionOf(c), Fields: map[string]string{},
		}
		if s := spelled[i]; s.wanted != "" {
			records[i].Wanted = d.digest(s.wanted, objectDigest)
		}
		if s := spelled[i]; s.live != "" {
			records[i].Read.Content = d.digest(s.live, objectDigest)
		}
		for path, text := range spelled[i].fields {
			records[i].Fields[path] = d.digest(text, fieldDigest)
		}
	}
	return records, nil
}

// spelledChange is what the digests of one change are made of.
type spelledChange struct {
	wanted, live string // "": there is none
	fields       map[string]string
}

func (d *digester) spellChange(c plan.Change) spelledChange {
	s := spelledChange{fields: map[string]string{}}
	if wanted := wantedOf(c); wanted != nil {
		s.wanted = d.spell(wanted)
		for _, f := range c.Fields {
			s.fields[d.words.Replace(f.Path)] += d.spell(f.After)
		}
	}
	if live := liveContent(c); live != nil {
		s.live = d.spell(live)
	}
	return s
}

func (s spelledChange) texts() []string {
	list := []string{s.wanted, s.live}
	for _, text := range s.fields {
		list = append(list, text)
	}
	return list
}

func warningsOf(warnings []plan.Warning) []Warning {
	list := []Warning{}
	for _, w := range warnings {
		list = append(list, Warning{Kind: string(w.Kind), Address: w.Address.String(), ID: w.Object.ID, Count: w.Count})
	}
	return list
}

// ConfigurationDigest is a digest of a configuration's files, by name: slow, as the
// files may hold secrets in their own words.
func ConfigurationDigest(s Secrets, files map[string][]byte) (string, error) {
	d, err := newDigester(s, nil)
	if err != nil {
		return "", err
	}
	token := d.token(spellFiles(files))
	if err := d.derive(token); err != nil {
		return "", err
	}
	return d.digest(token, objectDigest), nil
}
