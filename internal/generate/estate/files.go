package estate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
)

// File is a file of the configuration.
type File struct {
	Name    string // without a directory
	Text    []byte
	Objects []address.Address // what it declares
}

// Files are all files, by name. Names that are taken get a number. It is false where a
// text can't be written.
func (e *Estate) Files() ([]File, bool) {
	var files []File
	for _, part := range e.parts() {
		text, ok := generate.File(part.comment, part.blocks)
		if !ok {
			return nil, false
		}
		if len(part.blocks)+len(part.comment) > 0 {
			if part.first != "" {
				text = []byte(part.first + "\n" + gap(part) + string(text))
			}
			files = append(files, File{Name: e.Free(part.name, files), Text: text, Objects: part.objects})
		} else if part.first != "" {
			files = append(files, File{Name: e.Free(part.name, files), Text: []byte(part.first + "\n"), Objects: part.objects})
		}
	}
	return files, true
}

func gap(p part) string {
	if len(p.blocks) > 0 {
		return "\n"
	}
	return ""
}

// Free is a name that no file has.
func (e *Estate) Free(name string, files []File) string {
	base := strings.TrimSuffix(name, ".hcl")
	taken := func(name string) bool {
		return e.place.Files != nil && e.place.Files(name) || slices.ContainsFunc(files, func(f File) bool { return f.Name == name })
	}
	for n := 2; taken(name); n++ {
		name = base + "-" + strconv.Itoa(n) + ".hcl"
	}
	return name
}

// part is what stands in one file.
type part struct {
	name    string
	first   string // a line before all blocks
	comment string
	blocks  []generate.Block
	objects []address.Address
}

// parts are the files before they are written: how to reach the cluster, secrets,
// channels by kind, monitors by what they read, workflows, and what adopts all of it.
func (e *Estate) parts() []part {
	var all []part
	if !e.place.Begun {
		first := part{name: "workspace.hcl", first: "workspace = " + generate.Quoted(e.place.Workspace)}
		if e.place.URL != "" {
			b := generate.Block{Type: "cluster", Labels: []string{"main"}}
			b.Set("url", e.place.URL)
			first.blocks = append(first.blocks, b)
		}
		all = append(all, first)
	}
	byName := map[string]*part{}
	var names []string
	for _, o := range e.sorted() {
		name := o.fileName()
		if byName[name] == nil {
			byName[name] = &part{name: name}
			names = append(names, name)
		}
		p := byName[name]
		p.blocks, p.objects = append(p.blocks, o.Form().Block), append(p.objects, o.Address)
	}
	slices.Sort(names)
	for _, name := range names {
		all = append(all, *byName[name])
	}
	if secrets := e.secrets(); len(secrets) > 0 {
		all = append(all, part{name: "variables.hcl", comment: "Secrets: give each a value by ALERTPLAN_VAR_NAME in the environment, or by --var-file.", blocks: secrets})
	}
	if adopting := e.adopting(); len(adopting) > 0 {
		all = append(all, part{name: "imports.hcl", comment: adoptingWords, blocks: adopting})
	}
	return all
}

const adoptingWords = "What is on the cluster becomes this configuration's with the next apply: ids and\n" +
	"alerts stay. Blocks of monitors can be taken out after it; those of workflows, which\n" +
	"have no mark, must stay."

// sorted are the objects by address, blocks of channels that one needs before it.
func (e *Estate) sorted() []*Object {
	return slices.SortedFunc(slices.Values(e.objects), func(a, b *Object) int { return address.Compare(a.Address, b.Address) })
}

func (e *Estate) secrets() []generate.Block {
	var blocks []generate.Block
	for _, v := range e.variables {
		blocks = append(blocks, generate.Variable(v.Name, v.What+" of "+v.Of.String()))
	}
	return blocks
}

// adopting are the blocks that make what is there ours.
func (e *Estate) adopting() []generate.Block {
	var blocks []generate.Block
	for _, o := range e.sorted() {
		if !o.Moved.IsZero() {
			b := generate.Block{Type: "moved"}
			b.Set("from", generate.Reference(o.Moved.String()))
			b.Set("to", generate.Reference(o.Address.String()))
			blocks = append(blocks, b)
		}
		if o.Live != nil && o.Imports {
			b := generate.Block{Type: "import"}
			b.Set("to", generate.Reference(o.Address.String()))
			b.Set("id", o.ID)
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// fileName is the file that an object stands in.
func (o *Object) fileName() string {
	if o.Channel != nil {
		return "destinations-" + o.Address.Type() + ".hcl"
	}
	var indices []string
	switch in := o.Live.Monitor.Input.(type) {
	case *monitors.Search:
		indices = in.Indices
	case *monitors.DocumentQueries:
		indices = in.Indices
	case *monitors.ClusterAPI:
		return "monitors-cluster.hcl"
	case *monitors.Sequence:
		return "workflows.hcl"
	}
	if family := Family(indices); family != "" {
		return "monitors-" + family + ".hcl"
	}
	return "monitors.hcl"
}

var (
	// dated is how names of indices end that are made anew from time to time.
	dated  = pattern.New(`[-_.](?:\d{4}(?:[-._]\d{2}){0,3}|\d{6,8}|[yY]{4}.*|\{now.*)$`)
	strewn = pattern.New(`[^a-z0-9]+`)
)

// Family is what indices are called together: the name of the first without wildcards,
// dates and the cluster that it is on; "" where that leaves nothing.
func Family(indices []string) string {
	if len(indices) == 0 {
		return ""
	}
	name := strings.ToLower(indices[0])
	if _, local, remote := strings.Cut(name, ":"); remote {
		name = local
	}
	name = strings.TrimLeft(name, "-<")
	if i := strings.IndexAny(name, "*?>"); i >= 0 {
		name = name[:i]
	}
	name = dated.ReplaceAllString(strings.TrimRight(name, "-_."), "")
	name = strings.Trim(strewn.ReplaceAllString(name, "-"), "-")
	return name[:min(len(name), 40)]
}
