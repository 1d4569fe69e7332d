package main

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/provider"
	"github.com/alertplan/alertplan/internal/view"
)

type convertOptions struct {
	from    string
	out     string
	mapping string
	events  string

	family    string
	workspace string
	imports   bool
	state     string
	channels  []string
	options   convert.Options
	format    formatOption
}

func newConvertCommand(a *app) *cobra.Command {
	o := &convertOptions{}
	c := &cobra.Command{
		Use:   "convert --from KIND [FILE|DIR…]",
		Short: "Make a configuration of alerts in another language",
		Long: "Convert alerts from another language, and print them as a configuration. Without a\n" +
			"FILE, or for -, the text is read from the standard input. KIND is one of:\n\n" + kindsInWords() + `

What can't be converted is refused, with its place and the reason; what it belongs
to is left out, and the rest is printed. Notes tell what was corrected on the way,
or means something else here. Both go to the standard error, all in one run.

Exit status: 0 all is converted, 1 something was refused or failed.`,
		Example: `  alertplan convert --from insights root_usage.txt
  pbpaste | alertplan convert --from discover --name "Console login" --interval 5m
  alertplan convert --from insights --destination var.soc --out alerts cis/*.txt
  alertplan convert --from metric-filter --out alerts template.yaml main.tf
  alertplan convert --from sigma --destination var.soc --out alerts rules
  alertplan convert --from insights --family log-aws --json root.txt | jq .files
  alertplan convert --from elastalert --out alerts config.yaml rules/
  alertplan convert --from json --workspace soc --out alerts exported/
  alertplan convert --from terraform --state terraform.tfstate --out alerts .`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.checkFlags(c.Flags().Changed); err != nil {
				return err
			}
			return runConvert(a, o, args)
		},
	}
	o.addFlags(c)
	return c
}

func (o *convertOptions) addFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.from, "from", "", "the language that the files are in: `KIND`")
	f.StringVar(&o.out, "out", "", "write a file for each source to `DIR` (of json and terraform: files as generate has them); none that is there is written over")
	f.StringVar(&o.family, "family", string(convert.CWL), "how the indices are filled: `FAMILY` is cwl (texts have .keyword) or log-aws (they have not)")
	f.StringSliceVar(&o.options.Indices, "indices", nil, "the `PATTERNS` to search (default those of the family)")
	f.StringVar(&o.mapping, "mapping", "", "what GET INDEX/_mapping answers, a `FILE`: it tells which fields texts are compared in")
	f.StringVar(&o.events, "events", "", "the same, told by sample events in `FILE`: as an index of the family would map them")
	f.StringVar(&o.options.Interval, "interval", "", "run monitors every `DURATION` (default what the source says, else 5m)")
	f.StringVar(&o.options.Last, "last", "", "look at the last `DURATION` (default what the source says, else the interval)")
	f.StringVar(&o.options.Name, "name", "", "the monitor's `NAME` (default what the source says, else the file's)")
	f.StringVar(&o.options.Destination, "destination", "", "tell the destination at `ADDRESS`, such as destination.slack.soc")
	f.StringVar(&o.workspace, "workspace", "", "begin with a line that says the workspace: `NAME`")
	f.BoolVar(&o.imports, "import", true, "json: adopt what has an id by import blocks, and name channels by their ids; =false is for\nanother cluster, on which all of it is to be made")
	f.StringVar(&o.state, "state", "", "terraform: take ids from a state `FILE`, so that what is there is adopted")
	f.StringArrayVar(&o.channels, "channel", nil, "json, terraform: name a channel that no file holds: `ID=ADDRESS`, such as T6Ps_KEB=existing.slack.oncall; may be repeated")
	o.format.addFlags(c)
	c.RegisterFlagCompletionFunc("from", cobra.FixedCompletions(kindNames(), cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("family", cobra.FixedCompletions([]string{string(convert.CWL), string(convert.LogAWS)}, cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("out", completeDirectories)
	c.MarkFlagFilename("state", "tfstate")
	for _, free := range []string{"indices", "interval", "last", "name", "destination", "workspace", "channel"} {
		c.RegisterFlagCompletionFunc(free, cobra.NoFileCompletions)
	}
}

func runConvert(a *app, o *convertOptions, args []string) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	kind, err := o.check()
	if err != nil {
		return err
	}
	sources, err := readSources(a.in, kind, args)
	if err != nil {
		return err
	}
	converted, err := o.convert(a, kind, sources)
	if err != nil {
		return err
	}
	if err := createAll(o.out, newFiles(converted.Files)); err != nil {
		return err
	}
	if asJSON {
		code := view.Done
		if converted.Diagnostics.HasErrors() {
			code = view.Failed
		}
		if err := view.WriteJSON(a.out, view.NewConvertedJSON(converted)); err != nil {
			return err
		}
		return status(code)
	}
	if o.out == "" {
		for _, f := range converted.Files {
			fmt.Fprint(a.out, f.Text)
		}
	}
	a.messages.Diagnostics(converted.Diagnostics, shownSources(kind, sources, converted.Secrets))
	return status(a.messages.Converted(converted))
}

// convert makes files of sources.
func (o *convertOptions) convert(a *app, kind convert.Kind, sources []convert.Source) (view.Converted, error) {
	switch {
	case kind.Name == provider.Kind().Name:
		return o.convertTerraform(a, sources)
	case kind.Convert == nil:
		return o.convertBodies(a, sources)
	}
	result := kind.Convert(sources, o.options)
	files, err := o.files(kind, result)
	return view.Converted{Kind: kind.Name, Files: files, Diagnostics: result.Diagnostics, Silent: silent(result), Secrets: result.Secrets, Variables: secretVariables(result)}, err
}

// secretVariables are the variables that stand for secrets, and so have no value yet.
func secretVariables(r convert.Result) []string {
	var names []string
	for _, object := range r.Objects {
		if object.Block.Type == "variable" && object.Block.Get("sensitive") == true {
			names = append(names, object.Block.Labels[0])
		}
	}
	return names
}

// shownSources are the sources whose lines may be shown beside problems. Those of bodies
// may hold secrets of channels, and one that can't be read doesn't tell which; secrets
// that are known are covered.
func shownSources(kind convert.Kind, sources []convert.Source, secrets []string) map[string]*hcl.File {
	switch {
	case kind.Name == provider.Kind().Name:
		return convert.Files(provider.Redacted(sources))
	case kind.Convert == nil:
		return nil
	}
	files := convert.Files(sources)
	for _, f := range files {
		f.Bytes = []byte(convert.Covered(string(f.Bytes), secrets, func(s string) string { return strings.Repeat("*", len(s)) }))
	}
	return files
}

// silent counts the monitors that have no action.
func silent(r convert.Result) int {
	n := 0
	for _, object := range r.Objects {
		if object.Block.Type == "monitor" && !object.Tells() {
			n++
		}
	}
	return n
}

func kindsInWords() string {
	var b strings.Builder
	for _, k := range convertKinds() {
		fmt.Fprintf(&b, "  %-15s%s\n", k.Name, k.Short)
	}
	return strings.TrimRight(b.String(), "\n")
}
