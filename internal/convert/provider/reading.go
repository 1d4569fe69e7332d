package provider

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/terraform"
	"github.com/alertplan/alertplan/monitors"
)

// Reading is what files declare, and what can't be read of them.
type Reading struct {
	convert.Result // no objects

	Objects   []*Object
	Variables []*Variable
	Words     *Words // nil where no variable stays one
}

// Object is a monitor or a channel.
type Object struct {
	Address string // in Terraform
	ID      string // on the cluster; of what is New a text that no other has
	New     bool   // no state knows it
	Label   string
	At      hcl.Range // the block's head

	// Kept is the object with stand-ins for variables; nil where they are in its way.
	// Known is the object with their values.
	Kept, Known *Live

	// Variables are those that the body is made of.
	Variables []*Variable
}

// HasValues tells whether the values of all its variables are known, and may be written.
func (o *Object) HasValues() bool {
	return !slices.ContainsFunc(o.Variables, func(v *Variable) bool { return v.Default == nil })
}

// Live is one of both: a monitor or a channel, as a cluster would have it.
type Live struct {
	Monitor *monitors.Live
	Channel *destinations.Live
}

// Variable is one whose value comes from outside, and so stays a variable.
type Variable struct {
	Name        string
	Of          string // what it is in Terraform: var.env, aws_sns_topic.soc.arn
	Type        string // string, number or bool
	Description string
	At          hcl.Range
	Secret      bool

	// Default is its value as the files have it, nil where it has none, or must not be
	// written. Value is what stands for it while what is written is compared.
	Default any
	Value   string
}

// Files are what Terraform's functions may read: all of it is below the folder Base, as
// names of sources have it.
type Files struct {
	FS   fs.FS
	Base string
}

// Read reads Terraform's files; with a state, what has been made gets its id from there.
func Read(sources []convert.Source, state *State, files Files) Reading {
	r := &reader{Reading: Reading{Words: newWords(sources)}, state: state}
	module, values := r.modules(sources)
	given := terraform.Given{Types: Types(), ID: r.id, Files: files.FS, Base: files.Base}
	first := terraform.ReadDeclared(module, given)
	r.Diagnostics = append(r.Diagnostics, first.Diagnostics...)
	if len(first.Roots) > 1 {
		r.Refuse(first.Declared[len(first.Declared)-1].At, "Several projects at once", "There are monitors or channels in "+strings.Join(first.Roots, " and ")+", which Terraform applies each by itself, with variables and a state of its own. Convert them one after the other.")
		return r.Reading
	}
	kept, known := r.values(withValues(first.Open, values))
	given.Values = kept
	keptModules := terraform.ReadDeclared(module, given)
	given.Values = known
	for i, d := range terraform.ReadDeclared(module, given).Declared {
		if !d.Data {
			r.object(d, keptModules.Declared[i])
		}
	}
	r.compareWithState(first)
	r.Diagnostics = convert.Once(r.Diagnostics)
	convert.Ordered(r.Diagnostics, sources)
	return r.Reading
}

type reader struct {
	Reading
	state *State
}

// modules are the sources that are Terraform's blocks, and those that hold values of
// variables; others are refused by name.
func (r *reader) modules(sources []convert.Source) (blocks, values []convert.Source) {
	for _, s := range sources {
		switch {
		case strings.HasSuffix(s.Name, ".tfvars"):
			values = append(values, s)
		case strings.HasSuffix(s.Name, ".tf.json"):
			r.Refuse(s.Range(0, 0), "Terraform in JSON", "Files that end in .tf.json can't be read. Write what they declare as .tf, or convert the bodies by --from json.")
		default:
			blocks = append(blocks, s)
		}
	}
	return blocks, r.inOrder(values)
}

// MadeUp is what ids begin with that no cluster knows.
const MadeUp = "not-on-the-cluster:"

// id is the id of a resource by its address.
func (r *reader) id(address string) string {
	if r.state != nil {
		if id := r.state.id(address); id != "" {
			return id
		}
	}
	return MadeUp + address
}

// compareWithState says what the state and the files have on their own.
func (r *reader) compareWithState(m terraform.Modules) {
	if r.state == nil {
		return
	}
	var declared []string
	for _, d := range m.Declared {
		declared = append(declared, d.Address)
	}
	for _, i := range r.state.Instances {
		switch {
		case i.Data:
		case i.Deposed:
			r.note("An object that Terraform has not deleted yet", i.Address+" was replaced, and what was there before is still on the cluster: its id is "+i.ID+". Let Terraform delete it, or do it yourself.")
		case slices.Contains(declared, i.Address):
		case i.modulePart() != "":
			r.refuse("In the state, but not in the files", "Nothing in these files declares "+i.Address+" (id "+i.ID+"): its module is not among them. Put the module's folder below this one, and call it from there; or adopt what it has made by `alertplan generate`.")
		default:
			r.refuse("In the state, but not in the files", "Nothing in these files declares "+i.Address+" (id "+i.ID+"). Convert the file that does, too; if it is to go, let Terraform delete it first.")
		}
	}
}

// refuse and note are of what stands in no source.
func (r *reader) refuse(summary, detail string) {
	r.Diagnostics = append(r.Diagnostics, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail})
}

func (r *reader) note(summary, detail string) {
	r.Diagnostics = append(r.Diagnostics, &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: summary, Detail: detail})
}
