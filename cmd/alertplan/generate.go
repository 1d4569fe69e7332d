package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/generate/estate"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

type generateOptions struct {
	configuration configurationOptions
	connection    connectionOptions
	format        formatOption
	choice        choiceOptions

	out       string
	workspace string
	copies    bool
}

func newGenerateCommand(a *app) *cobra.Command {
	o := &generateOptions{}
	c := &cobra.Command{
		Use:   "generate [--all | --monitor ID… | --only GLOB…] [--out DIR]",
		Short: "Make a configuration of what a cluster holds",
		Long: `Read the monitors, workflows and channels of a cluster, and write the
configuration that declares them, with import blocks that adopt them. Nothing on
the cluster is changed. The next apply writes its mark on the monitors, and nothing
else: their ids stay, and so do open alerts and what was acknowledged.

Without --out the configuration is printed. With it, files are written to DIR: one
for each kind of destination and for each family of indices. None that is there is
written over. Where DIR (without --out, the current directory) holds a configuration
already, what it declares is left out, and the rest is made to fit: its workspace,
its names, its channels.

Blocks say what a monitor does in the language's words. Where these would not mean
exactly the same, it stands as its body, with the reason as a comment. What has been
written is read again and compared with the cluster before it is handed out.

Channels are named by existing blocks: whoever made them keeps them. Secrets are
never written: where a block needs one it refers to a sensitive variable.
` + connectionHelp + `

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan generate --url https://search.example.com:9200 --out alerts
  alertplan generate --cluster prod --only 'Console*'
  alertplan generate --monitor T6Ps_KEBmzibbaqfQLhk >> monitors.hcl
  alertplan generate --workspace soc --json | jq '.objects[] | select(.raw != "")'`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runGenerate(c.Context(), a, o) },
	}
	o.addFlags(c)
	return c
}

func (o *generateOptions) addFlags(c *cobra.Command) {
	o.configuration.addFlags(c)
	o.connection.addFlags(c)
	o.format.addFlags(c)
	f := c.Flags()
	o.choice.addFlags(c)
	f.StringVar(&o.out, "out", "", "write the files to `DIR`")
	f.StringVar(&o.workspace, "workspace", "", "the `NAME` of the workspace that is to own it all (default that of the configuration, else main)")
	f.BoolVar(&o.copies, "own-channels", false, "declare channels of others as destinations of one's own, which the next apply makes beside\nthem and lets actions send to; their secrets are variables")
	c.MarkFlagDirname("out")
	c.RegisterFlagCompletionFunc("workspace", cobra.NoFileCompletions)
}

func runGenerate(ctx context.Context, a *app, o *generateOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	if err := o.choice.check(); err != nil {
		return err
	}
	g := &generator{app: a, options: o}
	if err := g.openPlace(); err != nil {
		return err
	}
	if err := g.read(ctx); err != nil {
		return err
	}
	if err := g.choose(); err != nil {
		return err
	}
	if err := g.make(); err != nil {
		return err
	}
	if o.out != "" {
		if err := createAll(o.out, g.newFiles(o.out)); err != nil {
			return err
		}
	}
	result := g.result()
	if asJSON {
		return view.WriteJSON(a.out, view.NewGeneratedJSON(result))
	}
	if o.out == "" {
		for i, f := range g.files {
			if i > 0 {
				fmt.Fprintln(a.out)
			}
			fmt.Fprint(a.out, string(f.Text))
		}
		a.messages.Generated(result)
		return nil
	}
	a.human.Generated(result)
	return nil
}

// errUnwritable should never be seen: an object with such a text stands in another form.
var errUnwritable = errors.New("a name or a text of the cluster can't be written as HCL: leave its monitor out by --monitor or --only")

// generator makes a configuration of a cluster.
type generator struct {
	app     *app
	options *generateOptions

	place   place
	client  *alertapi.Client
	live    plan.Live
	chosen  estate.Reading
	invalid map[string]bool // ids of channels of which a copy would not be valid
	unmade  map[string]bool // ids that stand for what is on no cluster yet

	// source is what variables are made of where Terraform's files are converted.
	source *terraformSource

	estate  *estate.Estate
	files   []estate.File
	leftOut []view.LeftOut
}

// read reads the cluster.
func (g *generator) read(ctx context.Context) error {
	client, err := g.app.connect(g.options.connection, g.place.config)
	if err != nil {
		return err
	}
	g.client = client
	done := g.app.working("Reading the cluster")
	defer done()
	desired := desiredOf(g.place.config)
	desired.Workspace = g.place.workspace
	if g.live, err = readLive(ctx, client, desired, plan.Options{}); err != nil {
		return err
	}
	for _, c := range g.live.Channels {
		g.app.hide(c.Destination.Secrets()...)
	}
	if g.live.Sight.MayHide {
		g.app.warnOfHidden()
	}
	if lacking := g.live.Sight.NoChannels; len(lacking) > 0 {
		return errors.New("the channels can't be read, and so it can't be told what monitors send to: this user lacks " + strings.Join(lacking, ", ") + ", which the role alertplan_drift has")
	}
	return nil
}
